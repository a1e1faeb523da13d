"""Propose a place for each file that was sent to an event."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from core.text import sort_key

from ..matching.batch import Existing, Incoming, Placed, place
from ..matching.known import KnownTalk, Speaker
from ..matching.match import Known
from ..matching.words import stem_of
from ..models import Appearance, Arrival, Event, Material
from .reading import GALLERY

PHOTO = "photo"
ARCHIVE = "zip"
VERSION = "version-"  # followed by the key of a material
NAMED_BY_KIND = ("programme",)


@dataclass(frozen=True)
class ArrivalRow:
    """A file and the proposal for it. `target` is a kind of material, PHOTO, or VERSION and a key."""

    arrival: Arrival
    placed: Placed
    target: str
    talk: int | None
    title: str

    @property
    def reasons(self) -> str:
        return "; ".join(self.placed.proposal.reasons)

    @property
    def doubt(self) -> str:
        return self.placed.proposal.doubt


@dataclass(frozen=True)
class ArrivalTable:
    """All files of an event. `photos` go to the gallery together, in this order. `archives` are not unpacked yet."""

    rows: list[ArrivalRow]
    photos: list[Arrival]
    archives: list[Arrival]

    def __bool__(self) -> bool:
        return bool(self.rows or self.photos or self.archives)


def table_of(event: Event) -> ArrivalTable:
    arrivals = list(event.arrivals.exclude(file="").order_by("pk"))
    if not arrivals:
        return ArrivalTable([], [], [])
    archives = [one for one in arrivals if one.kind == ARCHIVE]
    others = [one for one in arrivals if one.kind != ARCHIVE]
    talks, known = known_of(event)
    files = [Incoming(one.name, one.pages, one.sha256) for one in others]
    placed = place(files, known, existing_of(event))
    pairs = list(zip(others, placed, strict=True))
    photos = [one for one, found in pairs if is_photo(one) and found.proposal.kind == PHOTO]
    rows = [_row(one, found, talks) for one, found in pairs if not (is_photo(one) and found.proposal.kind == PHOTO)]
    return ArrivalTable(rows, sorted(photos, key=when_taken), archives)


def is_photo(arrival: Arrival) -> bool:
    return arrival.kind in GALLERY


def when_taken(arrival: Arrival) -> tuple[str, Any]:
    """The sort key of a photo: the time of the camera, or else of the file, then the name."""
    moment = arrival.taken_at
    if not moment and arrival.modified:
        written = dt.datetime.fromtimestamp(arrival.modified / 1000, timezone.get_current_timezone())
        moment = f"{written:%Y:%m:%d %H:%M:%S}"
    return moment or "9", sort_key(arrival.name)


def _row(arrival: Arrival, placed: Placed, titles: dict[int, str]) -> ArrivalRow:
    proposal = placed.proposal
    target = f"{VERSION}{placed.replaces}" if placed.replaces is not None else _kind(proposal.kind)
    talk = proposal.talk if isinstance(proposal.talk, int) else None
    title = ""
    if placed.replaces is None or (talk and not titles.get(talk)):
        title = _title(arrival, proposal.kind, proposal.title, has_title=bool(talk and titles.get(talk)))
    return ArrivalRow(arrival, placed, target, talk, title)


def _kind(kind: str) -> str:
    return kind if kind in Material.Kind.values else str(Material.Kind.DOCUMENT)


def _title(arrival: Arrival, kind: str, first_slide: str, *, has_title: bool) -> str:
    """The proposed title: from the first slide if the talk has none, or the file name for a file without a talk."""
    if kind in NAMED_BY_KIND or has_title:
        return ""
    if kind in ("presentation", "paper"):
        return first_slide
    return " ".join(stem_of(arrival.name).replace("_", " ").split())


def known_of(event: Event) -> tuple[dict[int, str], Known]:
    """{key of a talk: its title}, and everything about the event that matching needs."""
    talks = list(event.talks.all())
    people = Appearance.objects.filter(event=event).select_related("person", "organization")
    appearances = list(people.prefetch_related("organization__other_names"))
    speaking: dict[int, list[int]] = {}
    for one in appearances:
        if one.talk_id and one.role in Appearance.SPEAKING:
            speaking.setdefault(one.talk_id, []).append(one.person_id)
    by_person: dict[int, list[Appearance]] = {}
    for one in appearances:
        by_person.setdefault(one.person_id, []).append(one)
    speakers = [_speaker(person, own) for person, own in by_person.items()]
    about = " ".join(filter(None, (event.title, event.place)))
    found = Known(speakers, [KnownTalk(one.pk, one.title, tuple(speaking.get(one.pk, ()))) for one in talks], about)
    return {one.pk: one.title for one in talks}, found


def _speaker(key: int, appearances: list[Appearance]) -> Speaker:
    person = appearances[0].person
    names: list[str] = []
    for one in appearances:
        names.append(one.organization_name)
        if one.organization:
            names += [one.organization.name, one.organization.short_name]
            names += [other.name for other in one.organization.other_names.all()]
    aliases = [*person.aliases.splitlines(), *(one.last_name for one in appearances)]
    return Speaker(
        key,
        person.last_name,
        person.first_name,
        person.middle_name,
        tuple(dict.fromkeys(filter(None, names))),
        tuple(filter(None, aliases)),
    )


def existing_of(event: Event) -> list[Existing]:
    materials = Material.objects.filter(event=event, url="").numbered().select_related("current_version", "talk")
    named = materials.prefetch_related(
        "versions", Prefetch("talk__appearances", Appearance.objects.select_related("person"))
    )
    return [
        Existing(
            one.pk,
            one.kind,
            one.talk_id,
            str(one),
            tuple(dict.fromkeys(version.original_name for version in one.versions.all())),
            one.current_version.sha256 if one.current_version else "",
        )
        for one in named
    ]
