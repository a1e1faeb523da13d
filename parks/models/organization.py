from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.addresses import address_of
from core.compiled import now
from core.constraints import partial_dates_in_order
from core.fields import NameField, NameSlugField, PartialDateField, PhoneField, SlugKeepingQuerySet
from core.files.fields import OwnedImageField

from .. import countries
from ..requisites import validate_inn, validate_ogrn
from .region import Region


class OrganizationQuerySet(SlugKeepingQuerySet):
    def visible_to(self, user):
        return self if user.is_staff else self.filter(published_at__lte=now())

    def matching(self, words):
        """Organizations whose current, short or other name contains the words, regardless of case and ё."""
        return self.filter(
            Q(name__holds=words)
            | Q(short_name__holds=words)
            | models.Exists(OrganizationName.objects.filter(organization=models.OuterRef("pk"), name__holds=words))
        )


class Organization(models.Model):
    """An authority, a company, a bank, an association. The legal form is a field of its own."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("орган власти")
        DEVELOPMENT_AGENCY = "development_agency", _("корпорация или агентство развития")
        MANAGEMENT_COMPANY = "management_company", _("управляющая компания")
        COMPANY = "company", _("компания")
        ASSOCIATION = "association", _("ассоциация или союз")
        CLUSTER = "cluster", _("кластер")
        CHAMBER = "chamber", _("торгово-промышленная палата")
        BANK = "bank", _("банк")
        ACADEMIA = "academia", _("вуз или НИИ")
        MEDIA = "media", _("СМИ")
        OTHER = "other", _("прочее")

    name = NameField(
        _("название"),
        help_text=_("Без правовой формы и кавычек: Алвидпроф; Администрация Смоленской области."),
    )
    short_name = NameField(_("краткое название"), max_length=120, blank=True)
    slug = NameSlugField()
    legal_form = models.CharField(
        _("правовая форма"),
        max_length=30,
        blank=True,
        help_text=_("ООО, АО, ПАО, ЗАО, АНО, ГБУ… или «Группа»: встанет перед названием в кавычках."),
    )
    kind = models.CharField(_("вид"), max_length=24, choices=Kind, default=Kind.COMPANY)
    inn = models.CharField(_("ИНН"), max_length=12, blank=True, validators=[validate_inn])
    ogrn = models.CharField(_("ОГРН"), max_length=15, blank=True, validators=[validate_ogrn])
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("регион"), null=True, blank=True, related_name="organizations"
    )
    country = models.CharField(
        _("страна"), max_length=2, choices=countries.choices(), blank=True, help_text=_("Пусто — Россия.")
    )
    foreign_region = models.CharField(_("регион за рубежом"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("входит в"), null=True, blank=True, related_name="children"
    )
    phone = PhoneField()
    email = models.EmailField(_("электронная почта"), blank=True)
    postal_address = models.CharField(_("почтовый адрес"), max_length=500, blank=True)
    website = models.URLField(_("сайт"), blank=True)
    logo = OwnedImageField(_("логотип"), upload_to="logos", blank=True)
    about = models.TextField(_("описание"), blank=True)
    published_at = models.DateTimeField(
        _("показывать с"),
        default=timezone.now,
        null=True,
        blank=True,
        help_text=_("Пусто — черновик, на сайте не виден."),
    )

    objects = OrganizationQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние организации"))

    class Meta:
        verbose_name = _("организация")
        verbose_name_plural = _("организации")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_form", "name"],
                name="organization_is_entered_once",
                violation_error_message=_("Такая организация уже есть. Найдите её в списке."),
            ),
            models.UniqueConstraint(
                fields=["inn"],
                condition=~Q(inn=""),
                name="organization_inn_is_its_own",
                violation_error_message=_("Организация с таким ИНН уже есть."),
            ),
            models.CheckConstraint(
                condition=Q(inn__regex=r"^(\d{10}|\d{12})?$"),
                name="organization_inn_is_10_or_12_digits",
                violation_error_message=_("ИНН — 10 или 12 цифр."),
            ),
            models.CheckConstraint(
                condition=Q(ogrn__regex=r"^(\d{13}|\d{15})?$"),
                name="organization_ogrn_is_13_or_15_digits",
                violation_error_message=_("ОГРН — 13 или 15 цифр."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="organization_is_not_part_of_itself",
                violation_error_message=_("Организация не может входить сама в себя."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="organization_by_kind")]

    def __str__(self):
        return f"{self.legal_form} «{self.name}»" if self.legal_form else self.name

    def get_absolute_url(self):
        return address_of("parks:organization", self.slug)

    @property
    def where_abroad(self):
        """«Провинция Аньхой, Китай»; "" in Russia."""
        return ", ".join(filter(None, (self.foreign_region, self.get_country_display())))

    @property
    def is_draft(self):
        return self.published_at is None or self.published_at > timezone.now()

    def take_names_of(self, other):
        """The names of a row that is merged into this one, as new rows."""
        known = {self.name, self.short_name, *self.other_names.values_list("name", flat=True)}
        names = dict.fromkeys(name for name in (other.name, other.short_name) if name and name not in known)
        return [OrganizationName(organization=self, name=name) for name in names]

    def clean(self):
        self.name = unquoted(self.name)
        seen, above = {self.pk}, self.parent
        while above and self.pk:
            if above.pk in seen:
                raise ValidationError({"parent": _("Получается круг: организация входит сама в себя через другие.")})
            seen.add(above.pk)
            above = above.parent


def unquoted(name):
    """The name without quotation marks around it. Quotation marks inside a longer name stay."""
    name = name.strip()
    for opening, closing in ("«»", '""', "“”", "„“"):
        inner = name[1:-1]
        if (
            len(name) > 2
            and name[0] == opening
            and name[-1] == closing
            and opening not in inner
            and closing not in inner
        ):
            return inner
    return name


class OrganizationName(models.Model):
    """Another spelling or a former name of an organization."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("так тоже пишут")
        FORMER = "former", _("прежнее название")

    organization = models.ForeignKey(
        Organization, models.CASCADE, verbose_name=_("организация"), related_name="other_names"
    )
    name = NameField(_("название"))
    kind = models.CharField(_("вид"), max_length=10, choices=Kind, default=Kind.ALIAS)
    since = PartialDateField(_("с"), range_end="until")
    until = PartialDateField(_("по"))

    class Meta:
        verbose_name = _("другое название организации")
        verbose_name_plural = _("другие названия организации")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="organization_name_is_listed_once",
                violation_error_message=_("Это название уже записано."),
            ),
            *partial_dates_in_order("organization_name", "since", "until"),
        ]

    def __str__(self):
        return self.name
