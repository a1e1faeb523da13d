"""The log of downloads for editors: its rows, and the page of statistics with its exports."""

from dataclasses import dataclass, field

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin
from core.admin.periods import by_period
from core.files.names import content_disposition
from parks.models import Organization

from ..downloads import exports
from ..downloads.log import KEPT_MONTHS
from ..downloads.statistics import PERIODS, SHOWN, DownloadStatistics
from ..models import Download, Event, Material

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANY = 1_000_000  # as many rows as a sheet can hold


@admin.register(Download)
class DownloadAdmin(PortalAdmin):
    """The log, read-only."""

    list_display = ["material", "user", "organization", "day", "number"]
    list_display_links = None
    exclude = ["visitor"]  # a code that means nothing to people
    list_select_related = ["user", "organization"]
    list_filter = ["is_anonymous", "is_sum", by_period("day")]
    search_fields = ["material__title__holds", "user__last_name__holds", "organization__names"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(Prefetch("material", Material.with_deleted.named()))

    def get_urls(self):
        view, name = self.admin_site.admin_view, "events_download_statistics"
        return [
            path("statistics/", view(self.statistics), name=name),
            path("statistics.csv", view(self.statistics_csv), name=f"{name}_csv"),
            path("statistics.xlsx", view(self.statistics_xlsx), name=f"{name}_xlsx"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def statistics(self, request):
        query = self._checked_query(request)
        timeline = query.statistics.timeline()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Сводка скачиваний"),
            "query": query,
            "totals": query.statistics.totals(),
            "chart": BarChart(timeline),
            "shown": SHOWN,
            "kept_months": KEPT_MONTHS,
        }
        if "organization" not in query.subjects:
            context["organizations"] = TopLines(query.statistics.organizations())
        if not {"event", "material"} & set(query.subjects):
            context["events"] = TopLines(query.statistics.events())
        if "material" not in query.subjects:
            context["materials"] = TopLines(query.statistics.materials())
        context["people"] = TopLines(query.statistics.people())
        return render(request, "admin/events/download/statistics.html", context)

    def statistics_csv(self, request):
        query = self._checked_query(request)
        content = exports.csv_lines(RECORD_HEADING, map(_record, query.statistics.records()))
        return _as_file(StreamingHttpResponse(content, content_type="text/csv; charset=utf-8"), "csv")

    def statistics_xlsx(self, request):
        query = self._checked_query(request)
        return _as_file(HttpResponse(exports.xlsx(list(_sheets(query.statistics))), content_type=XLSX), "xlsx")

    def _checked_query(self, request):
        """Checks the permission and reads the address. Every view of the statistics starts with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return StatisticsQuery.of(request.GET)


KINDS = {
    "event": (_("Мероприятие"), Event.objects.all, "material__event"),
    "material": (_("Материал"), Material.with_deleted.named, "material"),
    "organization": (_("Организация"), Organization.objects.all, "organization"),
}


@dataclass
class StatisticsQuery:
    """The choices in the address. `subjects` is {kind: (its label, the chosen row, the address without it)}."""

    period: str
    statistics: DownloadStatistics
    subjects: dict
    address: str
    periods: list = field(default_factory=list)

    @classmethod
    def of(cls, parameters):
        period = parameters.get("period", "12m")
        if period not in PERIODS:
            raise Http404
        keys = {kind: parameters[kind] for kind in KINDS if parameters.get(kind)}
        if not all(key.isdecimal() and len(key) < 19 for key in keys.values()):
            raise Http404
        rows = {kind: get_object_or_404(KINDS[kind][1](), pk=key) for kind, key in keys.items()}
        subjects = {
            kind: (KINDS[kind][0], row, _address({**keys, "period": period}, without=kind))
            for kind, row in rows.items()
        }
        return cls(
            period=period,
            statistics=DownloadStatistics({KINDS[kind][2]: row for kind, row in rows.items()}, period),
            subjects=subjects,
            address=_address({**keys, "period": period}),
            periods=[(_address({**keys, "period": key}), key, name) for key, name in PERIODS.items()],
        )


def _address(parameters, without=None):
    return "?" + urlencode({key: value for key, value in parameters.items() if key != without})


class TopLines:
    """The lines to show, each with its percentage of the highest number, and whether there are more."""

    def __init__(self, lines):
        self.lines, self.goes_on = lines[:SHOWN], len(lines) > SHOWN
        highest = max((line.number for line in lines), default=1)
        for line in self.lines:
            line.percent = max(1, round(line.number * 100 / highest))


class BarChart:
    """Columns in a box of 100 by 100 units, which the page stretches to its width."""

    def __init__(self, timeline):
        self.timeline = timeline
        self.fullest = max((number for _label, number in timeline), default=0)
        self.best = next((label for label, number in timeline if number == self.fullest), "")
        self.first, self.last = (timeline[0][0], timeline[-1][0]) if timeline else ("", "")
        step = 100 / max(1, len(timeline))
        self.columns = [
            {
                "label": label,
                "number": number,
                "x": f"{place * step + step * 0.1:.3f}",
                "width": f"{step * 0.8:.3f}",
                "y": f"{100 - number * 100 / (self.fullest or 1):.2f}",
                "height": f"{number * 100 / (self.fullest or 1):.2f}",
            }
            for place, (label, number) in enumerate(timeline)
        ]


RECORD_HEADING = ["День", "Мероприятие", "Материал", "Кто", "Организация", "Скачиваний"]


def _record(record):
    """A row of the exports. A sum shows its month instead of people."""
    who = record.who or (_("без входа") if record.is_anonymous else "")
    if record.is_sum:
        who = _("за %(month)s, %(who)s") % {"month": f"{record.day:%m.%Y}", "who": who or _("все вместе")}
    return [record.day, record.event, record.material, str(who), record.organization, record.number]


def _sheets(found):
    heading = ["Скачиваний", "Человек", "Последнее"]
    widths = [12, 10, 12]
    yield "По времени", ["Когда", "Скачиваний"], [20, 12], found.timeline()
    yield (
        "По организациям",
        ["Организация", *heading],
        [50, *widths],
        ([str(line.of), line.number, line.people, line.last] for line in found.organizations(limit=MANY)),
    )
    yield (
        "По мероприятиям",
        ["Мероприятие", *heading],
        [60, *widths],
        ([str(line.of), line.number, line.people, line.last] for line in found.events(limit=MANY)),
    )
    yield (
        "По материалам",
        ["Материал", "Мероприятие", *heading],
        [60, 50, *widths],
        (
            [str(line.of), str(line.of.event), line.number, line.people, line.last]
            for line in found.materials(limit=MANY)
        ),
    )
    yield (
        "По людям",
        ["Кто", "Организация", heading[0], heading[2]],
        [40, 50, 12, 12],
        ([str(line.of), str(line.organization or ""), line.number, line.last] for line in found.people(limit=MANY)),
    )
    yield "Записи", RECORD_HEADING, [12, 50, 60, 40, 50, 12], map(_record, found.records(limit=MANY))


def _as_file(response, suffix):
    response["Content-Disposition"] = content_disposition(f"Скачивания {timezone.localdate():%Y-%m-%d}.{suffix}")
    return response
