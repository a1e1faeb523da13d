"""Documents of events and people."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects

from events.models import (
    Access,
    Appearance,
    Delegation,
    Event,
    EventNumber,
    EventOrganization,
    EventRegion,
    Material,
    Outcome,
    Person,
    Photo,
    Quotation,
    Session,
    Stop,
    Talk,
)

from .. import words
from ..interface import Kind
from .base import DocumentSource
from .document import TIERS, PublicationClock, SourceDocument, Visibility, lines
from .related import EVENT, ORGANIZATION, PARK, REGION, RelatedRows, with_parents

MOST_DAYS = 31  # days of an event that can be found by their dates
_INITIAL = re.compile(r"\b\w\.\s*")


def host_regions() -> Any:
    return with_parents(EventRegion.objects, region=REGION)


class PersonSource(DocumentSource):
    """The text of a person comes from events, but only from those that everybody who may find the person may see."""

    kind, model = Kind.PERSON, Person

    def related(self) -> list[RelatedRows]:
        return [
            RelatedRows(Person, "appearances", lambda: with_parents(Appearance.objects, event=EVENT, talk=("title",)))
        ]

    def document(self, person: Person, clock: PublicationClock) -> SourceDocument:
        appearances = sorted(
            (one for one in person.appearances.all() if one.event.published_at),
            key=lambda one: (one.event.sort_date, one.event_id, one.pk),
            reverse=True,
        )
        shown = self._shown(appearances, clock)
        aliases = person.aliases.splitlines()
        positions = list(dict.fromkeys(one.said_as for one in shown if one.said_as))
        titles = list(dict.fromkeys(one.talk.title for one in shown if one.talk and one.talk.title))
        former = list(dict.fromkeys(one.name for one in shown if one.name != person.full_name))
        return SourceDocument(
            self.kind,
            person.pk,
            self._visibility(appearances, clock),
            heading=lines(person, *aliases, *former),
            body=lines(*titles, *positions[1:], person.bio),
            unshown=lines(*positions[:1]),  # the note shows it
            names=[str(person), person.full_name, *aliases, *former],
            aliases=self._aliases(person, aliases),
            shown={
                "title": str(person),
                "slug": person.slug,
                # Tells people with the same name apart, by their position or else by an event.
                "note": next(iter(positions), shown[0].event.title if shown else ""),
            },
        )

    @staticmethod
    def _aliases(person: Person, aliases: list[str]) -> list[str]:
        """The person's names, if there are others than the usual one; initials before the surname do not count."""
        others = [name for alias in aliases if (name := _INITIAL.sub("", alias).strip()) and name != person.last_name]
        own = [str(person), person.full_name, f"{person.first_name} {person.last_name}"]
        return [*own, f"{person.last_name} {person.first_name}", *others] if others else []

    @staticmethod
    def _shown(appearances: list[Appearance], clock: PublicationClock) -> list[Appearance]:
        """The appearances at public events or, without any, at the only closed event.

        With two closed events, participants of one would learn about the other.
        """
        shown = [one for one in appearances if one.event.access == Access.PUBLIC]
        closed = [one for one in appearances if one.event.access in (Access.MEMBERS, Access.PARTICIPANTS)]
        if not shown and len({one.event_id for one in closed}) == 1:
            shown = closed
        return [one for one in shown if clock.is_published(one.event.published_at)]

    @staticmethod
    def _visibility(appearances: list[Appearance], clock: PublicationClock) -> Visibility:
        first = {
            tier: min((one.event.published_at for one in appearances if one.event.access == tier), default=None)
            for tier in TIERS
        }
        members = min(filter(None, [first[Access.PUBLIC], first[Access.MEMBERS]]), default=None)
        visibility = Visibility(public=first[Access.PUBLIC], members=members)
        closed = [
            one.event
            for one in appearances
            if one.event.access in (Access.MEMBERS, Access.PARTICIPANTS) and clock.is_published(one.event.published_at)
        ]
        visibility.is_for_participants = bool(closed)
        visibility.participants = min((event.published_at for event in closed), default=None)
        return visibility


