"""A document before it is analysed: the words of a row, who may find it, and what is shown of it."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field

from django.utils import timezone

from events.models import Access

from . import keys, words
from .interface import Kind

ALWAYS = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
TIERS = [Access.PUBLIC, Access.MEMBERS, Access.PARTICIPANTS, Access.STAFF]


class Clock:
    """Tells what is published by now, and remembers the next moment at which its answer changes."""

    def __init__(self):
        self.now, self.due_at = timezone.now(), None

    def shows(self, published_at):
        if published_at is None:
            return False
        if published_at <= self.now:
            return True
        self.due_at = min(filter(None, [self.due_at, published_at]))
        return False


@dataclass
class Reach:
    """From when each may find it; None is never. Staff always may."""

    public: dt.datetime | None = None
    members: dt.datetime | None = None
    participants: dt.datetime | None = None
    events: list[int] = field(default_factory=list)  # whose participants
    is_announced: bool = False

    @classmethod
    def everyone(cls, since):
        return cls(public=since, members=since, participants=since)

    @classmethod
    def of_tier(cls, tier, since, event_id):
        """Each tier is within those below it; a trip's participants have what is for members, too."""
        rank = TIERS.index(tier)
        reach = cls(*(since if rank <= step else None for step in range(3)))
        reach.events = [event_id] if reach.participants and not reach.public else []
        return reach

    def marks(self):
        open_to = [keys.PUBLIC] if self.public else [keys.MEMBERS] if self.members else []
        return open_to + [keys.at_event(event) for event in self.events] + [keys.ANNOUNCED] * self.is_announced


@dataclass
class Draft:
    kind: Kind
    object_id: int
    reach: Reach
    heading: str = ""  # its title or names
    body: str = ""
    context: str = ""  # what it belongs to: found by it, but later than what is so called itself
    names: list[str] = field(default_factory=list)  # what suggestions complete
    day: dt.date | None = None
    event_id: int | None = None
    material_id: int | None = None
    event_type: str = ""
    regions: list[str] = field(default_factory=list)
    parks: list[str] = field(default_factory=list)
    has_files: bool = False
    shown: dict = field(default_factory=dict)
    due_at: dt.datetime | None = None  # when it changes without anybody saving anything

    @property
    def year(self):
        return self.day.year if self.day and self.day.year > 1 else None

    @property
    def key(self):
        return keys.document_key(self.kind, self.object_id, self.day)

    @property
    def text(self):
        return "" if self.kind == Kind.SLIDE else self.body

    def digest(self):
        everything = json.dumps([words.VERSION, asdict(self)], ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.md5(everything.encode(), usedforsecurity=False).hexdigest()

    def marks(self):
        pool = keys.pool_of(self.kind)
        found = [keys.mark("p", pool), keys.stretch(self.key), keys.mark("k", self.kind), *self.reach.marks()]
        found += [keys.mark("y", self.year)] if self.year else []
        found += [keys.mark("t", self.event_type)] if self.event_type else []
        found += [keys.mark("r", slug) for slug in self.regions] + [keys.mark("q", slug) for slug in self.parks]
        return found + [keys.mark("f")] * self.has_files


def text_of(*parts):
    """The parts that there are, a line each."""
    return "\n".join(text for part in parts if part and (text := str(part).strip()))
