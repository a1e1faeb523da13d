import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from core.fields import NameField, NameSlugField, SlugKeepingQuerySet
from core.text import fold

from .. import time_zones

_IN_FULL = {"обл": "область", "респ": "республика"}
_ABBREVIATED = re.compile(r"\b(обл|респ)\b\.?")


class RegionQuerySet(SlugKeepingQuerySet):
    def visible_to(self, user):
        return self if user.is_staff else self.filter(is_hidden=False)


class Region(models.Model):
    """A subject of the Federation, with the case forms that Russian headings need."""

    class Kind(models.TextChoices):
        REPUBLIC = "republic", _("республика")
        KRAI = "krai", _("край")
        OBLAST = "oblast", _("область")
        FEDERAL_CITY = "federal_city", _("город федерального значения")
        AUTONOMOUS_OBLAST = "autonomous_oblast", _("автономная область")
        AUTONOMOUS_OKRUG = "autonomous_okrug", _("автономный округ")

    class FederalDistrict(models.TextChoices):
        CENTRAL = "central", _("Центральный")
        NORTHWESTERN = "northwestern", _("Северо-Западный")
        SOUTHERN = "southern", _("Южный")
        NORTH_CAUCASIAN = "north_caucasian", _("Северо-Кавказский")
        VOLGA = "volga", _("Приволжский")
        URAL = "ural", _("Уральский")
        SIBERIAN = "siberian", _("Сибирский")
        FAR_EASTERN = "far_eastern", _("Дальневосточный")

    name = NameField(_("название"), max_length=120, unique=True)
    slug = NameSlugField()
    iso_code = models.CharField(
        _("код ISO 3166-2"), max_length=6, unique=True, null=True, blank=True, help_text=_("Например, RU-SMO.")
    )
    okato = models.CharField(_("код ОКАТО"), max_length=5, blank=True)
    kind = models.CharField(_("вид"), max_length=20, choices=Kind)
    federal_district = models.CharField(_("федеральный округ"), max_length=20, choices=FederalDistrict)
    genitive = NameField(_("родительный"), max_length=120, help_text=_("Парки (чего?) «Смоленской области»."))
    dative = NameField(_("дательный"), max_length=120, help_text=_("Поездка по (чему?) «Смоленской области»."))
    accusative = NameField(_("винительный"), max_length=120, help_text=_("Тур в (что?) «Смоленскую область»."))
    instrumental = NameField(_("творительный"), max_length=120, help_text=_("Гордимся (чем?) «Смоленской областью»."))
    prepositional = NameField(_("предложный"), max_length=120, help_text=_("В (чём?) «Смоленской области»."))
    aliases = models.TextField(
        _("другие названия"), blank=True, help_text=_("По одному в строке: «Подмосковье», «МО». По ним тоже ищут.")
    )
    latitude = models.FloatField(_("широта центра"), null=True, blank=True)
    longitude = models.FloatField(_("долгота центра"), null=True, blank=True)
    time_zone = models.CharField(
        _("часовой пояс"),
        max_length=30,
        choices=time_zones.CHOICES,
        blank=True,
        help_text=_("Пусто — московское время."),
    )
    investment_portal = models.URLField(_("инвестиционный портал"), blank=True)
    is_hidden = models.BooleanField(_("не показывать на сайте"), default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("регион")
        verbose_name_plural = _("регионы")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90)),
                name="region_latitude_is_on_the_globe",
                violation_error_message=_("Широта бывает от −90 до 90 градусов."),
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__range=(-180, 180)),
                name="region_longitude_is_on_the_globe",
                violation_error_message=_("Долгота бывает от −180 до 180 градусов."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("parks:region", self.slug)

    def is_named_in(self, text):
        """Whether the text contains a name of the region: «Тула, Тульская обл.», «Казань, Татарстан»."""
        said = _ABBREVIATED.sub(lambda found: _IN_FULL[found[1]], fold(text))
        names = (self.name, *self.aliases.splitlines())
        return any(re.search(rf"(?<!\w){re.escape(fold(name.strip()))}(?!\w)", said) for name in names if name.strip())

    @property
    def with_preposition(self):
        """«в Смоленской области», «во Владимирской области»."""
        return f"{preposition_in(self.prepositional)} {self.prepositional}"

    @property
    def destination(self):
        """«в Смоленскую область», «во Владимирскую область»."""
        return f"{preposition_in(self.accusative)} {self.accusative}"


def preposition_in(name):
    """«Во» stands before «в» or «ф» followed by a consonant: во Владимирской, but в Воронежской."""
    first, second = name[:1].lower(), name[1:2].lower()
    return "во" if first in "вф" and second not in "аеёиоуыэюя" else "в"
