"""How often words stand in the index: what weighs them, and what tells a common one before it is asked for."""

# ruff: noqa: S608  names of our own tables are put into the SQL; what a reader typed is always a parameter

import math
import time
from dataclasses import dataclass

from django.db import connection
from django.db.models.functions import Left

from .expressions import terms_in
from .keys import PAIR, POOLS, RARE_PAIR, STRETCH, in_heading, mark
from .models import SearchTerm

KEPT_SECONDS = 60


@dataclass
class Sizes:
    """Of the whole index, as of the last count."""

    by_pool: dict[int, int]
    stretches: dict[int, list[tuple[str, int]]]  # of each pool, from the newest back
    read_at: float


_sizes = None


def sizes():
    """Kept for a minute: they are only counted anew by `manage.py index`."""
    global _sizes
    if _sizes is None or time.monotonic() - _sizes.read_at > KEPT_SECONDS:
        marks = {mark("p", pool): pool for pool in POOLS}
        counts = SearchTerm.objects.annotate(start=Left("term", 2)).filter(start__in=[mark(STRETCH), mark("p")])
        counted = dict(counts.values_list("term", "documents"))
        by_pool = {pool: counted.get(name, 0) for name, pool in marks.items()}
        stretches = {
            pool: sorted(
                ((name, size) for name, size in counted.items() if name.startswith(mark(STRETCH, pool))), reverse=True
            )
            for pool in POOLS
        }
        _sizes = Sizes(by_pool, stretches, time.monotonic())
    return _sizes


def forget():
    global _sizes
    _sizes = None


def counting(terms):
    """SQL and its parameters: of each of these terms that there is, also as one of a heading, in how many documents."""
    asked = sorted({*terms, *map(in_heading, terms)})
    places = ", ".join(["%s"] * len(asked)) or "NULL"
    return f"SELECT term, documents FROM search_searchterm WHERE term IN ({places})", asked


class Statistics:
    """Of the terms of one query, in text and in headings, and of the marks it is narrowed by."""

    def __init__(self, terms, narrowed=()):
        self.sizes = sizes()
        marks = set().union(*(terms_in(part) for part in narrowed if part is not None))
        self.counts = self._count({*terms, *marks})
        self.newest_word = self.counts.pop("", 0)
        self.total = max(sum(self.sizes.by_pool.values()), 1)

    @staticmethod
    def _count(terms):
        """Of each term that there is; and in the same query the key of the vocabulary's newest word."""
        sql, params = counting(terms)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} UNION ALL SELECT '', COALESCE(MAX(id), 0) FROM search_searchword", params)
            return dict(cursor.fetchall())

    def stretches_of(self, pool):
        return self.sizes.stretches[pool]

    def size_of(self, pool):
        return self.sizes.by_pool[pool]

    def share_of(self, term):
        count = self.counts.get(term, RARE_PAIR if term.startswith(PAIR) else 0)
        return min(1.0, count / self.total)

    def weight_of(self, terms):
        """How much it tells of a document that it has one of these."""
        count = min(max((self.counts.get(term, 0) for term in terms), default=0), self.total)
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5))
