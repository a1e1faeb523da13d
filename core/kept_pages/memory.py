"""The kept pages of one process. All are of one generation and one stretch of time, and their size is limited."""

import datetime as dt
import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from .generation import Generation

MOST_FACTS = 500
OVERHEAD = 1_000  # measured bytes of an entry, without its page and its key
FASTEST = 1


@dataclass(frozen=True)
class KeptPage:
    """An answer without what belongs to one reader. `attributes` of the response are there for middleware."""

    packed: bytes
    headers: tuple[tuple[str, str], ...]
    attributes: dict[str, Any]
    holes: tuple[str, ...]
    etag: str

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.packed)


def pack(content: bytes) -> bytes:
    """The compressed content. 30 kB become 6 kB, which take 0.1 ms to unpack."""
    return zlib.compress(content, FASTEST)


@dataclass(frozen=True)
class Stretch:
    """The time from `since` to `until`, in which pages of the generation do not change by time alone."""

    generation: Generation
    since: dt.datetime
    until: dt.datetime

    def holds(self, generation: Generation, now: dt.datetime) -> bool:
        return self.generation == generation and self.since <= now < self.until


class Counts(NamedTuple):
    """The counts of filters, and the Stretch in which they were made."""

    stretch: Stretch
    found: Any


class Memory:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        with self.lock:
            self._start(None)
            self.counts: OrderedDict[Hashable, Counts] = OrderedDict()

    def _start(self, stretch: Stretch | None) -> None:
        self.stretch = stretch
        self.pages: OrderedDict[str, KeptPage] = OrderedDict()
        self.size = 0
        self.facts: OrderedDict[Hashable, Any] = OrderedDict()

    def enter(self, stretch: Stretch) -> None:
        """Begin this stretch and drop the pages of any other."""
        with self.lock:
            if self.stretch != stretch:
                self._start(stretch)

    def get(self, stretch: Stretch, key: str) -> KeptPage | None:
        with self.lock:
            if self.stretch != stretch or key not in self.pages:
                return None
            self.pages.move_to_end(key)
            return self.pages[key]

    def fact(self, stretch: Stretch, key: Hashable) -> Any:
        """The remembered fact, or None."""
        with self.lock:
            return self.facts.get(key) if self.stretch == stretch else None

    def remember(self, stretch: Stretch, key: Hashable, fact: Any) -> None:
        with self.lock:
            if self.stretch == stretch:
                self.facts[key] = fact
                if len(self.facts) > MOST_FACTS:
                    self.facts.popitem(last=False)

    def counted(self, generation: Generation, now: dt.datetime, key: Hashable) -> Any:
        """The remembered counts; None if there are none, or if a write or time may have changed them.

        Writes to columns that are not counted do not outdate them.
        """
        with self.lock:
            counts = self.counts.get(key)
            if counts is None:
                return None
            stretch = counts.stretch
            holds = stretch.generation.counted == generation.counted and stretch.since <= now < stretch.until
            return counts.found if holds else None

    def remember_counts(self, stretch: Stretch, key: Hashable, found: Any) -> None:
        with self.lock:
            self.counts[key] = Counts(stretch, found)
            if len(self.counts) > MOST_FACTS:
                self.counts.popitem(last=False)

    def put(self, stretch: Stretch, key: str, page: KeptPage, most_bytes: int) -> None:
        size = _size(key, page)
        with self.lock:
            if self.stretch != stretch or size > most_bytes // 8:
                return
            if former := self.pages.pop(key, None):
                self.size -= _size(key, former)
            self.pages[key] = page
            self.size += size
            while self.size > most_bytes:
                oldest, page = self.pages.popitem(last=False)
                self.size -= _size(oldest, page)


def _size(key: str, page: KeptPage) -> int:
    return len(page.packed) + 4 * len(key) + OVERHEAD
