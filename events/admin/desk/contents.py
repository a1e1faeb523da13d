"""The table of contents of an event's desk: its pages, and how complete each of them is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.admin.base import publication
from core.typography import counted


@dataclass(frozen=True)
class Entry:
    name: str
    title: str
    address: str
    state: str
    blocking: int
    missing: int
    is_empty: bool
    is_current: bool


def contents(page, request):
    """The entries of the pages that this person may open. `page` is the current one and has the facts of the event."""
    states = _states(page.facts)
    found = []
    for other in page.event_admin.pages_for(request, page.event):
        findings = [finding for finding in page.findings if finding.page == other.name or other.name == "publication"]
        blocking = sum(finding.blocks for finding in findings)
        state = states[other.name]
        found.append(
            Entry(
                name=other.name,
                title=str(other.title),
                address=other.address(),
                state=state or _("пусто"),
                blocking=blocking,
                missing=len(findings) - blocking,
                is_empty=not state,
                is_current=other.name == page.name,
            )
        )
    return found


def _states(facts):
    event = facts.event
    place = event.place or ", ".join(str(link.region) for link in facts.regions[:1])
    awaited = sum(material.is_awaited for material in facts.materials)
    return {
        "main": ", ".join(part for part in (event.dates, place) if part),
        "route": _number(facts.stops, _("точка,точки,точек")),
        "programme": _joined(
            _number(facts.sessions, _("пункт,пункта,пунктов")),
            _number(facts.talks, _("выступление,выступления,выступлений")),
        ),
        "materials": _joined(
            _number(facts.materials, _("материал,материала,материалов")),
            _("ждём %s") % awaited if awaited else "",
        ),
        "photos": _number(facts.photos, _("снимок,снимка,снимков")),
        "people": _joined(
            _number(facts.guests, _("человек,человека,человек")),
            _number(facts.delegations, _("делегация,делегации,делегаций")),
            _number(facts.attendances, _("учётная запись,учётные записи,учётных записей")),
        ),
        "results": _joined(
            _number(facts.outcomes, _("итог,итога,итогов")),
            _number(facts.quotations, _("цитата,цитаты,цитат")),
        ),
        "sources": _number(facts.sources, _("источник,источника,источников")),
        "publication": str(publication(event)),
    }


def _number(rows, forms):
    return counted(len(rows), forms) if rows else ""


def _joined(*parts):
    return ", ".join(part for part in parts if part)
