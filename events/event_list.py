"""Load the rows of the list of events, by queries whose SQL is compiled once for all readers of a kind."""

import datetime as dt
from functools import cache

from django.utils import timezone

from core.compiled import CompiledQuery
from core.pagination import PAGE_SIZE
from parks.models import Region

from .models import Event, EventRegion
from .models.access import Reader

WITHOUT_A_YEAR = 3
READER, TODAY = -1, dt.date(1970, 1, 1)
KEYS = range(-100 - PAGE_SIZE - WITHOUT_A_YEAR, -100)  # sample keys, as many as one page shows
# The columns that a row shows, and those for access and order.
SHOWN = [
    *("title", "slug", "type", "status", "start", "end", "place", "country", "foreign_region"),
    *("access", "published_at", "sort_date", "last_day"),
]


class UnfilteredEvents:
    """The list of events without filters, as one reader sees it. A slice returns keys, by one query."""

    def __init__(self, user, order):
        self.query, self.user = _queries(Reader.like(user, pk=READER))[order], user

    def __getitem__(self, place):
        found = self.query.rows(user=self.user.pk, today=timezone.localdate(), place=place)
        return [event.pk for event in found]


def load_rows(keys, user):
    """{key: Event with `where` and `materials_count`} for the keys of one page, in two queries.

    `where` is « · Смоленск · Смоленская область», without the region if the place names it.
    """
    queries = _queries(Reader.like(user, pk=READER))
    padded = {"keys": [*keys, *[0] * (len(KEYS) - len(keys))], "user": user.pk}
    events = {event.pk: event for event in queries["rows"].rows(**padded)}
    regions = {key: [] for key in events}
    for link in queries["hosts"].rows(**padded):
        regions[link.event_id].append(link.region)
    for key, event in events.items():
        event.where = "".join(f" · {text}" for text, _region in event.places(regions[key]))
    return events


@cache
def _queries(reader):
    visible = Event.objects.visible_to
    user, today = {"user": READER}, {"today": TODAY}
    return {
        "upcoming": CompiledQuery(
            lambda user, today: visible(reader).upcoming(today).soonest_first().only("pk"), **user, **today
        ),
        "past": CompiledQuery(
            lambda user, today: visible(reader).past(today).newest_first().only("pk"), **user, **today
        ),
        "without_year": CompiledQuery(lambda user: visible(reader).without_year().newest_first().only("pk"), **user),
        "rows": CompiledQuery(
            lambda user, keys: Event.objects.count_materials(reader).filter(pk__in=keys).order_by().only(*SHOWN),
            keys=KEYS,
            **user,
        ),
        "hosts": CompiledQuery(lambda user, keys: _hosts(reader).filter(event__in=keys), keys=KEYS, **user),
    }


def _hosts(reader):
    regions = Region.objects.visible_to(reader)
    hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST, region__in=regions)
    return hosts.select_related("region").only("event", "region__name", "region__slug", "region__aliases")
