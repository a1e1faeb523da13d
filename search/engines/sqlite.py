"""SQLite: FTS5 over the documents' terms. It reads matches by key and stops at the limit."""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

from collections.abc import Iterator, Sequence

from django.db import connection

from ..expressions import AnyOf, Expression
from ..frequencies import TermFrequencies
from ..keys import PAIR, RARE_PAIR, key_range
from .base import Access, Engine, Phrase, PoolQuery

INDEX, DOCUMENTS, NAMES = "search_searchindex", "search_searchdocument", "search_searchname"
PAST_PAIRS = chr(ord(PAIR) + 1)
MERGE_PAGES, MOST_MERGES = 2000, 500


def to_fts(expression: Expression) -> str:
    """The expression in FTS5's query language. Terms consist of letters and digits only; they are quoted anyway."""
    if isinstance(expression, str):
        return '"' + expression.replace('"', "") + '"'
    joined = (" OR " if isinstance(expression, AnyOf) else " AND ").join(to_fts(part) for part in expression.parts)
    if without := getattr(expression, "without", ()):
        return f"(({joined}) NOT ({' OR '.join(to_fts(part) for part in without)}))"
    return f"({joined})"


class SqliteEngine(Engine):
    contains = "instr(%(column)s, %%s)"
    matching = f"{INDEX} i CROSS JOIN {DOCUMENTS} d ON d.id = i.rowid WHERE {INDEX} MATCH %s"
    to_query = staticmethod(to_fts)

    def read(
        self,
        pools: list[PoolQuery],
        access: Access,
        frequencies: TermFrequencies,
        phrases: Sequence[Phrase] = (),
        columns: Sequence[str] = (),
    ) -> list[tuple]:
        with_phrases, phrase_params = self.phrase_condition(phrases)
        selected = ", ".join(f"d.{column}" for column in columns)
        parts: list[str] = []
        params: list = []
        for pool in pools:
            condition, moments = access.condition(connection.ops.adapt_datetimefield_value, pool.pool)
            parts.append(
                f"SELECT * FROM (SELECT {selected} FROM {self.matching} AND i.rowid BETWEEN %s AND %s"
                f" AND {condition}{with_phrases} ORDER BY i.rowid LIMIT %s)"
            )
            params += [to_fts(pool.expression), *key_range(pool.pool), *moments, *phrase_params, pool.limit]
        return self.rows(" UNION ALL ".join(parts), params)

    def names(self, prefix: str, others: list[str], access: Access, limit: int) -> list[tuple]:
        condition, moments = access.condition(connection.ops.adapt_datetimefield_value)
        with_others = "".join(" AND instr(' ' || n.whole, %s)" for _ in others)
        return self.rows(
            f"SELECT n.key, n.whole, d.id, d.kind, d.object_id, d.shown FROM {NAMES} n"
            f" CROSS JOIN {DOCUMENTS} d ON d.id = n.document_id"
            f" WHERE n.key >= %s AND n.key < %s{with_others} AND {condition} ORDER BY n.key LIMIT %s",
            [prefix, prefix + "\U0010ffff", *(f" {word}" for word in others), *moments, limit],
        )

    def count_terms(self) -> Iterator[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.searchterms USING fts5vocab('main', '{INDEX}', 'row')"
            )
            # There are very many pairs, so only frequent ones are counted.
            for condition in ("term < %s", f"term > %s AND (doc >= {RARE_PAIR} OR term >= '{PAST_PAIRS}')"):
                cursor.execute(f"SELECT term, doc FROM temp.searchterms WHERE {condition}", [PAIR])
                yield from cursor.fetchall()
            cursor.execute("DROP TABLE temp.searchterms")

    def optimize(self) -> None:
        """Merge the index's segments in short steps, so that no writer waits long."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('merge', %s)", [-MERGE_PAGES])
            for _ in range(MOST_MERGES):
                cursor.execute("SELECT total_changes()")
                (before,) = cursor.fetchone()
                cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('merge', %s)", [MERGE_PAGES])
                cursor.execute("SELECT total_changes()")
                if cursor.fetchone()[0] - before < 2:
                    break
