"""Everything that an event consists of, loaded in a fixed number of queries, for those who write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from ..event_results import marked
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


@dataclass(frozen=True)
class EventFacts:
    """Each talk has `speakers` and `files`; each session has `own_talks` and, in `people`, those without a talk."""

    event: Event
    regions: list[EventRegion]
    organizations: list[EventOrganization]
    stops: list[Stop]
    sessions: list[Session]
    talks: list[Talk]
    people: list[Appearance]
    guests: list[Appearance]
    materials: list[Material]
    photos: list[Photo]
    attendances: list[Attendance]
    delegations: list[Delegation]
    outcomes: list[Outcome]
    quotations: list[Quotation]
    sources: list[Source]

    @property
    def loose_talks(self) -> list[Talk]:
        return [talk for talk in self.talks if talk.session_id is None]


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
        "photos",
        Prefetch("attendances", Attendance.objects.select_related("user__organization")),
    ]
    loaded = marked(Event.objects.with_host_time_zone()).prefetch_related(*lists).get(pk=event.pk)
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
        photos=list(loaded.photos.all()),
        attendances=list(loaded.attendances.all()),
        delegations=_some(loaded.has_delegations, loaded.delegations.select_related("organization", "region")),
        outcomes=_some(loaded.has_outcomes, loaded.outcomes.all()),
        quotations=_some(loaded.has_quotations, loaded.quotations.select_related("appearance__person")),
        sources=_some(loaded.has_sources, loaded.sources.all()),
    )


def _some(are_there: bool, rows: Any) -> list[Any]:
    """Most events have none, and so ask nothing."""
    return list(rows) if are_there else []


def _connect(
    event: Event,
    sessions: Iterable[Session],
    talks: Iterable[Talk],
    people: Iterable[Appearance],
    materials: Iterable[Material],
) -> None:
    """Hangs the rows on each other, so that no name of theirs makes a query."""
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
