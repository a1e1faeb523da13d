from functools import cached_property, partial

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.addresses import address_of
from core.compiled import now
from core.constraints import CompositeForeignKey
from core.files.fields import OwnedFileField

from .access import Access, within_reach
from .event import Event, newest_first
from .person import TALK_OF_ANOTHER_EVENT, Appearance, Talk, before


class MaterialQuerySet(models.QuerySet):
    def published(self, at=None):
        return self.filter(published_at__lte=at or now())

    def open_to(self, user):
        """Materials whose own tier is open to the user, whether or not the event is visible."""
        return self if user.is_staff else self.published().filter(within_reach(user, event="event"))

    def listed(self, user):
        """The materials that the page of a visible event lists: open ones, and announced locked ones."""
        if user.is_staff:
            return self
        announced = Q(is_listed=True) & ~Q(access=Access.STAFF)
        return self.published().filter(announced | within_reach(user, event="event"))

    def visible_to(self, user):
        """Materials that the user may open and download."""
        event = Event.objects.visible_to(user).filter(pk=OuterRef("event"))
        return self if user.is_staff else self.open_to(user).filter(Exists(event))

    def listed_for(self, user):
        """Materials that the user may know of: those of `visible_to`, and announced locked ones."""
        event = Event.objects.visible_to(user).filter(pk=OuterRef("event"))
        return self if user.is_staff else self.listed(user).filter(Exists(event))

    def newest_event_first(self):
        return self.order_by(*newest_first("event__"), "order", "pk")

    def newest_first(self):
        """Published materials, by the date of publication."""
        return self.published().order_by("-published_at", "-pk")

    def mark_open(self, user):
        """Adds `is_open`: whether the user may open the material. If not, its row is locked."""
        own = Material.objects.open_to(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_open=models.Value(True) if user.is_staff else Exists(own))

    def mark_covers(self):
        """Adds `has_cover`: whether the first slide has a picture. Show it only if `is_open`."""
        slides = apps.get_model("events", "Slide").objects.ready().filter(number=1).exclude(small_picture="")
        return self.annotate(has_cover=Exists(slides.filter(version=OuterRef("current_version"))))

    def with_speakers(self, user):
        """Loads what a row of a list shows: the cover, the event and, in `talk.speakers`, the positions of that day."""
        speakers = Prefetch("appearances", Appearance.objects.with_people_for(user), to_attr="speakers")
        talks = Prefetch("talk", Talk.objects.numbered().prefetch_related(speakers))
        return self.mark_covers().numbered().select_related("event", "current_version").prefetch_related(talks)

    def count_downloads(self):
        """Adds `downloads_count`: all downloads of all versions."""
        rows = apps.get_model("events", "Download").objects.filter(material=OuterRef("pk")).order_by()
        total = rows.values("material").annotate(total=models.Sum("number")).values("total")
        return self.annotate(downloads_count=models.functions.Coalesce(models.Subquery(total), 0))

    def named(self):
        """Loads what the name of an untitled material is made of."""
        return self.numbered().prefetch_related(Prefetch("talk", Talk.objects.named()))

    def numbered(self):
        """Adds `number`, which an untitled material would otherwise query."""
        alike = Material.objects.filter(before(OuterRef), event=OuterRef("event"), kind=OuterRef("kind"), title="")
        alike = alike.annotate(its_talk=Coalesce("talk", 0)).filter(its_talk=Coalesce(OuterRef("talk"), 0))
        counted = alike.order_by().values("event").annotate(total=models.Count("pk")).values("total")
        number = Coalesce(models.Subquery(counted), 0) + 1
        return self.annotate(number=models.Case(models.When(title="", then=number), default=1))

    def matching(self, words):
        """Materials with the words in their title, their speakers' names or the event's title."""
        spoken = Appearance.objects.filter(talk__isnull=False).naming(words)
        return self.filter(
            Q(title__holds=words)
            | Q(talk__in=spoken.values("talk"))
            | Q(event__in=Event.objects.filter(title__holds=words))
        )


