"""Events as calendar entries, and the facts that calendars, feeds and share images need, loaded in a few queries."""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Aggregate, Count, Max, Model, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from parks.models import Park, Region

from ..models import Access, Event, EventRegion, Session, Stop
from .icalendar import CalendarEntry

STATUS = {Event.Status.CANCELLED: "CANCELLED", Event.Status.POSTPONED: "TENTATIVE"}


def load_facts(events: QuerySet[Event], user: AbstractBaseUser | AnonymousUser) -> QuerySet[Event]:
    """Load what `calendar_entry` reads, as far as the user may see it: `hosts`, `placed_stops`, `timed`, revisions."""
    hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST, region__in=Region.objects.visible_to(user))
    placed = Park.objects.visible_to(user).filter(latitude__isnull=False, longitude__isnull=False)
    timed = Session.objects.filter(starts_at__isnull=False)
    return (
        events.with_host_time_zone()
        .annotate(
            revisions=_history_of(Event, "id", Count("pk")),
            session_revisions=_history_of(Session, "event_id", Count("pk")),
            changed_at=_history_of(Event, "id", Max("history_date")),
            sessions_changed_at=_history_of(Session, "event_id", Max("history_date")),
        )
        .prefetch_related(
            Prefetch("region_roles", hosts.select_related("region"), to_attr="hosts"),
            Prefetch("stops", Stop.objects.filter(park__in=placed).select_related("park"), to_attr="placed_stops"),
            Prefetch("sessions", timed, to_attr="timed"),
        )
    )


def _history_of(model: type[Model], path: str, aggregate: Aggregate) -> Subquery:
    rows = model.history.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(rows.annotate(found=aggregate).values("found"))


def calendar_entry(event: Event) -> CalendarEntry | None:
    """The entry of an event from `load_facts`; None if its days are not known exactly."""
    days = event.exact_days
    if days is None:
        return None
    first, last = days
    title = event.title
    if event.status == Event.Status.CANCELLED:
        title = _("Отменено: %s") % title
    elif event.status == Event.Status.POSTPONED:
        title = _("Перенесено: %s") % title
    start, end = event.hours(event.timed) or (first, last)
    return CalendarEntry(
        uid=uid(event),
        title=title,
        start=start,
        end=end,
        url=settings.SITE_URL + event.get_absolute_url(),
        changed_at=changed_at(event),
        sequence=max((event.revisions or 0) + (event.session_revisions or 0) - 1, 0),
        status=STATUS.get(event.status, "CONFIRMED"),
        description=event.lead,
        location=", ".join(places(event)),
        geo=point(event),
        categories=[event.get_type_display().capitalize()],
        is_public=event.access == Access.PUBLIC,
    )


def places(event: Event) -> list[str]:
    """The place and the visible host regions, without repetitions."""
    return [text for text, _region in event.places([link.region for link in event.hosts])]


def uid(event: Event) -> str:
    """An id that stays the same when the title, the address or the date changes."""
    return f"event-{event.pk}@{urlsplit(settings.SITE_URL).hostname}"


def changed_at(event: Event) -> dt.datetime:
    """When the event or its programme was last revised, or when it was published if it has no history."""
    moments = [moment for moment in (event.changed_at, event.sessions_changed_at) if moment]
    return max(moments, default=event.published_at or dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


def point(event: Event) -> tuple[float, float] | None:
    """(latitude, longitude) of the first stop that has one."""
    stop = next(iter(event.placed_stops), None)
    return (stop.park.latitude, stop.park.longitude) if stop else None
