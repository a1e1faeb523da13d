"""Load what only few events have, and only if they have it: numbers, outcomes, quotations, delegations."""

from dataclasses import dataclass, field
from functools import partial

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from parks.models import Organization, Region

from .models import Appearance, Delegation, Event, EventNumber, Material, Outcome, Quotation
from .models.access import within_reach

KINDS = {
    "numbers": EventNumber,
    "outcomes": Outcome,
    "quotations": Quotation,
    "delegations": Delegation,
}


@dataclass(frozen=True)
class EventResults:
    """The results as one reader sees them. Quotations have `material_is_open`, delegations `where` and `people`."""

    numbers: list[EventNumber] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    larger_event: Event | None = None
    stream_url: str = ""


def marked(events):
    """Annotate events with `has_outcomes` and so on, so that most events need no query for them."""
    return events.annotate(
        **{f"has_{name}": Exists(model.objects.filter(event=OuterRef("pk"))) for name, model in KINDS.items()}
    )


def load_results(event, user, appearances):
    """The results of an event from `marked`, with its appearances."""
    delegations = partial(_delegations, appearances=appearances)
    load = {"outcomes": _outcomes, "quotations": _quotations, "delegations": delegations, "numbers": _numbers}
    found = {name: list(load[name](event, user)) for name in load if getattr(event, f"has_{name}")}
    larger = Event.objects.visible_to(user).filter(pk=event.part_of_id).first() if event.part_of_id else None
    return EventResults(**found, larger_event=larger, stream_url=_stream(event, user))


def _numbers(event, user):
    return event.numbers.all()


def _outcomes(event, user):
    return event.outcomes.prefetch_related(Prefetch("parties", Organization.objects.visible_to(user)))


def _quotations(event, user):
    opened = Material.objects.visible_to(user).filter(pk=OuterRef("material"))
    quotations = event.quotations.select_related("material").annotate(material_is_open=Exists(opened))
    return quotations.prefetch_related(Prefetch("appearance", Appearance.objects.with_people_for(user)))


def _delegations(event, user, appearances):
    """The delegations with `where`, as far as the reader may see it, and `people`, the head first."""
    known = {
        "organization_is_known": Exists(Organization.objects.visible_to(user).filter(pk=OuterRef("organization"))),
        "region_is_known": Exists(Region.objects.visible_to(user).filter(pk=OuterRef("region"))),
    }
    for one in event.delegations.select_related("organization", "region").annotate(**known):
        own = [person for person in appearances if person.delegation_id == one.pk]
        one.people = sorted(own, key=lambda person: person.role != Appearance.Role.DELEGATION_HEAD)
        one.where = [
            *([one.organization] if one.organization_is_known else []),
            *([one.region] if one.region_is_known else []),
            *([one.where_abroad] if one.where_abroad else []),
        ]
        one.heading = one.name or (str(one.where[0]) if one.where else _("Делегация"))
        yield one


def _stream(event, user):
    """The address of the live stream, if the user may see it and the event is not over; otherwise ""."""
    if not event.stream_url or event.is_past:
        return ""
    open_to = Event.objects.filter(within_reach(user, event="pk", access="stream_access"), pk=event.pk)
    return event.stream_url if open_to.exists() else ""
