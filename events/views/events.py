from collections import Counter
from functools import partial
from itertools import groupby, islice

from django.db.models import CharField, Count, F, Q
from django.db.models.functions import Cast, Coalesce, Length, Substr
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.fields import BoundaryDateField
from core.kept_pages.views import kept
from core.pagination import Chain, FilteredListView

from ..calendars.month import DAYS_OF_WEEK, Month, weeks_of
from ..event_list import WITHOUT_A_YEAR, UnfilteredEvents, load_rows
from ..event_page import load_event
from ..filters import UNKNOWN_YEAR, EventFilters
from ..models import Event
from ..structured_data import event_metadata

WITHOUT_A_DAY = 30


class EventList(FilteredListView):
    """The list of events: upcoming ones, soonest first, then past ones, newest first."""

    template_name = "events/event_list.html"
    context_object_name = "events"

    def get_queryset(self):
        user = self.request.user
        self.found = self.filtered(EventFilters(self.request.GET, user), Event.objects.visible_to(user))
        self.when = self.filters.chosen("when")["when"]
        counts = self.filters.fields["when"].counts
        shown = [self.when] if self.when else ["upcoming", "past"]
        return Chain(*((self._in_order(name), counts[name]) for name in shown))

    def _in_order(self, name):
        """The keys of the events that are upcoming, past or without a year, as `name` says."""
        if not self.filters.is_narrowing:
            return UnfilteredEvents(self.request.user, name)
        orders = {
            "upcoming": lambda: self.found.upcoming().soonest_first(),
            "past": lambda: self.found.past().newest_first(),
            "without_year": lambda: self.found.without_year().newest_first(),
        }
        return orders[name]().values_list("pk", flat=True)

    def complete_rows(self, rows):
        without_year = list(self._in_order("without_year")[:WITHOUT_A_YEAR]) if self._ends_without_year() else []
        found = load_rows([*rows, *without_year], self.request.user)
        self.without_year = [found[key] for key in without_year if key in found]
        return [found[key] for key in rows if key in found]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        groups = groupby(context["events"], partial(_group_of, by_year=self.when == "upcoming"))
        return {
            **context,
            "keep": [("when", self.when)] if self.when else [],
            "when": self.when,
            "groups": [(heading, list(events)) for heading, events in groups],
            "without_year": self.without_year,
        }

    def _ends_without_year(self):
        """Whether the first page ends with events of an unknown year, whose place would be the end of the last page."""
        is_first_of_several = self.page.number == 1 and self.page.has_next()
        is_chosen = self.when == "upcoming" or self.filters.chosen("year")["year"]
        return is_first_of_several and not is_chosen and self.filters.fields["year"].counts[UNKNOWN_YEAR]


def _group_of(event, *, by_year):
    """The heading above the event in the list. `by_year` groups upcoming events by year too."""
    is_cancelled = event.status == Event.Status.CANCELLED
    if (is_cancelled or not by_year) and not event.is_past:
        return _("Отменены") if is_cancelled else _("Предстоящие")
    return event.start.year if event.start and event.start.year else _("Год не указан")


@kept("view", "month", *EventFilters.base_fields, "page")
@require_safe
def events(request):
    """The list by year, or with `view=month` the calendar of a month. The filters are the same."""
    return month(request) if request.GET.get("view") == "month" else EventList.as_view()(request)


def month(request):
    """The calendar of one month, by default the current one, with links to the nearest months and years with events."""
    asked = request.GET.copy()
    asked.pop("when", None)  # a calendar shows both past and upcoming events
    visible = Event.objects.visible_to(request.user)
    filters = EventFilters(asked, request.user)
    filters.count_options_once(visible)
    found = filters.narrow(visible)
    today = timezone.localdate()
    this = Month.of(today)
    counts = _events_by_month(found)
    months = sorted(counts)
    shown = Month.parse(request.GET.get("month", "")) or this
    rows = _events_of(found, shown)
    context = {
        "filters": filters,
        "keep": [("view", "month"), ("month", str(shown))],
        "month": shown,
        "this": this,
        "total": filters.total,
        "weeks": weeks_of(shown, rows, today),
        "days_of_week": DAYS_OF_WEEK,
        "in_month": sum(1 for event in rows if event.exact_days),
        "without_a_day": list(islice((event for event in rows if not event.exact_days), WITHOUT_A_DAY)),
        "previous": next((month for month in reversed(months) if month < shown), None),
        "next": next((month for month in months if month > shown), None),
        "year": [(month, counts.get(month, 0)) for month in (Month(shown.year, number) for number in range(1, 13))],
        "years": _years(months, this),
    }
    return render(request, "events/event_month.html", context)


def _years(months, this):
    """The month to open for each year, newest first: the first one with an event, or this month in this year."""
    first = {month.year: month for month in reversed(months)}
    return [month for _year, month in sorted({**first, this.year: this}.items(), reverse=True)]


def _events_by_month(events):
    """{Month: number of events}. Only events whose days are known count."""
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
    """Events with a day in the month, and those of an unknown year, which may have one."""
    touches = Q(sort_date__lte=month.last_day, last_day__gte=month.first_day)
    found = events.filter(touches | Q(sort_date=BoundaryDateField.UNKNOWN))
    return list(found.order_by("-sort_date", F("start").asc(nulls_last=True), "pk"))


@kept()
@require_safe
def event(request, slug):
    page = load_event(slug, request.user)
    context = {"page": page, "event": page.event, "metadata": event_metadata(page)}
    return render(request, "events/event_detail.html", context)
