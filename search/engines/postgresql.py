"""PostgreSQL: a GIN index over the documents' terms, which are stored as lexemes without a parser.

A GIN index has no order, so a common word would return most documents. Such queries are restricted to as many of the
newest buckets (see `keys`) as should be enough by the frequencies of the terms. If they are not enough, the query is
repeated with more.
"""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

from ..expressions import AllOf, AnyOf, Expression, all_parts, expected_share, terms_in
from ..frequencies import TermCount, TermFrequencies
from ..keys import (
    BUCKET,
    MEMBERS,
    PAIR,
    PARTICIPANTS,
    POOL,
    PUBLIC,
    RARE_PAIR,
    SLIDES,
    YEAR,
    key_range,
    last_key_of,
    tag,
    year_of_bucket,
)
from .base import Access, Engine, Phrase, PoolQuery

INDEX, DOCUMENTS, NAMES = "search_searchindex", "search_searchdocument", "search_searchname"
COUNTED = "heading || body || context || tags"
INDEXED = "search_lexemes(d.heading || d.body || d.context || d.tags || d.pairs)"
# All are multiples of a pool's limit. The first two leave room for words that do not occur independently.
ENOUGH_OF_A_WORD, ENOUGH_OF_SEVERAL = 1.6, 2.2
COUNTED_BESIDE = 200  # so many matches more than are asked for are looked for, in case these are closed
FEW = 3  # so many matches are read faster than they are restricted to buckets
SMALL_POOL = 10_000  # documents: by the frequencies in all pools too few buckets are read, and then all of them
MONTHS_APART = 6  # up to so many months are faster to read than their whole year
MORE = 5  # the factor of the next attempt when too few were found; much greater when hardly any were
LOCK = 7_226_040
MOST_PREPARED = 60  # statements of a connection; each takes about 250 kB of its server process
TIERS = {PUBLIC, MEMBERS, PARTICIPANTS}

# {connection: {SQL: name of the prepared statement}}. Planning a search takes about as long as running it.
PREPARED: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def to_tsquery(expression: Expression) -> str:
    if isinstance(expression, str):
        return "'" + expression.replace("\\", "").replace("'", "") + "'"
    parts = [part for part in expression.parts if not _is_nearly_everything(part)] or expression.parts
    joined = (" | " if isinstance(expression, AnyOf) else " & ").join(map(to_tsquery, parts))
    if without := getattr(expression, "without", ()):
        return f"(({joined}) & !({' | '.join(to_tsquery(part) for part in without)}))"
    return f"({joined})"


def _is_nearly_everything(part: Expression) -> bool:
    """Whether only drafts lack these tags. Dropping the drafts afterwards is faster than reading the long lists."""
    return isinstance(part, AnyOf) and set(part.parts) <= TIERS


def _most_selective(expression: AllOf) -> AllOf:
    """Drop the words that the pairs of a phrase already imply."""
    pairs = tuple(part for part in expression.parts if any(term[0] == PAIR for term in terms_in(part)))
    tags = tuple(part for part in expression.parts if any(term[0] == "§" for term in terms_in(part)))
    return AllOf(pairs + tags, expression.without) if pairs else expression


def _buckets_for(query: PoolQuery, frequencies: TermFrequencies, share: float) -> tuple[list[tuple[str, int]], float]:
    """The buckets to read, and the expected share of matches in them. Only those of a year if the query has one."""
    buckets = frequencies.buckets_of(query.pool)
    required = (part for part in query.expression.parts if isinstance(part, str))
    year = next((term for term in required if term.startswith(tag(YEAR))), None)
    if year is None or not frequencies.share_of(year):
        return buckets, share
    start = tag(BUCKET, f"{query.pool}{year.removeprefix(tag(YEAR))}")
    return [(name, size) for name, size in buckets if name.startswith(start)], share / frequencies.share_of(year)


def _in_few_terms(buckets: list[str]) -> tuple[AnyOf, str]:
    """The buckets as few terms, and the last bucket in them. Most years need one term for all their months."""
    first, last = year_of_bucket(buckets[0]), year_of_bucket(buckets[-1])
    of_last = [bucket for bucket in buckets if year_of_bucket(bucket) == last]
    apart = of_last if not last or first == last or len(of_last) <= MONTHS_APART else []
    terms = dict.fromkeys(bucket if bucket in apart else year_of_bucket(bucket) or bucket for bucket in buckets)
    return AnyOf(tuple(terms)), buckets[-1] if apart else f"{buckets[-1][:-2]}01"


