"""How many documents contain a term: used for weights and to plan queries for common words."""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models.functions import Left

from core.kept_pages.views import remembered

from .expressions import Expression, terms_in
from .keys import BUCKET, PAIR, POOL, POOLS, RARE_PAIR, heading_term, tag
from .models import SearchTerm

KEPT_SECONDS = 60


@dataclass(frozen=True)
class IndexSizes:
    """Numbers of documents as of the last count."""

    by_pool: dict[int, int]
    buckets: dict[int, list[tuple[str, int]]]  # by pool: (bucket, documents), the newest first


class CachedSizes:
    """The sizes, read at most once a minute by a process: only `manage.py index` counts anew."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.sizes: IndexSizes | None = None
        self.read_at = 0.0

    def get(self) -> IndexSizes:
        """Within a page that is kept, those of its generation."""
        return remembered("index sizes", _read_sizes) or self._of_this_minute()

    def _of_this_minute(self) -> IndexSizes:
        if self.sizes is None or time.monotonic() - self.read_at > KEPT_SECONDS:
            self.sizes, self.read_at = _read_sizes(), time.monotonic()
        return self.sizes


def _read_sizes() -> IndexSizes:
    counts = SearchTerm.objects.annotate(start=Left("term", 2)).filter(start__in=[tag(BUCKET), tag(POOL)])
    counted = dict(counts.values_list("term", "documents"))
    by_pool = {pool: counted.get(tag(POOL, pool), 0) for pool in POOLS}
    buckets = {
        pool: sorted(
            ((name, size) for name, size in counted.items() if name.startswith(tag(BUCKET, pool))), reverse=True
        )
        for pool in POOLS
    }
    return IndexSizes(by_pool, buckets)


INDEX_SIZES = CachedSizes()


def count_query(terms: Iterable[str]) -> tuple[str, list[str]]:
    """SQL and parameters for (term, documents) of each known term and of its heading term."""
    wanted = sorted({*terms, *map(heading_term, terms)})
    placeholders = ", ".join(["%s"] * len(wanted)) or "NULL"
    return f"SELECT term, documents FROM search_searchterm WHERE term IN ({placeholders})", wanted


class TermFrequencies:
    """Frequencies of one query's terms and of the tags it is narrowed by."""

    def __init__(self, terms: Iterable[str], narrowed: Iterable[Expression | None] = ()) -> None:
        self.sizes = INDEX_SIZES.get()
        tags: set[str] = set().union(*(terms_in(part) for part in narrowed if part is not None))
        self.counts = self._count({*terms, *tags})
        self.newest_word = self.counts.pop("", 0)  # key of the vocabulary's newest word
        self.total = max(sum(self.sizes.by_pool.values()), 1)

    @staticmethod
    def _count(terms: set[str]) -> dict[str, int]:
        """Counts by term; under "" the key of the vocabulary's newest word, to save a query."""
        sql, params = count_query(terms)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} UNION ALL SELECT '', COALESCE(MAX(id), 0) FROM search_searchword", params)
            return dict(cursor.fetchall())

    def buckets_of(self, pool: int) -> list[tuple[str, int]]:
        return self.sizes.buckets[pool]

    def size_of(self, pool: int) -> int:
        return self.sizes.by_pool[pool]

    def share_of(self, term: str) -> float:
        count = self.counts.get(term, RARE_PAIR if term.startswith(PAIR) else 0)
        return min(1.0, count / self.total)

    def weight_of(self, terms: Iterable[str]) -> float:
        """Inverse document frequency of a word that matches by any of these terms."""
        count = min(max((self.counts.get(term, 0) for term in terms), default=0), self.total)
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5))
