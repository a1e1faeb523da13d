"""An event as one JSON object, with the keys that `manage.py read_press_release` prints."""

from typing import Any

from parks.models import Organization, Residency

from .models import Appearance, Event, EventOrganization, EventRegion, Material, Stop
from .readiness.facts import EventFacts

_ORGANIZERS = {EventOrganization.Role.ORGANIZER, EventOrganization.Role.CO_ORGANIZER}
_SUPPORTERS = {
    EventOrganization.Role.SUPPORT,
    EventOrganization.Role.PARTNER,
    EventOrganization.Role.GENERAL_PARTNER,
    EventOrganization.Role.INFORMATION_PARTNER,
    EventOrganization.Role.PROGRAMME_PARTNER,
}


def event_as_json(facts: EventFacts) -> dict[str, Any]:
    """Everything that staff may see of the event, as of that day. `residencies` are those of the visited parks."""
    event = facts.event
    is_online = event.format in (Event.Format.ONLINE, Event.Format.HYBRID)
    others = _other_organizations(facts)
    parks = {stop.park.pk: stop.park for stop in facts.stops if stop.park}
    residencies = Residency.objects.filter(park__in=parks).select_related("organization", "park")
    return {
        "title": event.title,
        "event_type": "meeting" if event.type == Event.Type.WORKING_MEETING else event.type,
        "start_date": str(event.start) if event.start else None,
        "end_date": str(event.end or event.start) if event.start else None,
        "place": event.place or ("онлайн" if event.format == Event.Format.ONLINE else ""),
        "online": is_online,
        "theme": event.theme,
        "series": event.series.name if event.series_id else "",
        "edition": event.edition,
        "regions": _regions(facts, EventRegion.Role.HOST),
        "participant_regions": _regions(facts, EventRegion.Role.PARTICIPANTS),
        "organisers": _organizations(facts, _ORGANIZERS),
        "supporters": _organizations(facts, _SUPPORTERS),
        "organisations": [str(one) for one in others if one.kind != Organization.Kind.COMPANY],
        "companies": [str(one) for one in _all_organizations(facts) if one.kind == Organization.Kind.COMPANY],
        "parks": [park.name for park in parks.values()],
        "park_status": {stop.park.name: _then(stop) for stop in facts.stops if stop.park and stop.park_status_then},
        "visited_companies": [str(stop.organization) for stop in facts.stops if stop.organization and not stop.park],
        "residencies": [
            {"company": str(one.organization), "park": one.park.name, "status": one.get_status_display()}
            for one in residencies
        ],
        "people": _people(facts.people),
        "sessions": [session.title for session in facts.sessions],
        "materials": [_material(material) for material in facts.materials],
        "numbers": [
            {"of": number.of, "value": number.value, "precision": number.precision} for number in event.numbers.all()
        ],
        "outcomes": [
            {
                "kind": one.kind,
                "text": one.text,
                "parties": one.parties_text,
                "amount_rub": one.amount_rub if one.amount_rub is None else float(one.amount_rub),
                "due": str(one.due or ""),
                "state": one.state,
            }
            for one in facts.outcomes
        ],
        "quotations": [{"speaker": one.appearance.name, "text": one.text} for one in facts.quotations],
        "delegations": [
            {
                "name": str(one),
                "country": one.country,
                "people": [person.name for person in facts.people if person.delegation_id == one.pk],
            }
            for one in facts.delegations
        ],
        "sources": [
            {"publisher": one.publisher, "published": str(one.published_on or ""), "url": one.url, "text": one.text}
            for one in facts.sources
        ],
    }


def _regions(facts: EventFacts, role: str) -> list[str]:
    return [link.region.name for link in facts.regions if link.role == role]


def _organizations(facts: EventFacts, roles: set[EventOrganization.Role]) -> list[str]:
    return [str(link.organization) for link in facts.organizations if link.role in roles]


def _other_organizations(facts: EventFacts) -> list[Organization]:
    """Organizations that took part, were visited or sent somebody, without organizers and supporters."""
    roles = _ORGANIZERS | _SUPPORTERS
    told = {link.organization for link in facts.organizations if link.role in roles}
    return [one for one in _all_organizations(facts) if one not in told]


def _all_organizations(facts: EventFacts) -> list[Organization]:
    found = [link.organization for link in facts.organizations]
    found += [stop.organization for stop in facts.stops if stop.organization]
    found += [person.organization for person in facts.people if person.organization]
    return list(dict.fromkeys(found))


def _then(stop: Stop) -> str:
    return str(stop.get_park_status_then_display())


def _people(appearances: list[Appearance]) -> list[dict[str, str]]:
    """The people, without repetitions: somebody who spoke twice in the same position is one line."""
    lines = [{"name": one.name, "position": one.position, "organisation": one.organization_name} for one in appearances]
    return [line for place, line in enumerate(lines) if line not in lines[:place]]


def _material(material: Material) -> dict[str, str]:
    talk = material.talk
    title = material.title or (talk.title if talk else "")
    return {"kind": material.kind, "title": title, "speaker": talk.who if talk else ""}