def _prepared(sql: str) -> str:
    """The name under which this connection has prepared the statement; "" if it has too many already."""
    known = PREPARED.setdefault(connection.connection, {})
    if sql not in known and len(known) < MOST_PREPARED:
        numbers = count(1)
        numbered = re.sub("%[s%]", lambda found: f"${next(numbers)}" if found[0] == "%s" else "%", sql)
        name = f"search_{len(known)}"
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE {name} AS {numbered}")
        known[sql] = name
    return known.get(sql, "")


class PostgresqlEngine(Engine):
    contains = "position(%%s in %(column)s) > 0"
    # A subquery hides the terms from the planner. For a common word it would otherwise scan the table for the first
    # matches and parse every row on the way, which takes seconds.
    matching = f"{DOCUMENTS} d WHERE {INDEXED} @@ (SELECT %s::tsquery)"
    to_query = staticmethod(to_tsquery)

    @staticmethod
    def rows_of_prepared(sql: str, params: list) -> list[tuple]:
        with connection.cursor() as cursor:
            if name := _prepared(sql):
                sql = f"EXECUTE {name} ({', '.join(['%s'] * len(params))})" if params else f"EXECUTE {name}"
            cursor.execute(sql, params)
            return cursor.fetchall()

    def read(
        self,
        pools: list[PoolQuery],
        access: Access,
        frequencies: TermFrequencies,
        phrases: Sequence[Phrase] = (),
        columns: Sequence[str] = (),
    ) -> list[tuple]:
        found: dict[PoolQuery, list[tuple]] = {}
        unfinished = pools
        factors = dict.fromkeys(pools, 1.0)
        while unfinished:
            restricted = [self._restricted(query, access, frequencies, factors[query]) for query in unfinished]
            answers = self._read(restricted, access, phrases, columns)
            found |= zip(unfinished, answers, strict=True)
            unfinished = [
                query
                for query, (some, _) in zip(unfinished, restricted, strict=True)
                if some is not query and len(found[query]) < query.limit
            ]
            for query in unfinished:
                factors[query] *= max(MORE, MORE / 2 * query.limit / max(len(found[query]), 1))
        return [row for query in pools for row in found[query]]

    @staticmethod
    def _restricted(
        query: PoolQuery, access: Access, frequencies: TermFrequencies, factor: float
    ) -> tuple[PoolQuery, int]:
        """The query, restricted to as many of the newest buckets as should be enough, and the last key in them.

        If no bucket is left out, the query itself and the last key of its pool.
        """
        selective = _most_selective(query.expression)
        closed = access.rarely_open
        share = expected_share(selective, lambda term: 0.0 if term in closed else frequencies.share_of(term))
        is_one_word = len([term for term in terms_in(selective) if not term.startswith("§")]) == 1
        wanted = factor * query.limit * (ENOUGH_OF_A_WORD if is_one_word else ENOUGH_OF_SEVERAL)
        size = frequencies.size_of(query.pool)
        if share * size <= max(wanted, FEW * query.limit) or size <= SMALL_POOL:
            return query, key_range(query.pool)[1]
        buckets, share = _buckets_for(query, frequencies, share)
        expected, chosen = 0.0, []
        for name, size in buckets:
            chosen.append(name)
            expected += share * size
            if expected > wanted:
                break
        else:
            return query, key_range(query.pool)[1]
        within, last = _in_few_terms(chosen)
        return PoolQuery(query.pool, all_parts(query.expression, within), query.limit), last_key_of(last)

    def _read(
        self, pools: list[tuple[PoolQuery, int]], access: Access, phrases: Sequence[Phrase], columns: Sequence[str]
    ) -> list[list[tuple]]:
        with_phrases, phrase_params = self.phrase_condition(phrases)
        selected = ", ".join(f"d.{column}" for column in columns)
        parts: list[str] = []
        params: list = []
        for number, (query, last_key) in enumerate(pools):
            condition, moments = access.condition(connection.ops.adapt_datetimefield_value, query.pool)
            # "+ 0" keeps the planner from walking along the primary key and comparing each row.
            matches = f"{self.matching} AND d.id + 0 <= %s AND {condition} ORDER BY d.id + 0"
            # Phrases are confirmed in the order of the keys until there are enough: "OFFSET 0" comes first.
            part = f"(SELECT {selected} FROM {matches} OFFSET 0) d WHERE TRUE{with_phrases}" if phrases else matches
            parts.append(f"(SELECT {number} AS pool, {selected} FROM {part} LIMIT {int(query.limit)})")
            is_whole = last_key == key_range(query.pool)[1]  # a bucket belongs to one pool
            expression = AllOf((query.expression, tag(POOL, query.pool))) if is_whole else query.expression
            params += [to_tsquery(expression), last_key, *moments, *phrase_params]
        found: list[list[tuple]] = [[] for _ in pools]
        for row in self.rows_of_prepared(" UNION ALL ".join(parts), params):
            found[row[0]].append(row[1:])
        return found

    def have_matches(
        self, expressions: list[AllOf], access: Access, terms: Iterable[str] = (), most: int = 1
    ) -> tuple[list[int], dict[str, TermCount]]:
        """Matches of common words are counted among the newest slides, and among all documents if these are too few.

        Without that limit PostgreSQL collects all matches before it returns the first.
        """
        frequencies = TermFrequencies(set(terms), expressions)
        newest = [self._among_the_newest(expression, access, frequencies, most) for expression in expressions]
        counts, _ = super().have_matches(newest, access, (), most)
        unsure = [
            place
            for place, (some, all_of_it) in enumerate(zip(newest, expressions, strict=True))
            if some is not all_of_it and counts[place] < most
        ]
        if unsure:
            again, _ = super().have_matches([expressions[place] for place in unsure], access, (), most)
            for place, count in zip(unsure, again, strict=True):
                counts[place] = count
        return counts, frequencies.counts

    def _among_the_newest(self, expression: AllOf, access: Access, frequencies: TermFrequencies, most: int) -> AllOf:
        query = PoolQuery(SLIDES, expression, most + COUNTED_BESIDE)
        some, _ = self._restricted(query, access, frequencies, 1.0)
        return some.expression

    def names(self, prefix: str, others: list[str], access: Access, limit: int) -> list[tuple]:
        condition, moments = access.condition(connection.ops.adapt_datetimefield_value)
        with_others = "".join(" AND position(%s in ' ' || n.whole) > 0" for _ in others)
        # LATERAL with its own limit: for a common beginning the planner would join all names with all documents.
        return self.rows(
            f"SELECT n.key, n.whole, d.id, d.kind, d.object_id, d.shown FROM {NAMES} n"
            f" CROSS JOIN LATERAL (SELECT * FROM {DOCUMENTS} d WHERE d.id = n.document_id AND {condition} LIMIT 1) d"
            f" WHERE n.key ~>=~ %s AND n.key ~<~ %s{with_others} ORDER BY n.key USING ~<~ LIMIT %s",
            [*moments, prefix, prefix + "\U0010ffff", *(f" {word}" for word in others), limit],
        )

    def count_terms(self) -> Iterator[tuple[str, int]]:
        for columns, least in ((COUNTED, 1), ("pairs", RARE_PAIR)):
            query = f"SELECT search_lexemes({columns}) FROM {DOCUMENTS}"
            yield from self.rows("SELECT word, ndoc FROM ts_stat(%s) WHERE ndoc >= %s", [query, least])

    def before_first_build(self) -> None:
        """Drop the index, because it is built many times faster over a full table than row by row."""
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")

    def after_build(self) -> None:
        """Create the index if it is missing, for example because a process died before it could.

        Before that the rows are stored in the order of their keys, so that the newest ones, which most answers show,
        are side by side, as are those of a bucket.
        """
        if self.rows("SELECT to_regclass(%s)", [INDEX]) == [(None,)]:
            columns = INDEXED.replace("d.", "")
            with connection.cursor() as cursor:
                cursor.execute(f"CLUSTER {DOCUMENTS} USING {DOCUMENTS}_pkey")
                cursor.execute(f"CREATE INDEX {INDEX} ON {DOCUMENTS} USING gin ({columns}) WITH (fastupdate = off)")

    def lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def optimize(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {DOCUMENTS}, {NAMES}")
