import datetime as dt
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.addresses import address_of
from core.compiled import now
from core.constraints import partial_dates_in_order
from core.dates import format_range
from core.fields import BoundaryDateField, NameField, NameSlugField, PartialDateField, SlugKeepingQuerySet
from core.files.fields import OwnedImageField
from parks import time_zones
from parks.models import Organization, Region

from .access import Access, within_reach
from .details import EventDetails
from .series import Series


def _rows(model):
    """Rows of a model that cannot be imported here, because its module imports this one."""
    return apps.get_model("events", model).objects.all()


def newest_first(event=""):
    """The ordering of events, or of rows by their event, if `event` is the lookup prefix `"event__"`.

    Events without any date come last, although the databases sort NULL differently.
    """
    return [f"-{event}sort_date", F(f"{event}start").desc(nulls_last=True), f"-{event}pk"]


class EventQuerySet(SlugKeepingQuerySet):
    def published(self, at=None):
        return self.filter(published_at__lte=at or now())

    def visible_to(self, user):
        return self if user.is_staff else self.published().filter(within_reach(user, event="pk"))

    def upcoming(self, today=None):
        return self.filter(last_day__gte=today or timezone.localdate())

    def past(self, today=None):
        """Events that are over, and those of an unknown year, which are old records."""
        return self.filter(last_day__lt=today or timezone.localdate())

    def newest_first(self):
        return self.order_by(*newest_first())

    def dated(self):
        """Events of a known year."""
        return self.exclude(sort_date=BoundaryDateField.UNKNOWN)

    def without_year(self):
        return self.filter(sort_date=BoundaryDateField.UNKNOWN)

    def taking_place(self):
        return self.exclude(status=Event.Status.CANCELLED)

    def soonest_first(self):
        """Cancelled events come after all others, and «июнь 2027» after events with a day in that June."""
        is_cancelled = Case(When(status=Event.Status.CANCELLED, then=1), default=0)
        is_inexact = LessThan(Length(Cast("start", models.CharField())), len("2016-05-25"))
        begins = Case(When(is_inexact, then=F("last_day")), default=F("sort_date"))
        return self.order_by(is_cancelled, begins, "start", "pk")

    def in_year(self, year):
        """Events with a day in the year. An event over New Year is in both years."""
        return self.filter(sort_date__lte=dt.date(year, 12, 31), last_day__gte=dt.date(year, 1, 1))

    def of_type(self, event_type):
        return self.filter(type=event_type)

    def in_region(self, region):
        """Events held in the region. Regions that only participants came from do not count."""
        links = EventRegion.objects.filter(region=region, role=EventRegion.Role.HOST)
        return self.filter(pk__in=links.order_by().values("event"))

    def at_park(self, park):
        return self.filter(pk__in=_rows("Stop").filter(park=park).order_by().values("event"))

    def with_materials_for(self, user):
        """Events that list at least one material for this user."""
        return self.filter(Exists(_rows("Material").listed(user).filter(event=OuterRef("pk"))))

    def count_materials(self, user):
        """Adds `materials_count`: how many materials the event's page lists for this user, locked ones included."""
        listed = _rows("Material").listed(user).filter(event=OuterRef("pk")).order_by().values("event")
        counted = listed.annotate(total=models.Count("pk")).values("total")
        return self.annotate(materials_count=models.functions.Coalesce(models.Subquery(counted), 0))

    def with_host_time_zone(self):
        """Adds `host_time_zone`, which `Event.zone` would otherwise query."""
        return self.annotate(host_time_zone=models.Subquery(_host_time_zones(OuterRef("pk"))))

    def matching(self, words):
        return self.filter(Q(title__holds=words) | Q(place__holds=words) | Q(lead__holds=words))


def _host_time_zones(event):
    hosts = EventRegion.objects.filter(event=event, role=EventRegion.Role.HOST).exclude(region__time_zone="")
    return hosts.order_by("order", "pk").values_list("region__time_zone", flat=True)[:1]


