"""Find times and places that contradict each other. Pure."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from ..models import Appearance, Session, Stop

EARTH_KM = 6371
BY_BUS_KMH = 80  # along a straight line; no bus is faster
ANY_DAY = dt.date(2000, 1, 1)


def outside(rows: Iterable[Session | Stop], days: int | None) -> list[Session | Stop]:
    """The rows on a day that the event does not have; none if its length is unknown."""
    return [row for row in rows if days and row.day and row.day > days]


def overlaps(sessions: Sequence[Session]) -> Iterator[tuple[Session, Session]]:
    """Pairs of items at the same time in the same place. Items in two named halls may be parallel."""
    for earlier, later in _at_once(sessions):
        if not (earlier.place and later.place) or earlier.place == later.place:
            yield earlier, later


def clashes(sessions: Sequence[Session], people: Iterable[Appearance]) -> Iterator[tuple[Appearance, Session, Session]]:
    """(appearance, session, other session) of people who appear in two sessions at the same time."""
    where: dict[int, dict[int, Appearance]] = {}
    for one in people:
        session = one.session_id or (one.talk.session_id if one.talk_id else None)
        if session:
            where.setdefault(session, {}).setdefault(one.person_id, one)
    for earlier, later in _at_once(sessions):
        there = where.get(earlier.pk, {})
        yield from ((one, earlier, later) for person, one in where.get(later.pk, {}).items() if person in there)


def _at_once(sessions: Sequence[Session]) -> Iterator[tuple[Session, Session]]:
    timed = [(session, *session.span(ANY_DAY)) for session in sessions if session.starts_at]
    timed.sort(key=lambda one: (one[0].day or 0, one[1]))
    for (earlier, _start, ends), (later, starts, later_ends) in combinations(timed, 2):
        if earlier.day == later.day and ends and starts < ends and (later_ends is None or later_ends > starts):
            yield earlier, later


def too_far(stops: Iterable[Stop]) -> Iterator[tuple[Stop, Stop, int, int]]:
    """(stop, next stop, kilometres, minutes) of stops that no bus can connect in the time between them."""
    placed = [stop for stop in stops if stop.starts_at and stop.park and stop.park.latitude is not None]
    for earlier, later in pairwise(placed):
        minutes = _minutes(later.starts_at) - _minutes(earlier.starts_at)
        distance = kilometres(earlier.park, later.park)
        if earlier.day == later.day and 0 <= minutes < distance / BY_BUS_KMH * 60:
            yield earlier, later, round(distance), minutes


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def kilometres(one: object, other: object) -> float:
    """The distance along a great circle between two objects with a latitude and a longitude."""
    first, second = (
        (math.radians(place.latitude), math.radians(place.longitude))  # type: ignore[attr-defined]
        for place in (one, other)
    )
    half = (
        math.sin((second[0] - first[0]) / 2) ** 2
        + math.cos(first[0]) * math.cos(second[0]) * math.sin((second[1] - first[1]) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
