"""Turn the draft of a press release into the columns of an event and the lines of a table to confirm."""

from django.utils.translation import gettext as _

from core.text import fold
from parks.models import Park, Residency

from ...models import Appearance, Event, EventOrganization, EventRegion, Session
from ...press_release.series import series_name
from ..pasting.main import OrganizationLine, RegionLine
from ..pasting.people import GuestLine, values_of
from ..pasting.programme import SessionLine, SpeakerLine, TalkLine
from ..pasting.route import StopLine
from ..proposals.lines import Proposed
from .lines import (
    CommitteeLine,
    DelegateLine,
    DelegationLine,
    MaterialLine,
    NumberLine,
    OutcomeLine,
    ParkLine,
    QuotationLine,
    ResidencyLine,
    SeriesLine,
)

ONE_WORD = _("Название серии понято не целиком: допишите его.")
ONLY_NAMED = _("Организация только названа: решите, участвовала ли она.")


def event_of(draft):
    """The event, unsaved. Unknown columns are empty."""
    start, end = (found and found.value for found in (draft.start, draft.end))
    lead, *rest = draft.paragraphs or [""]
    return Event(
        title=draft.title.value[:300] if draft.title else "",
        type=draft.kind.value if draft.kind else Event.Type.OTHER,
        start=start,
        end=end if end != start else None,
        place=draft.place.value if draft.place and not draft.is_online else "",
        format=Event.Format.ONLINE if draft.is_online else Event.Format.HYBRID if draft.is_hybrid else "",
        lead=lead,
        body="\n\n".join(rest),
    )


def found_columns(draft):
    """{column of the event: Found} for the columns that the text tells."""
    columns = {
        "title": draft.title,
        "type": draft.kind,
        "start": draft.start or draft.when,
        "end": draft.end,
        "place": draft.place,
    }
    return {name: found for name, found in columns.items() if found is not None}


def lines_of(draft, committees=()):
    """The lines in the order of storing, so that a parent comes before its children.

    `committees` are the names of the committees that the event may be linked to.
    """
    yield from _series(draft)
    yield from _regions(draft)
    yield from _organizations(draft, {fold(name) for name in committees})
    yield from _route(draft)
    yield from _people(draft)
    yield from _programme(draft)
    for found in draft.sessions:
        is_plenary = found.value.startswith("Пленарн")
        kind = Session.Kind.PLENARY if is_plenary else Session.Kind.DISCUSSION
        yield _line(SessionLine, {"title_text": found.value, "kind_of": kind}, found)
    for found in draft.numbers:
        number = found.value
        values = {"of": number.of, "precision": number.precision, "value": number.value}
        yield _line(NumberLine, values, found)
    for found in draft.outcomes:
        outcome = found.value
        values = {"kind_of": outcome.kind, "text": outcome.text, "parties_text": "; ".join(outcome.parties)}
        amount = f"{outcome.amount:,}".replace(",", "\u00a0") if outcome.amount else ""
        yield _line(OutcomeLine, values | {"amount_rub": amount, "due": outcome.due}, found)


def _line(line, values, found):
    return Proposed(line, values, found.doubt, span=tuple(found.span))


def _series(draft):
    """The series. If the text only calls the event yearly, the line is not ticked."""
    if not (found := draft.edition):
        return
    name = series_name(draft.text, found)
    doubt = found.doubt or (ONE_WORD if " " not in name else "")
    if name:
        values = {"series": name, "edition": found.value.number}
        is_numbered = found.value.number is not None
        yield Proposed(SeriesLine, values, doubt, is_taken=is_numbered, span=tuple(found.span))


def _regions(draft):
    """The regions. One that is known only by a city counts only if no other is named."""
    Role = EventRegion.Role
    hosts = draft.regions or draft.inferred_regions
    for role, regions in ((Role.HOST, hosts), (Role.PARTICIPANTS, draft.participant_regions)):
        for found in regions:
            yield _line(RegionLine, {"region": found.value, "role": role}, found)


