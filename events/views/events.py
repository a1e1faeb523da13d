from collections import Counter
from itertools import islice

from django.db.models import CharField, Count, F, Prefetch, Q
from django.db.models.functions import Cast, Coalesce, Length, Substr
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.fields import BoundaryDateField
from core.pagination import FilteredListView
from parks.models import Region

from ..calendars.month import DAYS_OF_WEEK, Month, month_to_show, weeks_of
from ..event_page import load_event
from ..filters import EventFilters
from ..models import Event, EventRegion
from ..structured_data import event_metadata

WITHOUT_A_DAY = 30


class EventList(FilteredListView):
    template_name = "events/event_list.html"
    context_object_name = "events"

    def get_queryset(self):
        user = self.request.user
        return self.filtered(EventFilters(self.request.GET, user), Event.objects.visible_to(user).newest_first())

    def complete_rows(self, rows):
        user = self.request.user
        regions = Region.objects.visible_to(user)
        hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST, region__in=regions).select_related("region")
        events = Event.objects.filter(pk__in=rows.values("pk")).order_by(*rows.query.order_by)
        return events.count_materials(user).prefetch_related(Prefetch("region_roles", hosts, to_attr="hosts"))


@require_safe
def events(request):
    """The list by year or, with `view=month`, the calendar of a month. The filters are the same."""
    return month(request) if request.GET.get("view") == "month" else EventList.as_view()(request)


def month(request):
    """The calendar of one month; the links lead to the nearest months with an event."""
    visible = Event.objects.visible_to(request.user)
    filters = EventFilters(request.GET, request.user)
    filters.count_options(visible)
    found = filters.narrow(visible)
    today = timezone.localdate()
    counts = _events_by_month(found)
    months = sorted(counts)
    shown = month_to_show(months, Month.parse(request.GET.get("month", "")), today)
    rows = _events_of(found, shown)
    context = {
        "filters": filters,
        "keep": [("view", "month"), ("month", str(shown))],
        "month": shown,
        "total": filters.total,
        "weeks": weeks_of(shown, rows, today),
        "days_of_week": DAYS_OF_WEEK,
        "in_month": sum(1 for event in rows if event.exact_days),
        "without_a_day": list(islice((event for event in rows if not event.exact_days), WITHOUT_A_DAY)),
        "previous": next((month for month in reversed(months) if month < shown), None),
        "next": next((month for month in months if month > shown), None),
        "year": [(month, counts.get(month, 0)) for month in (Month(shown.year, number) for number in range(1, 13))],
    }
    return render(request, "events/event_month.html", context)


def _events_by_month(events):
    """{Month: how many events it shows}; only events whose days are known count."""
    dates = {name: Coalesce(Cast(name, CharField()), Cast("start", CharField())) for name in ("start", "end")}
    known = events.order_by().annotate(first=dates["start"], last=dates["end"])
    known = known.annotate(lengths=Length("first") + Length("last")).filter(lengths=2 * len("2016-05-25"))
    months = {name: Substr(name, 1, len("2016-05")) for name in ("first", "last")}
    rows = known.annotate(begins=months["first"], ends=months["last"]).values_list("begins", "ends")
    counts = Counter()
    for begins, ends, number in rows.annotate(Count("pk")):
        month, last = Month.parse(begins), Month.parse(ends)
        while month and last and month <= last:
            counts[month] += number
            month = month.following
    return counts


def _events_of(events, month):
    """Events that touch the month, and those of an unknown year, which may."""
    touches = Q(sort_date__lte=month.last_day, last_day__gte=month.first_day)
    found = events.filter(touches | Q(sort_date=BoundaryDateField.UNKNOWN))
    return list(found.order_by("-sort_date", F("start").asc(nulls_last=True), "pk"))


@require_safe
def event(request, slug):
    page = load_event(slug, request.user)
    context = {"page": page, "event": page.event, "metadata": event_metadata(page)}
    return render(request, "events/event_detail.html", context)
