"""Create an event after the pattern of another. It copies what recurs, and nothing that belongs to one day."""

from django.db import transaction
from django.db.models import Max

from .models import Event, EventOrganization, EventRegion, Session, Stop

EVENT = [
    "type",
    "format",
    "place",
    "hall",
    "country",
    "foreign_region",
    "time_zone",
    "access",
    "stream_access",
    "series",
]
ROWS = {
    EventRegion: ["region", "role", "order"],
    EventOrganization: ["organization", "role", "order"],
    Stop: ["day", "order", "starts_at", "park", "organization", "title", "note"],
    Session: ["day", "order", "starts_at", "ends_at", "kind", "title", "place", "description"],
}


def copy_structure(source: Event, title: str) -> Event:
    """A draft with the route, programme, organizations and regions of `source`, as the next one of its series.

    It has none of the dates, files, texts and people.
    """
    with transaction.atomic():
        event = Event(title=title, **{name: getattr(source, name) for name in EVENT})
        if source.series and source.edition:
            last = Event.objects.filter(series=source.series).aggregate(last=Max("edition"))["last"]
            event.edition = last + 1
        event.save()
        for model, columns in ROWS.items():
            for row in model.objects.filter(event=source):
                model.objects.create(event=event, **{name: getattr(row, name) for name in columns})
        event.committees.set(source.committees.all())
    return event
