"""The draft as one JSON object, with the keys of labelled press releases. Pure."""

import re
from typing import Any

from ..pasting.found import Found
from ..pasting.people import MentionedPerson
from .draft import Draft

_KINDS = {"working_meeting": "meeting"}
_STATUS = {"under_construction": "создаваемый", "planned": "планируемый", "operating": "действующий"}


def as_json(draft: Draft) -> dict[str, Any]:
    """The draft as JSON. Dates are ISO, `--MM-DD` without a year, null if unknown. `sure` lists keys without doubts."""
    if draft.refusal:
        return {"refusal": draft.refusal}
    return {
        "title": draft.title.value if draft.title else "",
        "event_type": _KINDS.get(draft.kind.value, draft.kind.value) if draft.kind else "other",
        "start_date": str(draft.start.value) if draft.start else None,
        "end_date": str(draft.end.value) if draft.end else None,
        "place": draft.place.value if draft.place else "",
        "online": draft.is_online,
        "hybrid": draft.is_hybrid,
        "edition": draft.edition.value.number if draft.edition else None,
        "series": draft.edition.value.name if draft.edition else "",
        "regions": [region.value for region in draft.regions],
        "participant_regions": [region.value for region in draft.participant_regions],
        "regions_inferred": [region.value for region in draft.inferred_regions],
        "organisers": [found.value.shown for found in draft.organizers],
        "supporters": [
            found.value.shown
            for found in draft.organizations
            if found.value.role in ("support", "partner", "general_partner")
        ],
        "organisations": _organizations(draft),
        "sessions": [session.value for session in draft.sessions],
        "parks": [park.value.name for park in draft.parks],
        "park_status": {park.value.name: _STATUS[park.value.status] for park in draft.parks if park.value.status},
        "companies": [company.value.shown for company in draft.companies],
        "visited_companies": [company.value for company in draft.visited],
        "residencies": [{"company": one.value.company, "park": one.value.park} for one in draft.residencies],
        "people": [
            {
                "name": _name(draft, person),
                "position": person.value.position,
                "organisation": person.value.organization,
            }
            for person in draft.people
        ],
        "materials": [
            {"kind": material.value.kind, "title": material.value.title, "speaker": material.value.speaker}
            for material in draft.materials
        ],
        "numbers": [
            {"of": number.value.of, "value": number.value.value, "precision": number.value.precision}
            for number in draft.numbers
        ],
        "outcomes": [
            {
                "kind": one.value.kind,
                "text": one.value.text,
                "amount_rub": one.value.amount,
                "due": str(one.value.due) if one.value.due else None,
            }
            for one in draft.outcomes
        ],
        "quotations": [{"speaker": one.value.speaker, "text": one.value.text} for one in draft.quotations],
        "delegations": [
            {"name": one.value.name, "country": one.value.country, "people": list(one.value.people)}
            for one in draft.delegations
        ],
        "published": str(draft.published.value) if draft.published else None,
    }


def _name(draft: Draft, person: Found[MentionedPerson]) -> str:
    """The shown name, with a space between initials if the text has one: «Ф. М. Белоглазов»."""
    name, initials = person.value.name, re.search(r"[А-ЯЁ]\.\s[А-ЯЁ]\.", draft.text[slice(*person.span)])
    return name.shown.replace(name.first, initials[0], 1) if initials and "." in name.first else name.shown


def _organizations(draft: Draft) -> list[str]:
    """Organizations without a role that the text names or that somebody represents, without companies."""
    told = {found.value.shown for found in [*draft.organizations, *draft.companies]}
    told |= {found.value.name for found in draft.companies}
    employers = [person.value.organization for person in draft.people]
    names = [*employers, *(found.value.shown for found in draft.named)]
    return list(dict.fromkeys(name for name in names if name and name not in told))
