"""Find events that were already created from a press release, even if some words of its text have changed."""

from typing import NamedTuple

from core.dates import PartialDate

from ..models import Event, Source
from ..press_release.likeness import SAME, fingerprint, likeness

MOST_COMPARED = 100  # events of the day


class Same(NamedTuple):
    event: Event
    percent: int


def same_events(text: str, start: PartialDate | None) -> list[Same]:
    """The events, likeliest first. Compares the text with sources, and with the texts of events of that day."""
    own = fingerprint(text)
    found: dict[int, float] = {}
    for event, its in Source.objects.exclude(fingerprint=[]).values_list("event", "fingerprint").iterator():
        found[event] = max(found.get(event, 0), likeness(own, its))
    if start is not None:
        of_that_day = Event.objects.filter(start=start).values_list("pk", "title", "lead", "body")
        for event, *parts in of_that_day[:MOST_COMPARED]:
            found[event] = max(found.get(event, 0), likeness(own, fingerprint("\n".join(parts))))
    likely = sorted(((value, pk) for pk, value in found.items() if value >= SAME), reverse=True)[:3]
    events = Event.objects.in_bulk([pk for _value, pk in likely])
    return [Same(events[pk], round(value * 100)) for value, pk in likely]
