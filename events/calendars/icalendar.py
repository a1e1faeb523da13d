"""Render calendar entries as iCalendar (RFC 5545). Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.text import without_controls

if TYPE_CHECKING:
    from icalendar import Event as VEvent

PRODUCT = "-//Association of industrial parks//Portal//RU"
REFRESH = dt.timedelta(hours=6)


@dataclass(frozen=True)
class CalendarEntry:
    """One event of a calendar.

    `start` and `end` are both dates of whole days, inclusive, or both aware datetimes. `status` is RFC 5545's
    CONFIRMED, TENTATIVE or CANCELLED. `geo` is (latitude, longitude). `sequence` grows with every revision.
    """

    uid: str
    title: str
    start: dt.date
    end: dt.date
    url: str
    changed_at: dt.datetime
    sequence: int = 0
    status: str = "CONFIRMED"
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    categories: list[str] = field(default_factory=list)
    is_public: bool = True


def render_calendar(entries: Iterable[CalendarEntry], *, name: str = "", url: str = "") -> bytes:
    """The file. With a `name` it is a calendar to subscribe to, and says how often to refresh it."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("source", url, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: CalendarEntry) -> "VEvent":
    from icalendar import Event as VEvent

    event = VEvent()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    # DTSTAMP is the time of the last revision, so that an unchanged event gives the same bytes.
    for name in ("dtstamp", "last-modified"):
        event.add(name, entry.changed_at.astimezone(dt.UTC))
    if not isinstance(entry.start, dt.datetime) or not isinstance(entry.end, dt.datetime):
        event.add("dtstart", entry.start)
        event.add("dtend", entry.end + dt.timedelta(days=1))  # RFC 5545, 3.6.1: the end is exclusive
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-alldayevent", "TRUE")
    else:
        event.add("dtstart", entry.start.astimezone(dt.UTC))
        event.add("dtend", entry.end.astimezone(dt.UTC))
    event.add("summary", without_controls(entry.title))
    event.add("status", entry.status)
    event.add("class", "PUBLIC" if entry.is_public else "PRIVATE")
    event.add("url", entry.url)
    description = "\n\n".join(part for part in (entry.description, entry.url) if part)
    event.add("description", without_controls(description))
    if entry.location:
        event.add("location", without_controls(entry.location))
    if entry.geo:
        event.add("geo", entry.geo)
    if entry.categories:
        event.add("categories", list(map(without_controls, entry.categories)))
    return event
