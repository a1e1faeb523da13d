from itertools import islice

from django.db.models import CharField, Count, F, Prefetch, Q
from django.db.models.functions import Cast, Length, Substr
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.fields import BoundaryDateField
from core.pagination import FilteredListView
from parks.models import Region

from ..calendars.month import DAYS_OF_WEEK, Month, exact_days, month_to_show, weeks_of
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
    """The calendar of one month; the links lead to the nearest months in which an event begins."""
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
        "in_month": sum(1 for event in rows if exact_days(event)),
        "without_a_day": list(islice((event for event in rows if not exact_days(event)), WITHOUT_A_DAY)),
        "previous": next((month for month in reversed(months) if month < shown), None),
        "next": next((month for month in months if month > shown), None),
        "year": [(month, counts.get(month, 0)) for month in (Month(shown.year, number) for number in range(1, 13))],
    }
    return render(request, "events/event_month.html", context)


def _events_by_month(events):
    """{Month: how many events begin in it}; only events whose first day is known count."""
    start = Cast("start", CharField())
    known = events.order_by().annotate(length=Length(start)).filter(length=len("2016-05-25"))
    beginnings = known.annotate(month=Substr(start, 1, len("2016-05"))).values_list("month").annotate(Count("pk"))
    return {Month.parse(month): count for month, count in beginnings}


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
