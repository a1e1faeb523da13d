"""What a full-text engine answers. Those of both databases answer alike; how they get there differs.

find(pools, audience, statistics, phrases)   candidates, of each pool the first by their keys
holds(expressions, audience, terms)          of each expression, whether the audience may see anything with it; and in
                                             how many documents each term stands, so that it need not be asked again
names(prefix, others, audience, limit)       documents with a name that begins so
announced(expression, attended, limit)       materials for members whose locked row everybody sees
count_terms()                                (term, in how many documents), from the index itself
lock()                                       one writer of the index at a time, to the transaction's end
tidy()                                       after many changes
"""

# ruff: noqa: S608  names of our own tables are put into the SQL; what a reader typed is always a parameter

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from ..expressions import All, Any, either
from ..frequencies import counting
from ..keys import HALL, SLIDES, pair

COLUMNS = ("id", "kind", "year", "event_type", "regions", "parks", "has_files", "heading", "body", "context")


class Candidate(NamedTuple):
    """What ranking and facets need of a document."""

    id: int
    kind: str
    year: int | None
    event_type: str
    regions: str
    parks: str
    has_files: bool
    heading: str
    body: str
    context: str


@dataclass(frozen=True)
class Pool:
    """Where to look, for what, and how many to take."""

    number: int
    expression: All | Any | str
    limit: int


@dataclass(frozen=True)
class Phrase:
    """Terms that stand together; each of `alternatives` is one way they may be spelled in the index."""

    alternatives: tuple[str, ...]
    is_excluded: bool = False
    is_soft: bool = False  # «ёлочки» stand around names as well as around phrases: let go when nothing is found

    def expression(self):
        spelled = (alternative.split() for alternative in self.alternatives)
        return either(All(tuple(pair(left, right) for left, right in pairwise(terms))) for terms in spelled)


@dataclass(frozen=True)
class Announced:
    """In the place of an audience: what is for members, and was not opened to this reader by being there."""

    attended: tuple[int, ...]

    def condition(self, adapt):
        events = ", ".join(str(int(event)) for event in self.attended)
        was_not_there = f" AND d.event_id NOT IN ({events})" if events else ""
        return f"d.members_from <= %s{was_not_there}", [adapt(timezone.now())]


class Engine:
    contains = ""  # SQL: whether %(column)s holds a parameter
    matching = ""  # SQL: the documents `d` that an expression, its parameter, finds

    def find(self, pools, audience, statistics, phrases=()):
        return [Candidate(*row) for row in self.read(pools, audience, statistics, phrases, COLUMNS)]

    def holds(self, expressions, audience, terms=()):
        open_now, moments = audience.condition(connection.ops.adapt_datetimefield_value)
        one = f"SELECT %s, CASE WHEN EXISTS (SELECT 1 FROM {self.matching} AND {open_now}) THEN 1 ELSE 0 END"
        params = []
        for place, expression in enumerate(expressions):
            params += [f"?{place}", self.write(expression), *moments]
        counts, count_params = counting(terms)
        found = dict(self.rows(" UNION ALL ".join([one] * len(expressions) + [counts]), params + count_params))
        return [bool(found.pop(f"?{place}")) for place in range(len(expressions))], found

    def phrase_condition(self, phrases):
        """What the pairs promise, made sure of in the text."""
        conditions, params = [], []
        for phrase in phrases:
            tests = []
            for alternative in phrase.alternatives:
                tests += [self.contains % {"column": f"d.{column}"} for column in ("heading", "body")]
                params += [f" {alternative} "] * 2
            conditions.append(f"{'NOT ' if phrase.is_excluded else ''}({' OR '.join(tests)})")
        return "".join(f" AND {condition}" for condition in conditions), params

    def rows(self, sql, params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def announced(self, expression, attended, limit, statistics):
        """Their keys. Of those for members it is known to everybody that they are there; not of the others."""
        pools = [Pool(pool, expression, limit) for pool in (HALL, SLIDES)]
        return {key for (key,) in self.read(pools, Announced(attended), statistics, columns=["material_id"])}

    def lock(self):
        pass

    def before_filling(self):
        """Nothing is in the index, much will be."""

    def after_filling(self):
        pass

    def tidy(self):
        pass
