"""What a calendar, a feed or a search engine is told of events: loaded in a few queries, whatever their number."""

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _

from parks.models import Park, Region

from ..models import Access, Event, EventRegion, Session, Stop
from .icalendar import Entry

STATUS = {Event.Status.CANCELLED: "CANCELLED", Event.Status.POSTPONED: "TENTATIVE"}


def told_to(events, user):
    """Loads what is said of each event elsewhere: `hosts`, `known_stops`, `timed`, `revisions`, `changed_at`."""
    hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST, region__in=Region.objects.visible_to(user))
    placed = Park.objects.visible_to(user).filter(latitude__isnull=False, longitude__isnull=False)
    timed = Session.objects.filter(starts_at__isnull=False)
    return events.annotate(
        revisions=_history_of(Event, "id", Count("pk")),
        session_revisions=_history_of(Session, "event_id", Count("pk")),
        changed_at=_history_of(Event, "id", Max("history_date")),
        sessions_changed_at=_history_of(Session, "event_id", Max("history_date")),
    ).prefetch_related(
        Prefetch("region_roles", hosts.select_related("region"), to_attr="hosts"),
        Prefetch("stops", Stop.objects.filter(park__in=placed).select_related("park"), to_attr="placed_stops"),
        Prefetch("sessions", timed, to_attr="timed"),
    )


def _history_of(model, path, aggregate):
    rows = model.history.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(rows.annotate(found=aggregate).values("found"))


def entry(event):
    """The event as a calendar's entry; None when its days are not known exactly. `event` comes through `told_to`."""
    if event.start is None or not event.start.is_exact:
        return None
    first = event.start.first_day()
    last = event.end.first_day() if event.end and event.end.is_exact else first
    title = event.title
    if event.status == Event.Status.CANCELLED:
        title = _("Отменено: %s") % title
    elif event.status == Event.Status.POSTPONED:
        title = _("Перенесено: %s") % title
    start, end = _hours(event, first) if first == last else (first, last)
    return Entry(
        uid=uid(event),
        title=title,
        start=start,
        end=end,
        url=settings.SITE_URL + event.get_absolute_url(),
        changed_at=changed_at(event),
        sequence=max((event.revisions or 0) + (event.session_revisions or 0) - 1, 0),
        status=STATUS.get(event.status, "CONFIRMED"),
        description=event.lead,
        location=", ".join([part for part in [event.place] if part] + [link.region.name for link in event.hosts]),
        geo=point(event),
        categories=[event.get_type_display().capitalize()],
        is_public=event.access == Access.PUBLIC,
    )


def uid(event):
    """The same for ever, whatever becomes of the title, the address or the date."""
    return f"event-{event.pk}@{urlsplit(settings.SITE_URL).hostname}"


def changed_at(event):
    """When the event or its programme was last revised; what came without a history, when it was published."""
    moments = [moment for moment in (event.changed_at, event.sessions_changed_at) if moment]
    return max(moments, default=event.published_at or dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


def point(event):
    """(latitude, longitude) of the first stop that has one; None otherwise."""
    stop = next(iter(event.placed_stops), None)
    return (stop.park.latitude, stop.park.longitude) if stop else None


def _hours(event, day):
    """From the first line of the programme to the end of the last, where the programme of a day says both."""
    begins = min((session.starts_at for session in event.timed), default=None)
    ends = max((session.ends_at for session in event.timed if session.ends_at), default=None)
    if begins is None or ends is None or begins >= ends or any(s.starts_at >= ends for s in event.timed):
        return day, day
    zone = ZoneInfo(settings.TIME_ZONE)
    return dt.datetime.combine(day, begins, zone), dt.datetime.combine(day, ends, zone)
