"""A document before its texts are analysed: its texts, its visibility, and the data that a hit shows."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils import timezone

from events.models import Access

from .. import keys, words
from ..interface import Kind

ALWAYS = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
TIERS: list[Any] = [Access.PUBLIC, Access.MEMBERS, Access.PARTICIPANTS, Access.STAFF]


class PublicationClock:
    """Tells what is published now, and remembers when one of its answers will change next."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.due_at: dt.datetime | None = None

    def is_published(self, published_at: dt.datetime | None) -> bool:
        if published_at is None:
            return False
        if published_at <= self.now:
            return True
        self.due_at = min(self.due_at or published_at, published_at)
        return False


@dataclass
class Visibility:
    """When each audience may first find the document; None means never. Staff may always."""

    public: dt.datetime | None = None
    members: dt.datetime | None = None
    participants: dt.datetime | None = None
    is_for_participants: bool = False  # participants may find it earlier than everybody
    is_announced: bool = False

    @classmethod
    def for_everyone(cls, since: dt.datetime | None) -> Self:
        return cls(public=since, members=since, participants=since)

    @classmethod
    def for_tier(cls, tier: str, since: dt.datetime | None) -> Self:
        """Each tier includes those below it: participants may also find what is for members."""
        rank = TIERS.index(tier)
        public, members, participants = (since if rank <= step else None for step in range(3))
        return cls(public, members, participants, is_for_participants=bool(participants and not public))

    def tags(self) -> list[str]:
        tags = [keys.PUBLIC] if self.public else [keys.MEMBERS] if self.members else []
        if self.is_for_participants:
            tags.append(keys.PARTICIPANTS)
        return [*tags, keys.ANNOUNCED] if self.is_announced else tags


@dataclass
class SourceDocument:
    kind: Kind
    object_id: int
    visibility: Visibility
    heading: str = ""  # the title or the names
    body: str = ""
    context: str = ""  # text of the parent; matches rank below matches in the heading
    unshown: str = ""  # counts like the body but is not in snippets
    row: str = ""  # the text of the locked row of an announced material
    names: list[str] = field(default_factory=list)  # for suggestions
    aliases: list[str] = field(default_factory=list)  # names that mean the row in any query, including the usual one
    day: dt.date | None = None
    date_terms: list[str] = field(default_factory=list)  # count like words of the context
    last_day: dt.date | None = None  # of an event that ends in another year
    event_id: int | None = None
    material_id: int | None = None
    event_type: str = ""
    regions: list[str] = field(default_factory=list)
    parks: list[str] = field(default_factory=list)
    has_files: bool = False
    shown: dict = field(default_factory=dict)
    due_at: dt.datetime | None = None  # when the document changes by time alone

    @property
    def year(self) -> int | None:
        return self.day.year if self.day and self.day.year > 1 else None

    @property
    def years(self) -> list[int]:
        """Every year of the event, at most three."""
        if not self.year:
            return []
        last = self.last_day.year if self.last_day else self.year
        return list(range(self.year, min(max(last, self.year), self.year + 2) + 1))

    @property
    def key(self) -> int:
        return keys.document_key(self.kind, self.object_id, self.day)

    @property
    def text(self) -> str:
        return "" if self.kind == Kind.SLIDE else self.body

    def digest(self) -> str:
        """A hash of everything, to tell whether the document has changed."""
        fields = {**vars(self), "visibility": vars(self.visibility)}  # `asdict` would copy each value
        everything = json.dumps([words.VERSION, fields], ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.md5(everything.encode(), usedforsecurity=False).hexdigest()

    def tags(self) -> list[str]:
        bucket = keys.bucket_of(self.key)
        tags = [keys.tag(keys.POOL, keys.pool_of(self.kind)), bucket, *filter(None, [keys.year_of_bucket(bucket)])]
        tags += [keys.tag(keys.KIND, self.kind), *self.visibility.tags()]
        tags += [keys.tag(keys.YEAR, year) for year in self.years]
        if self.event_type:
            tags.append(keys.tag(keys.EVENT_TYPE, self.event_type))
        tags += [keys.tag(keys.REGION, slug) for slug in self.regions]
        tags += [keys.tag(keys.PARK, slug) for slug in self.parks]
        if self.event_id:
            tags.append(keys.tag(keys.OF_EVENT, self.event_id))
        if self.material_id:
            tags.append(keys.tag(keys.OF_MATERIAL, self.material_id))
        if self.has_files:
            tags.append(keys.HAS_FILES)
        return tags


def lines(*parts: object) -> str:
    """The non-empty parts, one per line."""
    return "\n".join(text for part in parts if part and (text := str(part).strip()))