class EventSource(DocumentSource):
    kind, model = Kind.EVENT, Event

    def own(self) -> Any:
        return super().own().select_related("series")

    def related(self) -> list[RelatedRows]:
        return [
            RelatedRows(
                Event, "organization_roles", lambda: with_parents(EventOrganization.objects, organization=ORGANIZATION)
            ),
            RelatedRows(Event, "region_roles", host_regions),
            RelatedRows(Event, "stops", lambda: with_parents(Stop.objects, park=PARK, organization=ORGANIZATION)),
            RelatedRows(Event, "appearances", lambda: Appearance.objects.select_related("person")),
            RelatedRows(
                Event,
                "delegations",
                lambda: with_parents(Delegation.objects, organization=ORGANIZATION, region=REGION),
            ),
            *(
                RelatedRows(Event, model._meta.get_field("event").remote_field.related_name, model.objects.all)
                for model in (Session, Talk, Photo, Material, EventNumber, Quotation, Outcome)
            ),
        ]

    def rows(self, keys: list[int]) -> list[Event]:
        found = super().rows(keys)
        prefetch_related_objects([one for event in found for one in event.outcomes.all()], "parties")
        return found

    def document(self, event: Event, clock: PublicationClock) -> SourceDocument:
        stops = [
            lines(
                stop.title,
                stop.park if stop.park and clock.is_published(stop.park.published_at) else "",
                stop.organization if stop.organization and clock.is_published(stop.organization.published_at) else "",
                stop.state_then,
            )
            for stop in event.stops.all()
        ]
        organizations = [
            link.organization
            for link in event.organization_roles.all()
            if clock.is_published(link.organization.published_at)
        ]
        facts = EventContext(event, clock)
        listed = [
            one
            for one in event.materials.all()
            if one.current_version_id and (one.is_listed or one.access == Access.PUBLIC)
        ]
        return SourceDocument(
            self.kind,
            event.pk,
            Visibility.for_tier(event.access, event.published_at),
            heading=event.title,
            body=lines(
                event.lead,
                event.body,
                event.place,
                *stops,
                *(lines(session.title, session.place, session.description) for session in event.sessions.all()),
                *(lines(talk.title, talk.abstract) for talk in event.talks.all()),
                *(lines(*one.names, one.said_as) for one in event.appearances.all()),
                *(photo.caption for photo in event.photos.all()),
                *results_of(event, clock),
            ),
            context=lines(
                event.get_type_display(),
                event.dates,
                event.place,
                event.where_abroad,
                event.hall,
                event.theme,
                event.part_of_name,
                event.series or "",
                event.get_format_display() if event.format != Event.Format.IN_PERSON else "",
                *organizations,
                *(link.region for link in event.region_roles.all() if not link.region.is_hidden),
            ),
            names=[event.title],
            **facts.filter_fields(),
            has_files=any(one.access != Access.STAFF and clock.is_published(one.published_at) for one in listed),
            shown={
                "title": event.title,
                "slug": event.slug,
                "note": event.get_type_display(),
                "place": event.place,
                "date": event.dates,
            },
        )


def results_of(event: Event, clock: PublicationClock) -> Iterator[str]:
    """The texts of outcomes, quotations, delegations and numbers, without names of drafts."""
    for outcome in event.outcomes.all():
        parties = [party for party in outcome.parties.all() if clock.is_published(party.published_at)]
        kind = outcome.get_kind_display()
        yield lines(kind, outcome.text, outcome.subject, outcome.parties_text, *parties, outcome.result)
    for delegation in event.delegations.all():
        organization, region = delegation.organization, delegation.region
        yield lines(
            delegation.name,
            organization if organization and clock.is_published(organization.published_at) else "",
            region if region and not region.is_hidden else "",
            delegation.where_abroad,
        )
    yield from (quotation.text for quotation in event.quotations.all())
    yield from map(str, event.numbers.all())


class EventContext:
    """The filters and words of an event that its materials and slides share."""

    def __init__(self, event: Event, clock: PublicationClock) -> None:
        self.event = event
        self.hosts = [
            link.region
            for link in event.region_roles.all()
            if link.role == EventRegion.Role.HOST and not link.region.is_hidden
        ]
        parks = [stop.park for stop in event.stops.all() if stop.park and clock.is_published(stop.park.published_at)]
        self.parks = sorted({park.slug for park in parks})

    def filter_fields(self) -> dict[str, Any]:
        return {
            "day": self.event.sort_date,
            "last_day": self.event.last_day,
            "event_id": self.event.pk,
            "event_type": self.event.type,
            "regions": sorted({region.slug for region in self.hosts}),
            "parks": self.parks,
            "date_terms": self.date_terms(),
        }

    def context(self) -> str:
        return lines(self.event.title, self.event.place, *self.hosts)

    def date_terms(self) -> list[str]:
        """The terms for each day, month and year of the event, as a date in a query has them."""
        first, last = self.event.start, self.event.end or self.event.start
        if not first or not first.year:
            return []
        final = last.year or first.year
        found = [str(year) for year in range(first.year, min(final, first.year + 2) + 1)]
        for date in (first, last):
            if date.month:
                found += words.date_terms(date.year or first.year, date.month, 0)
        if first.is_exact and last.is_exact:
            days = min((last.first_day() - first.first_day()).days + 1, MOST_DAYS)
            for day in (first.first_day() + dt.timedelta(days=number) for number in range(days)):
                found += words.date_terms(day.year, day.month, day.day)
        return list(dict.fromkeys(found))
