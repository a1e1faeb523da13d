"""Load the front page, by queries whose SQL is compiled once for all readers of a kind."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.utils import timezone

from core.compiled import CompiledQuery, QueryOfKeys
from events.models import Appearance, Event, Material, Talk
from events.models.access import Reader
from parks.models import Park, Region

UPCOMING, RECENT, WITHOUT_A_YEAR = 4, 6, 3
READER, TODAY = -1, dt.date(1970, 1, 1)
EVENTS = range(-100 - RECENT - WITHOUT_A_YEAR, -100)


@dataclass
class HomePage:
    upcoming: list[Event]
    past: list[Event]
    without_year: list[Event]
    materials: list[Material]
    events_total: int
    materials_total: int
    parks_total: int
    regions_total: int


def load_home(user):
    """The newest of each kind that the user may see. Events have `materials_count`, materials what a card shows."""
    queries = _queries(Reader.like(user, pk=READER))
    values = {"user": user.pk, "today": timezone.localdate()}
    past, without_year = _load_events(queries, values)
    return HomePage(
        upcoming=list(queries["upcoming"].rows(slice(0, UPCOMING), **values)),
        past=past,
        without_year=without_year,
        materials=_load_materials(queries, values),
        **{f"{name}_total": queries[name].count(**values) for name in ("events", "materials", "parks", "regions")},
    )


def _load_events(queries, values):
    """The last events, and the newest of those without a year, which lists by date do not contain.

    A query of its own counts their materials: in one query SQLite would count those of every event that it sorts.
    """
    places = {"past": slice(0, RECENT), "without_year": slice(0, WITHOUT_A_YEAR)}
    keys = {name: [event.pk for event in queries[name].rows(place, **values)] for name, place in places.items()}
    wanted = [key for some in keys.values() for key in some]
    padded = [*wanted, *[0] * (len(EVENTS) - len(wanted))]
    rows = {event.pk: event for event in queries["rows"].rows(keys=padded, **values)}
    return [[rows[key] for key in some if key in rows] for some in keys.values()]


def _load_materials(queries, values):
    """Locked materials are shown only to readers who may open none."""
    recent = slice(0, RECENT)
    materials = list(queries["open_materials"].rows(recent, **values))
    materials = materials or list(queries["newest_materials"].rows(recent, **values))
    talks = {talk.pk: talk for talk in TALKS.rows(material.talk_id for material in materials if material.talk_id)}
    for talk in talks.values():
        talk.speakers = []
    for appearance in queries["speakers"].rows(talks):
        talks[appearance.talk_id].speakers.append(appearance)
    for material in materials:
        if material.talk_id:
            material.talk = talks[material.talk_id]
    return materials


TALKS = QueryOfKeys(lambda keys: Talk.objects.filter(pk__in=keys).order_by().numbered())


@cache
def _queries(reader):
    return {**_queries_of_events(reader), **_queries_of_materials(reader), **_queries_of_parks(reader)}


def _queries_of_events(reader):
    user, today = {"user": READER}, {"today": TODAY}

    def events():
        return Event.objects.visible_to(reader)

    def taking_place():
        return events().taking_place()

    def upcoming(user, today):
        return taking_place().upcoming(today).soonest_first().count_materials(reader)

    def past(user, today):
        return taking_place().past(today).dated().newest_first().only("pk")

    def rows(user, keys):
        return Event.objects.filter(pk__in=keys).order_by().count_materials(reader)

    return {
        "upcoming": CompiledQuery(upcoming, **user, **today),
        "past": CompiledQuery(past, **user, **today),
        "without_year": CompiledQuery(lambda user: taking_place().without_year().newest_first().only("pk"), **user),
        "rows": CompiledQuery(rows, keys=EVENTS, **user),
        "events": CompiledQuery(lambda user: events().order_by(), **user),
    }


def _queries_of_materials(reader):
    def materials():
        return Material.objects.listed_for(reader)

    def newest(user):
        found = materials().newest_first().mark_open(reader).mark_covers().numbered()
        return found.select_related("event", "current_version")

    def newest_open(user):
        return newest(user).filter(is_open=True, current_version__isnull=False)

    return {
        "open_materials": CompiledQuery(newest_open, user=READER),
        "newest_materials": CompiledQuery(newest, user=READER),
        "speakers": QueryOfKeys(lambda keys: Appearance.objects.with_people_for(reader).filter(talk__in=keys)),
        "materials": CompiledQuery(lambda user: materials().order_by(), user=READER),
    }


def _queries_of_parks(reader):
    def parks():
        return Park.objects.visible_to(reader).order_by()

    def regions():
        return Region.objects.visible_to(reader).filter(pk__in=parks().values("region")).order_by()

    return {"parks": CompiledQuery(parks), "regions": CompiledQuery(regions)}
