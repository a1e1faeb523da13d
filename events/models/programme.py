import datetime as dt

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import not_negative
from core.fields import FrozenNameField
from core.typography import quantity
from parks.models import Organization, Park

from .event import Event
from .person import Person


class Stop(models.Model):
    """A stop of the route, with the state of the park on that day, to compare with today's."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="stops")
    day = models.PositiveSmallIntegerField(
        _("день"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Пусто, если день неизвестен.")
    )
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)
    starts_at = models.TimeField(_("время"), null=True, blank=True)
    park = models.ForeignKey(Park, models.PROTECT, verbose_name=_("парк"), null=True, blank=True, related_name="stops")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("предприятие или организация"),
        null=True,
        blank=True,
        related_name="stops",
    )
    title = models.CharField(
        _("что это"),
        max_length=300,
        blank=True,
        help_text=_("Если это не парк и не организация: музей, обед, переезд."),
    )
    host = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("кто встречает"), null=True, blank=True, related_name="hosted_stops"
    )
    host_name_then = FrozenNameField(
        _("имя встречающего в тот день"), of="host", source="full_name", max_length=400, editable=False
    )
    note = models.CharField(_("что взять"), max_length=300, blank=True, help_text=_("Каска, закрытая обувь, паспорт."))
    park_status_then = models.CharField(_("статус парка в тот день"), max_length=20, choices=Park.Status, blank=True)
    total_area_then_ha = models.DecimalField(
        _("площадь в тот день, га"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    free_area_then_ha = models.DecimalField(
        _("свободно в тот день, га"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    state_then = models.TextField(_("каким он был в тот день"), blank=True)

    history = HistoricalRecords(verbose_name=_("прежнее состояние точки маршрута"))

    class Meta:
        verbose_name = _("точка маршрута")
        verbose_name_plural = _("маршрут")
        ordering = [F("day").asc(nulls_first=True), "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(park__isnull=False) | Q(organization__isnull=False) | ~Q(title=""),
                name="stop_names_what_is_visited",
                violation_error_message=_("Укажите парк, организацию или напишите, что это за остановка."),
            ),
            models.CheckConstraint(
                condition=Q(day__gte=1),
                name="stop_day_counts_from_1",
                violation_error_message=_("Дни считаются с первого."),
            ),
            *not_negative("stop", "total_area_then_ha", "free_area_then_ha"),
            models.CheckConstraint(
                condition=Q(free_area_then_ha__lte=F("total_area_then_ha")),
                name="stop_free_area_is_within_total_area",
                violation_error_message=_("Свободная площадь больше общей."),
            ),
        ]

    def __str__(self):
        day = [_("день %s") % self.day] if self.day else []
        return f"{', '.join([self.what, *day])} — {self.event}"

    @property
    def host_name(self):
        """The name of the host, as of that day."""
        return self.host_name_then or self.host.full_name

    @property
    def what(self):
        return " · ".join(str(name) for name in (self.park, self.organization, self.title) if name)

    def compare_with(self, park):
        """[(when, facts)] of that day and of today. `park` is the stop's, or None if the reader may not see it."""
        then = _park_facts(self.get_park_status_then_display(), self.total_area_then_ha, self.free_area_then_ha)
        if not then or not park:
            return [(gettext("В тот день"), then)] if then else []
        now = _park_facts(park.get_status_display(), park.total_area_ha, park.free_area_ha)
        if now == then:
            return [(gettext("Не изменилось с того дня"), then)]
        return [(gettext("В тот день"), then), (gettext("Сейчас"), now)]


def _park_facts(status, total_ha, free_ha):
    """«создаваемый, 1 234,5 га, свободно 200 га»."""
    facts = [status] if status else []
    if total_ha is not None:
        facts.append(quantity(total_ha, gettext("га")))
    if free_ha is not None:
        facts.append(gettext("свободно %(area)s") % {"area": quantity(free_ha, gettext("га"))})
    return ", ".join(facts)


class Session(models.Model):
    """An item of the programme. Times are in `Event.zone`. An item that ends before it starts goes on past midnight."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("открытие")
        PLENARY = "plenary", _("пленарное заседание")
        SEMINAR = "seminar", _("семинар")
        PRESENTATIONS = "presentations", _("выступления")
        DISCUSSION = "discussion", _("обсуждение")
        TOUR = "tour", _("посещение площадки")
        SIGNING = "signing", _("подписание")
        MEAL = "meal", _("обед или кофе")
        TRANSFER = "transfer", _("переезд")
        OTHER = "other", _("другое")

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="sessions")
    day = models.PositiveSmallIntegerField(
        _("день"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Пусто, если день неизвестен.")
    )
    starts_at = models.TimeField(_("начало"), null=True, blank=True)
    ends_at = models.TimeField(_("конец"), null=True, blank=True)
    kind = models.CharField(_("вид"), max_length=14, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("название"), max_length=500)
    place = models.CharField(_("место"), max_length=300, blank=True)
    description = models.TextField(_("описание"), blank=True)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    history = HistoricalRecords(verbose_name=_("прежнее состояние пункта программы"))

    class Meta:
        verbose_name = _("пункт программы")
        verbose_name_plural = _("программа")
        ordering = [F("day").asc(nulls_first=True), "order", F("starts_at").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "event"], name="session_is_known_with_its_event"),
            models.CheckConstraint(
                condition=Q(day__gte=1),
                name="session_day_counts_from_1",
                violation_error_message=_("Дни считаются с первого."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False),
                name="session_with_an_end_has_a_start",
                violation_error_message=_("У пункта программы есть конец, но нет начала."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")) | Q(starts_at__gte=dt.time(17), ends_at__lte=dt.time(9)),
                name="session_ends_after_it_starts",
                violation_error_message=_("Пункт программы кончается раньше, чем начинается."),
            ),
        ]

    def __str__(self):
        return self.title

    def span(self, day):
        """(start, end) as datetimes, given the day of the item. The end may be None."""
        start = dt.datetime.combine(day, self.starts_at)
        if self.ends_at is None:
            return start, None
        is_over_midnight = self.ends_at < self.starts_at
        return start, dt.datetime.combine(day + dt.timedelta(days=is_over_midnight), self.ends_at)
