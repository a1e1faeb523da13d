"""Load everything that an event consists of, in a fixed number of queries, for its editors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Subquery

from ..models import (
    Appearance,
    Attendance,
    Delegation,
    Event,
    EventOrganization,
    EventRegion,
    Material,
    Outcome,
    Photo,
    Quotation,
    Session,
    Source,
    Stop,
    Talk,
)


class Counted:
    """A list of rows with a known length, which is loaded only when it is used. Most pages need only the length."""

    def __init__(self, rows: Any, number: int) -> None:
        self.rows, self.number = rows, number

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)


@dataclass(frozen=True)
class EventFacts:
    """The rows of an event. Talks have `speakers` and `files`; sessions have `own_talks`, and `people` without any."""

    event: Event
    regions: list[EventRegion]
    organizations: list[EventOrganization]
    stops: list[Stop]
    sessions: list[Session]
    talks: list[Talk]
    people: list[Appearance]
    guests: list[Appearance]
    materials: list[Material]
    photos: Counted
    attendances: Counted
    delegations: Counted
    outcomes: Counted
    quotations: Counted
    sources: Counted

    @property
    def loose_talks(self) -> list[Talk]:
        return [talk for talk in self.talks if talk.session_id is None]


COUNTED = {
    "photos": Photo,
    "attendances": Attendance,
    "delegations": Delegation,
    "outcomes": Outcome,
    "quotations": Quotation,
    "sources": Source,
}


def load_facts(event: Event) -> EventFacts:
    """The facts of a stored event, drafts included."""
    materials = Material.objects.numbered().select_related("current_version__preview")
    lists: list[Any] = [
        Prefetch("region_roles", EventRegion.objects.select_related("region")),
        Prefetch("organization_roles", EventOrganization.objects.select_related("organization")),
        Prefetch("stops", Stop.objects.select_related("park", "organization", "host")),
        "sessions",
        "talks",
        Prefetch("appearances", Appearance.objects.select_related("person", "organization")),
        Prefetch("materials", materials),
    ]
    numbers = {f"number_of_{name}": _number_of(model) for name, model in COUNTED.items()}
    events = Event.objects.with_host_time_zone().annotate(**numbers)
    loaded = events.prefetch_related(*lists).get(pk=event.pk)
    sessions, talks, people = (list(rows.all()) for rows in (loaded.sessions, loaded.talks, loaded.appearances))
    materials = list(loaded.materials.all())
    _connect(loaded, sessions, talks, people, materials)
    return EventFacts(
        event=loaded,
        regions=list(loaded.region_roles.all()),
        organizations=list(loaded.organization_roles.all()),
        stops=list(loaded.stops.all()),
        sessions=sessions,
        talks=talks,
        people=people,
        guests=[person for person in people if person.talk_id is None],
        materials=materials,
        photos=Counted(loaded.photos.all(), loaded.number_of_photos or 0),
        attendances=Counted(loaded.attendances.select_related("user__organization"), loaded.number_of_attendances or 0),
        delegations=Counted(
            loaded.delegations.select_related("organization", "region"), loaded.number_of_delegations or 0
        ),
        outcomes=Counted(loaded.outcomes.all(), loaded.number_of_outcomes or 0),
        quotations=Counted(loaded.quotations.select_related("appearance__person"), loaded.number_of_quotations or 0),
        sources=Counted(loaded.sources.all(), loaded.number_of_sources or 0),
    )


def _number_of(model: Any) -> Subquery:
    """A subquery for the number of rows; NULL if there are none."""
    rows = model.objects.filter(event=OuterRef("pk")).order_by().values("event")
    return Subquery(rows.annotate(number=Count("pk")).values("number"))


def _connect(
    event: Event,
    sessions: Iterable[Session],
    talks: Iterable[Talk],
    people: Iterable[Appearance],
    materials: Iterable[Material],
) -> None:
    """Set the relations between the rows, so that their names need no query."""
    by_session, by_talk = {session.pk: session for session in sessions}, {talk.pk: talk for talk in talks}
    for session in by_session.values():
        session.own_talks, session.people = [], []
    for number, talk in enumerate(by_talk.values(), 1):
        talk.number, talk.speakers, talk.files = number, [], []
        if talk.session_id:
            talk.session = by_session[talk.session_id]
            talk.session.own_talks.append(talk)
    for person in people:
        if person.session_id:
            person.session = by_session[person.session_id]
        if person.talk_id:
            person.talk = by_talk[person.talk_id]
            person.talk.speakers.append(person)
        elif person.session_id:
            person.session.people.append(person)
    for material in materials:
        material.event = event
        if material.talk_id:
            material.talk = by_talk[material.talk_id]
            material.talk.files.append(material)
