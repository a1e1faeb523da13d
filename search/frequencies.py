"""Count the documents with a term, to weigh words and to plan queries for common words."""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models.functions import Left

from core.kept_pages.views import remembered

from .expressions import Expression, terms_in
from .keys import BUCKET, PAIR, POOL, POOLS, RARE_PAIR, heading_term, tag
from .models import SearchTerm

KEPT_SECONDS = 60


class TermCount(NamedTuple):
    """Numbers of documents with a term: all documents, for planning, and public ones, for weights."""

    documents: int = 0
    public: int = 0


@dataclass(frozen=True)
class IndexSizes:
    """Numbers of documents at the last count."""

    public: int
    by_pool: dict[int, int]
    buckets: dict[int, list[tuple[str, int]]]  # {pool: [(bucket, documents)], newest first}


class CachedSizes:
    """The sizes, read at most once a minute by a process, because only `manage.py index` updates them."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.sizes: IndexSizes | None = None
        self.read_at = 0.0

    def get(self) -> IndexSizes:
        """The sizes. For a page that will be kept, those of its generation."""
        return remembered("index sizes", _read_sizes) or self._of_this_minute()

    def _of_this_minute(self) -> IndexSizes:
        if self.sizes is None or time.monotonic() - self.read_at > KEPT_SECONDS:
            self.sizes, self.read_at = _read_sizes(), time.monotonic()
        return self.sizes


def _read_sizes() -> IndexSizes:
    counts = SearchTerm.objects.annotate(start=Left("term", 2)).filter(start__in=[tag(BUCKET), tag(POOL)])
    rows = list(counts.values_list("term", "documents", "public_documents"))
    counted = {term: documents for term, documents, _ in rows}
    public = sum(documents for term, _, documents in rows if term.startswith(tag(POOL)))
    by_pool = {pool: counted.get(tag(POOL, pool), 0) for pool in POOLS}
    buckets = {
        pool: sorted(
            ((name, size) for name, size in counted.items() if name.startswith(tag(BUCKET, pool))), reverse=True
        )
        for pool in POOLS
    }
    return IndexSizes(public, by_pool, buckets)


INDEX_SIZES = CachedSizes()


def count_query(terms: Iterable[str]) -> tuple[str, list[str]]:
    """SQL and parameters for (term, documents, public documents) of each known term and of its heading term."""
    wanted = sorted({*terms, *map(heading_term, terms)})
    placeholders = ", ".join(["%s"] * len(wanted)) or "NULL"
    return f"SELECT term, documents, public_documents FROM search_searchterm WHERE term IN ({placeholders})", wanted


class TermFrequencies:
    """The frequencies of a query's terms and of the tags that narrow it."""

    def __init__(self, terms: Iterable[str], narrowed: Iterable[Expression | None] = ()) -> None:
        self.sizes = INDEX_SIZES.get()
        tags: set[str] = set().union(*(terms_in(part) for part in narrowed if part is not None))
        self.counts = self._count({*terms, *tags})
        self.total = max(sum(self.sizes.by_pool.values()), 1)

    @staticmethod
    def _count(terms: set[str]) -> dict[str, TermCount]:
        sql, params = count_query(terms)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return {term: TermCount(*counts) for term, *counts in cursor.fetchall()}

    def buckets_of(self, pool: int) -> list[tuple[str, int]]:
        return self.sizes.buckets[pool]

    def size_of(self, pool: int) -> int:
        return self.sizes.by_pool[pool]

    def share_of(self, term: str) -> float:
        count = self.counts.get(term, TermCount(RARE_PAIR if term.startswith(PAIR) else 0))
        return min(1.0, count.documents / self.total)

    def weight_of(self, terms: Iterable[str]) -> float:
        """Inverse document frequency, among public documents, of a word that matches by any of these terms."""
        total = max(self.sizes.public, 1)
        count = min(max((self.counts.get(term, TermCount()).public for term in terms), default=0), total)
        return math.log(1 + (total - count + 0.5) / (count + 0.5))