class PresentMaterials(models.Manager.from_queryset(MaterialQuerySet)):
    """Leaves out deleted materials; only `Material.with_deleted` has them, for 30 days."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at=None)


class Material(models.Model):
    """A presentation, a programme, a link. Without a file and a link it is still expected («ожидается»)."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("программа")
        PRESENTATION = "presentation", _("презентация")
        PAPER = "paper", _("доклад")
        RESOLUTION = "resolution", _("резолюция")
        REPORT = "report", _("отчёт")
        PHOTO_REPORT = "photo_report", _("фотоотчёт")
        VIDEO = "video", _("видео")
        DOCUMENT = "document", _("документ")
        LINK = "link", _("ссылка")

    class Language(models.TextChoices):
        RUSSIAN = "ru", _("русский")
        ENGLISH = "en", _("английский")
        OTHER = "other", _("другой")

    class Consent(models.TextChoices):
        GIVEN = "given", _("согласен")
        REFUSED = "refused", _("против")

        __empty__ = _("не записано")

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="materials")
    talk = models.ForeignKey(
        Talk, models.SET_NULL, verbose_name=_("выступление"), null=True, blank=True, related_name="materials"
    )
    kind = models.CharField(_("вид"), max_length=14, choices=Kind, default=Kind.PRESENTATION)
    title = models.CharField(
        _("название"), max_length=500, blank=True, help_text=_("Пусто — назовём по виду и докладчику.")
    )
    description = models.TextField(_("описание"), blank=True)
    language = models.CharField(_("язык"), max_length=5, choices=Language, default=Language.RUSSIAN)
    url = models.URLField(_("ссылка"), max_length=500, blank=True, help_text=_("Для видео и ссылок, вместо файла."))
    access = models.CharField(_("кому доступен"), max_length=12, choices=Access, default=Access.MEMBERS)
    is_listed = models.BooleanField(
        _("показывать в списке остальным"),
        default=True,
        help_text=_("Кому файл недоступен, увидит название, тему, докладчика, вид, число слайдов и приглашение войти."),
    )
    consent = models.CharField(
        _("докладчик о показе на сайте"),
        max_length=8,
        choices=Consent,
        blank=True,
        help_text=_("Видят только сотрудники. Если докладчик против, мероприятие с этим файлом не опубликовать."),
    )
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)
    published_at = models.DateTimeField(
        _("дата публикации"), default=timezone.now, null=True, blank=True, help_text=_("Пусто — черновик.")
    )
    current_version = models.ForeignKey(
        "MaterialVersion",
        models.SET_NULL,
        verbose_name=_("текущая версия"),
        null=True,
        editable=False,
        related_name="+",
    )
    deleted_at = models.DateTimeField(_("удалён"), null=True, blank=True, editable=False)

    objects = PresentMaterials()
    with_deleted = MaterialQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние материала"))

    class Meta:
        verbose_name = _("материал")
        verbose_name_plural = _("материалы")
        ordering = ["order", "pk"]
        constraints = [
            CompositeForeignKey(
                fields=["talk", "event"],
                references=["id", "event"],
                name="material_hangs_on_a_talk_of_its_event",
                violation_error_message=TALK_OF_ANOTHER_EVENT,
            ),
            CompositeForeignKey(
                fields=["current_version", "id"],
                references=["id", "material"],
                name="material_current_version_is_its_own",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "order", "id"], name="material_in_manual_order"),
            models.Index(fields=["-published_at", "-id"], name="material_newest_first"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="material_in_the_trash"),
        ]

    def __str__(self):
        if self.title:
            return self.title
        return f"{self._kind_and_number}: {self.talk}" if self.talk_id else self._kind_and_number

    def get_absolute_url(self):
        return address_of("events:material", self.pk)

    @property
    def heading(self):
        """Like `str`, but the presentation of a talk has the talk's title. After `with_speakers` it makes no query."""
        is_the_talks = self.kind == self.Kind.PRESENTATION and not self.title and self.talk_id
        return self.talk.title if is_the_talks and self.talk.title and self.number == 1 else str(self)

    @cached_property
    def number(self):
        """Its number among the event's untitled materials of this kind and this talk, from 1."""
        alike = Material.objects.filter(event=self.event_id, talk=self.talk_id, kind=self.kind, title="")
        return alike.filter(before(partial(getattr, self))).count() + 1

    @property
    def _kind_and_number(self):
        """«Презентация», «Презентация № 2»."""
        kind = self.get_kind_display().capitalize()
        number = self.number if self.pk else 1
        return _("%(kind)s № %(number)s") % {"kind": kind, "number": number} if number > 1 else kind

    @property
    def icon(self):
        """The icon for a material without a cover; needs `mark_open`."""
        if not self.is_open:
            return "lock"
        if self.is_awaited:
            return "clock"
        by_kind = {self.Kind.PRESENTATION: "slides", self.Kind.VIDEO: "play"}
        return by_kind.get(self.kind) or ("file" if self.current_version_id else "out")

    @property
    def for_whom(self):
        """Who may open a locked material: «для членов ассоциации»."""
        return _("для членов ассоциации") if self.access == Access.MEMBERS else _("для участников мероприятия")

    @property
    def is_draft(self):
        return self.published_at is None or self.published_at > timezone.now()

    @property
    def is_awaited(self):
        return self.current_version_id is None and not self.url


class MaterialVersion(models.Model):
    """One uploaded file of a material. It is never overwritten: a better file is the next version."""

    material = models.ForeignKey(Material, models.CASCADE, verbose_name=_("материал"), related_name="versions")
    number = models.PositiveIntegerField(_("версия"), editable=False)
    file = OwnedFileField(_("файл"), upload_to="materials")
    original_name = models.CharField(_("имя файла"), max_length=255, editable=False)
    content_type = models.CharField(_("тип"), max_length=120, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("размер, байт"), editable=False)
    pages = models.PositiveIntegerField(_("страниц или слайдов"), null=True, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("кто загрузил"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("когда"), default=timezone.now, editable=False)
    reason = models.CharField(_("почему"), max_length=300, blank=True, help_text=_("Что изменилось в новой версии."))

    class Meta:
        verbose_name = _("версия файла")
        verbose_name_plural = _("версии файла")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="material_version_number_is_used_once"),
            models.UniqueConstraint(fields=["id", "material"], name="material_version_is_known_with_its_material"),
            models.CheckConstraint(condition=Q(number__gte=1), name="material_version_counts_from_1"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="material_version_has_a_sha256"),
        ]
        indexes = [models.Index(fields=["uploaded_at"], name="material_version_by_moment")]

    def __str__(self):
        return f"{self.original_name}, {_('версия')} {self.number}"
