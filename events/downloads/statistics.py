"""Statistics of downloads: how many, when, of what, by which organizations and people."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import TruncMonth, TruncYear
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import MONTHS_NOMINATIVE, PartialDate, format_date
from parks.models import Organization

from ..models import Download, Event, Material
from .log import months_before

SHOWN = 30  # lines of a table on the page; an export has all lines
MONTHS_SHOWN = 36
PERIODS = {
    "30d": gettext_lazy("30 дней"),
    "12m": gettext_lazy("12 месяцев"),
    "24m": gettext_lazy("24 месяца"),
    "all": gettext_lazy("всё время"),
}


def beginning_of(period, today):
    """The first day of the period; None for all time. A period consists of whole months and the current one."""
    if period == "30d":
        return today - dt.timedelta(days=29)
    if period == "all":
        return None
    return months_before(today.replace(day=1), int(period.removesuffix("m")) - 1)


@dataclass
class StatisticsLine:
    """A line of a table. `of` is the row whose downloads it counts, or a word if there is no row."""

    of: object
    number: int
    people: int = 0
    last: dt.date | None = None
    organization: object = None


class DownloadRecord(NamedTuple):
    """A row of the log as texts."""

    day: dt.date
    is_sum: bool
    is_anonymous: bool
    number: int
    event: str
    material: str
    who: str
    organization: str


class DownloadStatistics:
    """Statistics of the downloads of a period that match `conditions`, {column of Download: value}."""

    def __init__(self, conditions, period="12m", today=None):
        self.period, self.today = period, today or timezone.localdate()
        self.since = beginning_of(period, self.today)
        rows = Download.objects.filter(**conditions).order_by()
        self.rows = rows.filter(day__gte=self.since) if self.since else rows

    def totals(self):
        return self.rows.aggregate(
            total=Sum("number", default=0),
            people=Count("user", distinct=True),
            organizations=Count("organization", distinct=True),
            anonymous=Sum("number", filter=Q(is_anonymous=True), default=0),
        )

    # Each table has the lines with most downloads, and one line more than is shown, which tells that there are others.

    def organizations(self, limit=SHOWN + 1):
        """Lines by the organization of that day. Accounts without one and visitors have lines of their own."""
        found = self._lines(limit, "organization", "is_anonymous")
        known = Organization.objects.in_bulk({row["organization"] for row in found} - {None})
        words = {True: _("Без входа"), False: _("Без организации")}
        return [_line(known.get(row["organization"], words[row["is_anonymous"]]), row) for row in found]

    def events(self, limit=SHOWN + 1):
        found = self._lines(limit, "material__event")
        known = Event.objects.in_bulk([row["material__event"] for row in found])
        return [_line(known[row["material__event"]], row) for row in found]

    def materials(self, limit=SHOWN + 1):
        found = self._lines(limit, "material")
        known = _materials().in_bulk([row["material"] for row in found])
        return [_line(known[row["material"]], row) for row in found]

    def people(self, limit=SHOWN + 1):
        """Lines by account and organization. A person who changed the organization has two."""
        found = self._lines(limit, "user", "organization", user__isnull=False)
        users = get_user_model().objects.in_bulk({row["user"] for row in found})
        known = Organization.objects.in_bulk({row["organization"] for row in found} - {None})
        return [_line(users[row["user"]], row, organization=known.get(row["organization"])) for row in found]

    def _lines(self, limit, *columns, **conditions):
        grouped = self.rows.filter(**conditions).values(*columns)
        found = grouped.annotate(
            total=Sum("number"), people=Count("user", distinct=True), last=Max("day", filter=Q(is_sum=False))
        )
        return list(found.order_by("-total", *columns)[:limit])

    def timeline(self):
        """[(label, number)] of every day, month or year of the period, empty ones included."""
        step, first = self._step()
        if first is None:
            return []
        begins = {"day": F("day"), "month": TruncMonth("day"), "year": TruncYear("day")}[step]
        rows = self.rows.annotate(begins=begins).values("begins").annotate(total=Sum("number"))
        numbers = dict(rows.values_list("begins", "total"))
        return [(_label(day, step), numbers.get(day, 0)) for day in _beginnings(first, self.today, step)]

    def _step(self):
        first = self.since or self.rows.order_by("day").values_list("day", flat=True).first()
        if self.period == "30d" or first is None:
            return "day", first
        months = (self.today.year - first.year) * 12 + self.today.month - first.month + 1
        return ("month", first.replace(day=1)) if months <= MONTHS_SHOWN else ("year", first.replace(month=1, day=1))

    def records(self, limit=None):
        """Yields DownloadRecords, newest first. It reads the rows as they are consumed, because there may be many."""
        rows = self.rows.order_by()
        materials = _materials().filter(pk__in=rows.values("material"))
        materials = {material.pk: (str(material.event), str(material)) for material in materials}
        users = {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=rows.values("user"))}
        known = Organization.objects.filter(pk__in=rows.values("organization"))
        organizations = {organization.pk: str(organization) for organization in known}
        columns = ["day", "is_sum", "is_anonymous", "number", "material", "user", "organization"]
        found = rows.order_by("-day", "-pk").values_list(*columns)[:limit]
        for *facts, material, user, organization in found.iterator(chunk_size=2000):
            yield DownloadRecord(*facts, *materials[material], users.get(user, ""), organizations.get(organization, ""))


def _materials():
    return Material.with_deleted.select_related("event").named()


def _line(of, row, **more):
    return StatisticsLine(of, row["total"], row["people"], row["last"], **more)


def _beginnings(first, today, step):
    while first <= today:
        yield first
        if step == "day":
            first += dt.timedelta(days=1)
        else:
            first = months_before(first, -1 if step == "month" else -12)


def _label(day, step):
    if step == "year":
        return str(day.year)
    if step == "month":
        return f"{MONTHS_NOMINATIVE[day.month - 1]} {day.year}"
    return format_date(PartialDate(None, day.month, day.day))
