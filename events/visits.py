"""Load the events for pages of parks, regions and organizations, by compiled queries for all readers of a kind."""

from collections import defaultdict
from functools import cache

from django.db.models import Count, Exists, OuterRef, Subquery

from core.compiled import CompiledQuery
from core.pagination import FirstRows
from parks.models import Region

from .models import Event, EventOrganization, EventRegion, Stop
from .models.access import Reader

READER, PLACE = -1, -2  # the place is a park, a region or an organization
LONGEST = 20
EVENTS = range(-100 - LONGEST, -100)


def visits_of(kind, place, user, length=LONGEST):
    """The newest events of a place. `kind` is "park", "region" or "organization"."""
    query = _queries(Reader.like(user, pk=READER))[kind]
    rows = list(query.rows(place=slice(0, length + 1), where=place.pk, user=user.pk))
    return FirstRows(rows[:length], len(rows) > length)


def visits_by_region(user):
    """{key of a region: number of events held there}"""
    rows = _queries(Reader.like(user, pk=READER))["held"].rows(user=user.pk)
    return {region.pk: region.number_held for region in rows if region.number_held}


def add_details(kind, place, events):
    """Add `stops_here` to each of the events and, for an organization, `roles_here`."""
    keys = [event.pk for event in events]
    for name, query in _details()[kind].items():
        found = defaultdict(list)
        for row in query.rows(where=place.pk, keys=[*keys, *[0] * (len(EVENTS) - len(keys))]) if keys else ():
            found[row.event_id].append(row)
        for event in events:
            setattr(event, name, found[event.pk])


@cache
def _queries(reader):
    chosen = {
        "park": lambda events, park: events.at_park(park),
        "region": lambda events, region: events.in_region(region),
        "organization": _with,
    }

    def compiled(of):
        def make(where, user):
            return of(Event.objects.visible_to(reader), where).newest_first().count_materials(reader)

        return CompiledQuery(make, where=PLACE, user=READER)

    def held(user):
        hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST, event__in=Event.objects.visible_to(reader))
        numbers = hosts.filter(region=OuterRef("pk")).order_by().values("region").annotate(number=Count("pk"))
        return Region.objects.annotate(number_held=Subquery(numbers.values("number")))

    return {
        **{kind: compiled(of) for kind, of in chosen.items()},
        "held": CompiledQuery(lambda user: held(user).order_by().only("pk"), user=READER),
    }


def _with(events, organization):
    links = (model.objects.filter(organization=organization) for model in (EventOrganization, Stop))
    roles, stops = (Exists(rows.filter(event=OuterRef("pk"))) for rows in links)
    return events.filter(roles | stops)


@cache
def _details():
    def compiled(model, field):
        return CompiledQuery(
            lambda where, keys: model.objects.filter(**{field: where}, event__in=keys), where=PLACE, keys=EVENTS
        )

    return {
        "park": {"stops_here": compiled(Stop, "park")},
        "organization": {
            "stops_here": compiled(Stop, "organization"),
            "roles_here": compiled(EventOrganization, "organization"),
        },
    }
