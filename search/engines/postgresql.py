"""PostgreSQL: a GIN index over the documents' terms, which are stored as lexemes without a parser.

A GIN index has no order, so a word of most documents would return all of them. Such queries are restricted to the
newest buckets (see `keys`), as many as should be enough by the frequencies of the terms. If they were not, the query
is repeated with more.
"""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

from collections.abc import Iterator, Sequence

from django.db import connection

from ..expressions import AllOf, AnyOf, Expression, all_parts, expected_share, terms_in
from ..frequencies import TermFrequencies
from ..keys import BUCKET, PAIR, POOL, RARE_PAIR, YEAR, key_range, last_key_of, tag
from .base import Access, Engine, Phrase, PoolQuery

INDEX, DOCUMENTS, NAMES = "search_searchindex", "search_searchdocument", "search_searchname"
COUNTED = "heading || body || context || tags"
INDEXED = "search_lexemes(d.heading || d.body || d.context || d.tags || d.pairs)"
# All are multiples of a pool's limit. The first two leave room for words that do not occur independently.
ENOUGH_OF_A_WORD, ENOUGH_OF_SEVERAL = 1.6, 2.2
FEW = 6  # so many matches are read faster than they are restricted to buckets
MORE = 5  # the factor of the next attempt when too few were found; much greater when hardly any were
LOCK = 7_226_040


def to_tsquery(expression: Expression) -> str:
    if isinstance(expression, str):
        return "'" + expression.replace("\\", "").replace("'", "") + "'"
    joined = (" | " if isinstance(expression, AnyOf) else " & ").join(to_tsquery(part) for part in expression.parts)
    if without := getattr(expression, "without", ()):
        return f"(({joined}) & !({' | '.join(to_tsquery(part) for part in without)}))"
    return f"({joined})"


def _most_selective(expression: AllOf) -> AllOf:
    """Drop the words that the pairs of a phrase already imply."""
    pairs = tuple(part for part in expression.parts if any(term[0] == PAIR for term in terms_in(part)))
    tags = tuple(part for part in expression.parts if any(term[0] == "§" for term in terms_in(part)))
    return AllOf(pairs + tags, expression.without) if pairs else expression


def _buckets_for(query: PoolQuery, frequencies: TermFrequencies, share: float) -> tuple[list[tuple[str, int]], float]:
    """The buckets to read, and the expected share of matches in them: of one year when all matches must have it."""
    buckets = frequencies.buckets_of(query.pool)
    required = (part for part in query.expression.parts if isinstance(part, str))
    year = next((term for term in required if term.startswith(tag(YEAR))), None)
    if year is None or not frequencies.share_of(year):
        return buckets, share
    start = tag(BUCKET, f"{query.pool}{year.removeprefix(tag(YEAR))}")
    return [(name, size) for name, size in buckets if name.startswith(start)], share / frequencies.share_of(year)


def _whole_years(buckets: list[str]) -> tuple[str, ...]:
    """The same buckets in fewer terms: the months of each year but the last (earliest) become the year's tag.

    An event of several years has the tags of all of them, so the tags may match more than the buckets.
    """
    year_at = len(tag(BUCKET, "0"))
    years = [name[year_at : year_at + 4] if len(name) == year_at + 6 else "0000" for name in buckets]
    whole = {year for year in years if year not in ("0000", years[-1])}
    months = [name for name, year in zip(buckets, years, strict=True) if year not in whole]
    return (*(tag(YEAR, year) for year in sorted(whole, reverse=True)), *months)


class PostgresqlEngine(Engine):
    contains = "position(%%s in %(column)s) > 0"
    # A parameter of which the planner knows nothing. By the frequencies of known terms it reads all rows for the first
    # few matches of a common word, and splits every one that is not among them: for seconds.
    matching = f"{DOCUMENTS} d WHERE {INDEXED} @@ (SELECT %s::tsquery)"
    to_query = staticmethod(to_tsquery)

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
        """The query within as many of the newest buckets as should be enough, and the last key in them.

        The query itself and the last key of its pool when nothing is left out.
        """
        selective = _most_selective(query.expression)
        closed = access.rarely_open
        share = expected_share(selective, lambda term: 0.0 if term in closed else frequencies.share_of(term))
        is_one_word = len([term for term in terms_in(selective) if not term.startswith("§")]) == 1
        wanted = factor * query.limit * (ENOUGH_OF_A_WORD if is_one_word else ENOUGH_OF_SEVERAL)
        if share * frequencies.size_of(query.pool) <= max(wanted, FEW * query.limit):
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
        expression = all_parts(query.expression, AnyOf(_whole_years(chosen)))
        return PoolQuery(query.pool, expression, query.limit), last_key_of(chosen[-1])

    def _read(
        self, pools: list[tuple[PoolQuery, int]], access: Access, phrases: Sequence[Phrase], columns: Sequence[str]
    ) -> list[list[tuple]]:
        condition, moments = access.condition(connection.ops.adapt_datetimefield_value)
        with_phrases, phrase_params = self.phrase_condition(phrases)
        parts: list[str] = []
        params: list = []
        for number, (query, last_key) in enumerate(pools):
            # "+ 0" keeps the planner from walking the primary key and comparing row by row.
            parts.append(
                f"(SELECT {number} AS pool, d.id FROM {self.matching}"
                f" AND d.id + 0 <= %s AND {condition}{with_phrases} ORDER BY d.id + 0 LIMIT %s)"
            )
            expression = AllOf((query.expression, tag(POOL, query.pool)))
            params += [to_tsquery(expression), last_key, *moments, *phrase_params, query.limit]
        selected = ", ".join(f"d.{column}" for column in columns)
        rows = self.rows(
            f"WITH found AS MATERIALIZED ({' UNION ALL '.join(parts)})"
            f" SELECT found.pool, {selected} FROM found JOIN {DOCUMENTS} d ON d.id = found.id"
            " ORDER BY found.pool, d.id",
            params,
        )
        found: list[list[tuple]] = [[] for _ in pools]
        for number, *row in rows:
            found[number].append(tuple(row))
        return found

    def names(self, prefix: str, others: list[str], access: Access, limit: int) -> list[tuple]:
        condition, moments = access.condition(connection.ops.adapt_datetimefield_value)
        with_others = "".join(" AND position(%s in ' ' || n.whole) > 0" for _ in others)
        # Laterally, with a limit of its own: for a common beginning the planner joins all names with all documents.
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
        """Drop the index: it is built many times faster over a full table than row by row."""
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")

    def after_build(self) -> None:
        """Create the index if it is missing, also after a process that died before it could.

        First the rows are put in the order of their keys: the newest ones, which most answers show, then lie side by
        side, and so do those of a bucket in the index.
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
