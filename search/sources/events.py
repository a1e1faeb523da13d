from django.db.models import Prefetch

from events.models import Access, Appearance, Event, EventOrganization, EventRegion, Person, Stop

from ..drafts import TIERS, Draft, Reach, text_of
from ..interface import Kind
from .base import Source


class People(Source):
    """Known by what they did at events, so their words come only from events that all who may find them may see."""

    kind, model = Kind.PERSON, Person

    def rows(self, keys):
        return (
            super()
            .rows(keys)
            .prefetch_related(Prefetch("appearances", Appearance.objects.select_related("event", "talk")))
        )

    def draft(self, person, clock):
        done = sorted(
            person.appearances.all(), key=lambda one: (one.event.sort_date, one.event_id, one.pk), reverse=True
        )
        done = [one for one in done if one.event.published_at]
        told = self._told(done, clock)
        aliases = person.aliases.splitlines()
        return Draft(
            self.kind,
            person.pk,
            self._reach(done, clock),
            heading=text_of(person, *aliases),
            body=text_of(person.bio, *(text_of(one.said_as, one.talk and one.talk.title) for one in told)),
            names=[str(person), person.full_name, *aliases],
            shown={
                "title": str(person),
                "slug": person.slug,
                "note": next((one.said_as for one in told if one.said_as), ""),
            },
        )

    @staticmethod
    def _told(done, clock):
        """Of public events; of a closed one only where it is all there is: who was on one trip was not on the other."""
        public = [one for one in done if one.event.access == Access.PUBLIC]
        if not public and len({one.event_id for one in done if one.event.access != Access.STAFF}) == 1:
            public = [one for one in done if one.event.access != Access.STAFF]
        return [one for one in public if clock.shows(one.event.published_at)]

    @staticmethod
    def _reach(done, clock):
        since = {
            tier: min((one.event.published_at for one in done if one.event.access == tier), default=None)
            for tier in TIERS
        }
        members = min(filter(None, [since[Access.PUBLIC], since[Access.MEMBERS]]), default=None)
        reach = Reach(public=since[Access.PUBLIC], members=members)
        for one in done:
            closed = one.event.access in (Access.MEMBERS, Access.PARTICIPANTS)
            if closed and clock.shows(one.event.published_at):
                reach.events = sorted({*reach.events, one.event_id})
                reach.participants = min(filter(None, [reach.participants, one.event.published_at]))
        return reach


class Events(Source):
    kind, model = Kind.EVENT, Event

    def rows(self, keys):
        return (
            super()
            .rows(keys)
            .prefetch_related(
                Prefetch("organization_roles", EventOrganization.objects.select_related("organization")),
                Prefetch("region_roles", EventRegion.objects.select_related("region")),
                Prefetch("stops", Stop.objects.select_related("park", "organization")),
                "sessions",
                "talks",
                Prefetch("appearances", Appearance.objects.select_related("person")),
                "photos",
                "materials",
            )
        )

    def draft(self, event, clock):
        stops = [
            text_of(
                stop.title,
                stop.park if stop.park and clock.shows(stop.park.published_at) else "",
                stop.organization if stop.organization and clock.shows(stop.organization.published_at) else "",
                stop.state_then,
            )
            for stop in event.stops.all()
        ]
        organizations = [
            link.organization for link in event.organization_roles.all() if clock.shows(link.organization.published_at)
        ]
        facts = EventFacts(event, clock)
        listed = [
            one
            for one in event.materials.all()
            if one.current_version_id and (one.is_listed or one.access == Access.PUBLIC)
        ]
        return Draft(
            self.kind,
            event.pk,
            Reach.of_tier(event.access, event.published_at, event.pk),
            heading=event.title,
            body=text_of(
                event.lead,
                event.body,
                event.place,
                *stops,
                *(text_of(session.title, session.place, session.description) for session in event.sessions.all()),
                *(text_of(talk.title, talk.abstract) for talk in event.talks.all()),
                *(text_of(one.person, one.said_as) for one in event.appearances.all()),
                *(photo.caption for photo in event.photos.all()),
            ),
            context=text_of(
                event.get_type_display(),
                event.dates,
                *organizations,
                *(link.region for link in event.region_roles.all() if not link.region.is_hidden),
            ),
            names=[event.title],
            **facts.narrowing(),
            has_files=any(one.access != Access.STAFF and clock.shows(one.published_at) for one in listed),
            shown={
                "title": event.title,
                "slug": event.slug,
                "note": event.get_type_display(),
                "place": event.place,
                "date": event.dates,
            },
        )


class EventFacts:
    """What an event's materials and slides are narrowed by and found by, too."""

    def __init__(self, event, clock):
        self.event = event
        self.hosts = [
            link.region
            for link in event.region_roles.all()
            if link.role == EventRegion.Role.HOST and not link.region.is_hidden
        ]
        parks = [stop.park for stop in event.stops.all() if stop.park and clock.shows(stop.park.published_at)]
        self.parks = sorted({park.slug for park in parks})

    def narrowing(self):
        return {
            "day": self.event.sort_date,
            "event_id": self.event.pk,
            "event_type": self.event.type,
            "regions": sorted({region.slug for region in self.hosts}),
            "parks": self.parks,
        }

    def words(self):
        return text_of(self.event.title, self.event.place, *self.hosts)
