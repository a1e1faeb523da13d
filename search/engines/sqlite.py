"""FTS5 over the documents' terms. It walks a word's documents by their keys, and stops where it is told to."""

# ruff: noqa: S608  names of our own tables are put into the SQL; what a reader typed is always a parameter

from django.db import connection

from ..expressions import Any
from ..keys import PAIR, RARE_PAIR, keys_of
from .base import Engine

INDEX, DOCUMENTS, NAMES = "search_searchindex", "search_searchdocument", "search_searchname"
PAST_PAIRS = chr(ord(PAIR) + 1)
MERGE_PAGES, MOST_MERGES = 2000, 500


def fts(expression):
    """The expression in FTS5's language. Terms hold letters and digits alone, and are quoted all the same."""
    if isinstance(expression, str):
        return '"' + expression.replace('"', "") + '"'
    joined = (" OR " if isinstance(expression, Any) else " AND ").join(fts(part) for part in expression.parts)
    if without := getattr(expression, "without", ()):
        return f"(({joined}) NOT ({' OR '.join(fts(part) for part in without)}))"
    return f"({joined})"


class SqliteEngine(Engine):
    contains = "instr(%(column)s, %%s)"
    matching = f"{INDEX} i CROSS JOIN {DOCUMENTS} d ON d.id = i.rowid WHERE {INDEX} MATCH %s"
    write = staticmethod(fts)

    def read(self, pools, audience, statistics, phrases=(), columns=()):
        open_now, moments = audience.condition(connection.ops.adapt_datetimefield_value)
        with_phrases, spelled = self.phrase_condition(phrases)
        columns = ", ".join(f"d.{column}" for column in columns)
        parts, params = [], []
        for pool in pools:
            parts.append(
                f"SELECT * FROM (SELECT {columns} FROM {self.matching} AND i.rowid BETWEEN %s AND %s"
                f" AND {open_now}{with_phrases} ORDER BY i.rowid LIMIT %s)"
            )
            params += [fts(pool.expression), *keys_of(pool.number), *moments, *spelled, pool.limit]
        return self.rows(" UNION ALL ".join(parts), params)

    def names(self, prefix, others, audience, limit):
        open_now, moments = audience.condition(connection.ops.adapt_datetimefield_value)
        with_others = "".join(" AND instr(' ' || n.whole, %s)" for _ in others)
        return self.rows(
            f"SELECT n.key, n.whole, d.id, d.kind, d.object_id, d.shown FROM {NAMES} n"
            f" CROSS JOIN {DOCUMENTS} d ON d.id = n.document_id"
            f" WHERE n.key >= %s AND n.key < %s{with_others} AND {open_now} ORDER BY n.key LIMIT %s",
            [prefix, prefix + "\U0010ffff", *(f" {word}" for word in others), *moments, limit],
        )

    def count_terms(self):
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.searchterms USING fts5vocab('main', '{INDEX}', 'row')"
            )
            # The pairs are many: of them only those that are frequent.
            for terms in ("term < %s", f"term > %s AND (doc >= {RARE_PAIR} OR term >= '{PAST_PAIRS}')"):
                cursor.execute(f"SELECT term, doc FROM temp.searchterms WHERE {terms}", [PAIR])
                yield from cursor.fetchall()
            cursor.execute("DROP TABLE temp.searchterms")

    def tidy(self):
        """Joins the index's segments in short strokes, so that no writer waits long."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('merge', %s)", [-MERGE_PAGES])
            for _ in range(MOST_MERGES):
                cursor.execute("SELECT total_changes()")
                (before,) = cursor.fetchone()
                cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('merge', %s)", [MERGE_PAGES])
                cursor.execute("SELECT total_changes()")
                if cursor.fetchone()[0] - before < 2:
                    break