class Event(EventDetails):
    """A visit, a seminar, a forum. Events sort by `sort_date`, then by the text of `start`.

    Old records often lack the year. Their `sort_date` is `BoundaryDateField.UNKNOWN`: they come after all dated events
    in a newest-first list, sorted by month and day, and count as past.
    """

    class Type(models.TextChoices):
        STUDY_TOUR = "study_tour", _("ознакомительный тур")
        FIELD_SEMINAR = "field_seminar", _("выездной семинар-совещание")
        FIELD_CONFERENCE = "field_conference", _("выездная конференция")
        SEMINAR = "seminar", _("семинар")
        FORUM = "forum", _("форум")
        CONFERENCE = "conference", _("конференция")
        ROUND_TABLE = "round_table", _("круглый стол")
        BUSINESS_MISSION = "business_mission", _("бизнес-миссия")
        WORKING_MEETING = "working_meeting", _("рабочая встреча")
        GENERAL_MEETING = "general_meeting", _("общее собрание или правление")
        STRATEGY_SESSION = "strategy_session", _("стратегическая сессия")
        TRAINING = "training", _("обучение")
        INTERNSHIP = "internship", _("стажировка")
        WEBINAR = "webinar", _("вебинар")
        EXHIBITION = "exhibition", _("выставка")
        OTHER = "other", _("другое")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("по плану")
        POSTPONED = "postponed", _("перенесено")
        CANCELLED = "cancelled", _("отменено")

    title = NameField(_("название"), max_length=300)
    slug = NameSlugField(source="title")
    type = models.CharField(_("вид"), max_length=20, choices=Type)
    status = models.CharField(_("состояние"), max_length=12, choices=Status, default=Status.SCHEDULED)
    start = PartialDateField(
        _("начало"),
        range_end="end",
        help_text=_(
            "25.05.2016; если день неизвестен — 05.2016 или 2016; если неизвестен год — 25.05. Можно и сразу обе даты: "
            "«25–26 мая 2016»."
        ),
    )
    end = PartialDateField(_("окончание"), help_text=_("Пусто, если всё прошло в один день."))
    sort_date = BoundaryDateField(sources=["start"])
    last_day = BoundaryDateField(sources=["end", "start"], last=True)
    place = models.CharField(_("место"), max_length=300, blank=True, help_text=_("Город или площадка: Смоленск."))
    time_zone = models.CharField(
        _("часовой пояс"),
        max_length=30,
        choices=time_zones.CHOICES,
        blank=True,
        help_text=_("Пусто — как в регионе, который принимает. Выберите, если мероприятие за границей."),
    )
    lead = models.TextField(_("вводка"), blank=True, help_text=_("Один абзац: что, где, с кем. Виден в списках."))
    body = models.TextField(_("текст"), blank=True, help_text=_("Абзацы разделяйте пустой строкой."))
    cover = OwnedImageField(_("обложка"), upload_to="covers", blank=True)
    access = models.CharField(_("кому видно"), max_length=12, choices=Access, default=Access.PUBLIC)
    published_at = models.DateTimeField(
        _("дата публикации"), null=True, blank=True, help_text=_("Пусто — черновик. Будущая дата — появится само.")
    )
    source_url = models.URLField(_("источник"), max_length=500, blank=True)
    series = models.ForeignKey(
        Series, models.PROTECT, verbose_name=_("серия"), null=True, blank=True, related_name="events"
    )
    edition = models.PositiveSmallIntegerField(
        _("номер в серии"), null=True, blank=True, help_text=_("Какое по счёту: 4, если это «IV съезд».")
    )

    organizations = models.ManyToManyField(Organization, through="EventOrganization", related_name="events")
    regions = models.ManyToManyField(Region, through="EventRegion", related_name="events")
    attendees = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Attendance", related_name="events")

    objects = EventQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние мероприятия"))

    class Meta:
        verbose_name = _("мероприятие")
        verbose_name_plural = _("мероприятия")
        ordering = newest_first()
        permissions = [("view_members_material", _("Видит материалы для членов ассоциации"))]
        constraints = [
            *partial_dates_in_order("event", "start", "end", end_needs_start=True),
            models.CheckConstraint(
                condition=~Q(title=""), name="event_has_a_title", violation_error_message=_("Напишите название.")
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(series__isnull=False, edition__gte=1),
                name="event_edition_counts_from_1_in_a_series",
                violation_error_message=_("Номер считается с 1, и к нему нужна серия."),
            ),
            models.UniqueConstraint(
                fields=["series", "edition"],
                name="event_edition_is_one_of_its_series",
                violation_error_message=_("Мероприятие с этим номером в серии уже есть."),
            ),
        ]
        indexes = [
            models.Index(fields=["-sort_date", "-start", "-id"], name="event_newest_first"),
            models.Index(fields=["last_day"], name="event_by_last_day"),
            # With all that the filters count, so that counting reads no rows, which are long.
            models.Index(fields=["type", "-sort_date", "last_day", "access", "published_at"], name="event_by_type"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("events:event", self.slug)

    @property
    def dates(self):
        """«25–26 мая 2016 г.», without the year when it is unknown; "" without a date."""
        return format_range(self.start, self.end) if self.start else ""

    @property
    def exact_days(self):
        """The first and the last day; None unless both are known exactly."""
        dates = (self.start, self.end or self.start)
        return tuple(date.first_day() for date in dates) if all(date and date.is_exact for date in dates) else None

    @property
    def number_of_days(self):
        """How many days the event has; None if its dates do not tell."""
        dates = (self.start, self.end or self.start)
        if not all(date and date.day for date in dates):
            return None
        first, last = (dt.date(date.year or 2000, date.month, date.day) for date in dates)
        if last < first:
            first = first.replace(year=1999)  # it runs over New Year; 2000 has a 29 February
        return (last - first).days + 1

    @property
    def zone(self):
        """The time zone of the programme's times: that of the event, of its host region, or of the portal."""
        if "host_time_zone" not in self.__dict__ and not self.time_zone:
            self.host_time_zone = _host_time_zones(self.pk).first() if self.pk else None
        return ZoneInfo(self.time_zone or self.host_time_zone or settings.TIME_ZONE)

    @property
    def time_beside_moscow(self):
        """«МСК+4»; "" if the programme's times are Moscow time."""
        day = (self.start and self.start.first_day()) or timezone.localdate()
        return time_zones.beside_moscow(self.zone, day)

    def hours(self, sessions):
        """When an event of one day begins and ends, from the times of its sessions; None if they do not tell both.

        A session that ends no later than it starts goes on past midnight.
        """
        days = self.exact_days
        timed = [session for session in sessions if session.starts_at]
        if days is None or days[0] != days[1] or not timed:
            return None
        spans = [session.span(days[0]) for session in timed]
        begins = min(start for start, _end in spans)
        ends = max((end for _start, end in spans if end), default=None)
        if ends is None or begins >= ends or any(start >= ends for start, _end in spans):
            return None
        return begins.replace(tzinfo=self.zone), ends.replace(tzinfo=self.zone)

    def places(self, hosts):
        """[(text, region or None)]: the place, then the host regions that it does not name.

        If the place names a host region, it is a link to that region.
        """
        named = [region for region in hosts if region.is_named_in(self.place)]
        place = [(self.place, named[0] if named else None)] if self.place else []
        abroad = [(self.where_abroad, None)] if self.where_abroad else []
        return [*place, *abroad, *((region.name, region) for region in hosts if region not in named)]

    @property
    def is_past(self):
        return self.last_day < timezone.localdate()

    @property
    def is_draft(self):
        return self.published_at is None or self.published_at > timezone.now()


class EventOrganization(models.Model):
    class Role(models.TextChoices):
        ORGANIZER = "organizer", _("организатор")
        CO_ORGANIZER = "co_organizer", _("соорганизатор")
        SUPPORT = "support", _("при поддержке")
        HOST = "host", _("принимающая сторона")
        PARTICIPANT = "participant", _("участник")
        PARTNER = "partner", _("партнёр")
        GENERAL_PARTNER = "general_partner", _("генеральный партнёр")
        INFORMATION_PARTNER = "information_partner", _("информационный партнёр")
        PROGRAMME_PARTNER = "programme_partner", _("партнёр программы")
        OPERATOR = "operator", _("оператор")

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="organization_roles")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("организация"), related_name="event_roles"
    )
    role = models.CharField(_("роль"), max_length=20, choices=Role, default=Role.ORGANIZER)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    class Meta:
        verbose_name = _("организация")
        verbose_name_plural = _("организаторы и участники")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organization", "role"],
                name="event_organization_has_a_role_once",
                violation_error_message=_("Эта организация уже записана в этой роли."),
            )
        ]

    def __str__(self):
        return f"{self.organization} — {self.get_role_display()}, {self.event}"


class EventRegion(models.Model):
    class Role(models.TextChoices):
        HOST = "host", _("принимает")
        PARTICIPANTS = "participants", _("приехали участники")

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="region_roles")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("регион"), related_name="event_roles")
    role = models.CharField(_("роль"), max_length=12, choices=Role, default=Role.HOST)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    class Meta:
        verbose_name = _("регион")
        verbose_name_plural = _("регионы")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "region", "role"],
                name="event_region_has_a_role_once",
                violation_error_message=_("Этот регион уже записан в этой роли."),
            )
        ]

    def __str__(self):
        return f"{self.region} — {self.get_role_display()}, {self.event}"


class Attendance(models.Model):
    """A user who took part in the event and so may see what is open to its participants."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("кто"), related_name="attendances"
    )

    class Meta:
        verbose_name = _("участие")
        verbose_name_plural = _("кто был")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                name="attendance_is_recorded_once",
                violation_error_message=_("Этот участник уже записан."),
            )
        ]

    def __str__(self):
        return f"{self.user} — {self.event}"