def _organizations(draft, committees):
    for found in draft.organizations:
        role = found.value.role or EventOrganization.Role.PARTICIPANT
        yield _line(OrganizationLine, {"organization": found.value.shown, "role": role}, found)
    told = {found.value.shown for found in draft.organizations} | {found.value for found in draft.visited}
    told |= {found.value.organization for found in draft.people}
    told |= {found.value.company for found in draft.residencies}
    known = {fold(name) for name in told}
    for found in draft.companies:
        if fold(found.value.shown) not in known and fold(found.value.name) not in known:
            values = {"organization": found.value.shown, "role": EventOrganization.Role.PARTICIPANT}
            yield Proposed(OrganizationLine, values, found.doubt or ONLY_NAMED, span=tuple(found.span))
    for found in draft.named:
        if fold(found.value.shown) in committees:
            yield _line(CommitteeLine, {"committee": found.value.shown}, found)
        elif fold(found.value.shown) not in known:
            values = {"organization": found.value.shown, "role": EventOrganization.Role.PARTICIPANT}
            yield Proposed(OrganizationLine, values, ONLY_NAMED, is_taken=False, span=tuple(found.span))


def _route(draft):
    kinds = {fold(label): value for value, label in Park.Kind.choices} | {"оэз": Park.Kind.SPECIAL_ECONOMIC_ZONE}
    for found in draft.parks:
        park = found.value
        kind = kinds.get(fold(park.kind), Park.Kind.INDUSTRIAL_PARK)
        yield _line(ParkLine, {"park": park.name, "status": park.status, "park_kind": kind}, found)
    for found in draft.visited:
        days = [part.value.day for part in draft.parts for span in part.value.told_at if span.holds(found.span)]
        yield _line(StopLine, {"organization": found.value, "day": next(iter(days), None)}, found)
    for found in draft.residencies:
        values = {"organization": found.value.company, "park": found.value.park}
        yield _line(ResidencyLine, values | {"status": Residency.Status.PROSPECTIVE}, found)


def _people(draft):
    """Delegations with their people, then all other people, each followed by their quotations."""
    speakers = {material.value.speaker for material in draft.materials if material.value.speaker}
    delegates = set()
    for delegation in draft.delegations:
        yield _line(DelegationLine, {"name": delegation.value.name, "country": delegation.value.country}, delegation)
        for number, name in enumerate(delegation.value.people):
            person = next((found for found in draft.people if found.value.name.shown == name), None)
            if person is None:
                continue
            delegates.add(name)
            is_head = number == 0 and delegation.value.has_head
            role = Appearance.Role.DELEGATION_HEAD if is_head else Appearance.Role.DELEGATE
            yield _line(DelegateLine, values_of(person.value, role), person)
            yield from _quotations(draft, name)
    for found in draft.people:
        name = found.value.name.shown
        if name not in speakers | delegates:
            yield _line(GuestLine, values_of(found.value, Appearance.Role.PARTICIPANT), found)
            yield from _quotations(draft, name)


def _quotations(draft, name):
    for found in draft.quotations:
        if found.value.speaker == name:
            yield _line(QuotationLine, {"text": found.value.text}, found)


def _programme(draft):
    """The parts of a tour; the talks belong to its meeting. Without parts, only the talks."""
    is_told = any(part.value.has_talks for part in draft.parts)
    if not is_told:
        yield from _materials(draft)
    for found in draft.parts:
        part = found.value
        is_here = bool(part.has_talks and draft.place and not draft.is_online)
        place = draft.place.value if is_here else ""
        yield _line(
            SessionLine, {"title_text": part.title, "kind_of": part.kind, "day": part.day, "place": place}, found
        )
        if part.has_talks:
            yield from _materials(draft)


def _materials(draft):
    people = {found.value.name.shown: found for found in draft.people}
    for found in draft.materials:
        material, person = found.value, people.get(found.value.speaker)
        if person:
            yield Proposed(TalkLine, {"title_text": material.title}, span=tuple(found.span))
            yield _line(SpeakerLine, values_of(person.value, Appearance.Role.SPEAKER), person)
            yield from _quotations(draft, person.value.name.shown)
        title = "" if person else material.title
        yield _line(MaterialLine, {"kind_of": material.kind, "title_text": title}, found)
