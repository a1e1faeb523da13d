"""The interface of the full-text engines. Those of both databases give the same answers in different ways."""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection

from ..access import AnnouncedMaterials, ReaderAccess
from ..expressions import AllOf, Expression, any_part
from ..frequencies import TermCount, TermFrequencies, count_query
from ..keys import EVENTS, adjacent_pair, object_id_of

COLUMNS = (
    "id",
    "kind",
    "material_id",
    "year",
    "event_type",
    "regions",
    "parks",
    "has_files",
    "heading",
    "body",
    "context",
)

Access = ReaderAccess | AnnouncedMaterials


class Candidate(NamedTuple):
    """The columns of a document that ranking and facets need."""

    id: int
    kind: str
    material_id: int | None  # materials and slides only
    year: int | None
    event_type: str
    regions: str
    parks: str
    has_files: bool
    heading: str
    body: str
    context: str

    @property
    def object_id(self) -> int:
        return object_id_of(self.id)


@dataclass(frozen=True)
class PoolQuery:
    """What to search for in a pool, and how many documents to return."""

    pool: int
    expression: AllOf
    limit: int


@dataclass(frozen=True)
class Phrase:
    """Adjacent terms. Each alternative is one way in which they may be stored."""

    alternatives: tuple[str, ...]
    is_excluded: bool = False
    is_soft: bool = False  # in «ёлочки», which often enclose names; ignored if nothing matches

    def expression(self) -> Expression:
        spellings = (alternative.split() for alternative in self.alternatives)
        return any_part(
            AllOf(tuple(adjacent_pair(left, right) for left, right in pairwise(terms))) for terms in spellings
        )


class Engine:
    contains = ""  # SQL: whether %(column)s contains a parameter
    matching = ""  # SQL: the documents `d` that match an expression, its parameter

    def to_query(self, expression: Expression) -> str:
        """The expression in the query language of the database."""
        raise NotImplementedError

    def read(
        self,
        pools: list[PoolQuery],
        access: Access,
        frequencies: TermFrequencies,
        phrases: Sequence[Phrase] = (),
        columns: Sequence[str] = (),
    ) -> list[tuple]:
        """The columns of the first matches of each pool, by key."""
        raise NotImplementedError

    def names(self, prefix: str, others: list[str], access: Access, limit: int) -> list[tuple]:
        """[(key, whole name, document, kind, object_id, shown)] of names with this beginning and the other words."""
        raise NotImplementedError

    def count_terms(self) -> Iterator[tuple[str, int]]:
        """(term, number of documents), read from the full-text index."""
        raise NotImplementedError

    def lock(self) -> None:
        """Allow one writer of the index at a time, until the end of the transaction."""

    def before_first_build(self) -> None:
        """Called before much is added to an almost empty index."""

    def after_build(self) -> None:
        """Called when everything has been indexed."""

    def optimize(self) -> None:
        """Called after many changes."""

    def find(
        self,
        pools: list[PoolQuery],
        access: Access,
        frequencies: TermFrequencies,
        phrases: Sequence[Phrase] = (),
    ) -> list[Candidate]:
        return list(map(Candidate._make, self.read(pools, access, frequencies, phrases, COLUMNS)))

    def have_matches(
        self, expressions: list[AllOf], access: Access, terms: Iterable[str] = (), most: int = 1
    ) -> tuple[list[int], dict[str, TermCount]]:
        """For each expression, the number of matches that `access` allows, up to a limit; and counts of the terms."""
        condition, moments = access.condition(connection.ops.adapt_datetimefield_value)
        counted = f"SELECT COUNT(*) FROM (SELECT 1 FROM {self.matching} AND {condition} LIMIT {int(most)}) f"
        one = f"SELECT %s, ({counted}), 0"
        params: list[Any] = []
        for number, expression in enumerate(expressions):
            params += [f"?{number}", self.to_query(expression), *moments]
        counts, count_params = count_query(terms)
        rows = self.rows(" UNION ALL ".join([one] * len(expressions) + [counts]), params + count_params)
        found = {term: TermCount(*numbers) for term, *numbers in rows}
        return [found.pop(f"?{number}").documents for number in range(len(expressions))], found

    def announced_materials(
        self, expression: AllOf, participant: int | None, limit: int, frequencies: TermFrequencies
    ) -> set[int]:
        """The keys of matching materials for members whose locked row everybody sees."""
        query = PoolQuery(EVENTS, expression, limit)
        rows = self.read([query], AnnouncedMaterials(participant), frequencies, columns=["material_id"])
        return {key for (key,) in rows}

    def phrase_condition(self, phrases: Sequence[Phrase]) -> tuple[str, list[str]]:
        """SQL and parameters that confirm phrases in the stored terms: pair terms are hashes and may collide."""
        conditions, params = [], []
        for phrase in phrases:
            tests = []
            for alternative in phrase.alternatives:
                tests += [self.contains % {"column": f"d.{column}"} for column in ("heading", "body")]
                params += [f" {alternative} "] * 2
            conditions.append(f"{'NOT ' if phrase.is_excluded else ''}({' OR '.join(tests)})")
        return "".join(f" AND {condition}" for condition in conditions), params

    @staticmethod
    def rows(sql: str, params: list) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def rows_of_prepared(self, sql: str, params: list) -> list[tuple]:
        """The rows of a statement that is asked again and again with other parameters."""
        return self.rows(sql, params)
