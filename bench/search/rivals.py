"""Simpler ways to search the same documents, to show what an index of our own is worth.

`icontains` looks for the query as typed anywhere in the text, newest first. `simple` is how Indico searches:
PostgreSQL's full-text search without Russian morphology, each word as a prefix. On SQLite it is plain FTS5 with
the same query.
"""

import re

from django.db import connection

ENOUGH = 200


def prepare(documents):
    """Store lower-case texts, for `simple` without punctuation: the locale C of the test server handles neither."""
    rows = []
    for number, document in enumerate(documents):
        texts = [document.title.lower(), document.text.lower()]
        rows.append((number, document.key, *texts, *(" ".join(re.findall(r"\w+", text)) for text in texts)))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_document "
            "(id integer PRIMARY KEY, key text, title text, text text, title_words text, text_words text)"
        )
        cursor.executemany("INSERT INTO bench_document VALUES (%s, %s, %s, %s, %s, %s)", rows)
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bench_fts USING fts5(title, text)")
            cursor.execute(
                "INSERT INTO bench_fts (rowid, title, text) SELECT id, title_words, text_words FROM bench_document"
            )


def icontains(query):
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", query.text.lower()) + "%"
    return _keys(
        query,
        r"SELECT key FROM bench_document WHERE title LIKE %s ESCAPE '\' OR text LIKE %s ESCAPE '\' ORDER BY id DESC",
        [pattern, pattern],
    )


def simple(query):
    words = re.findall(r"\w+", query.text.lower())
    if connection.vendor == "sqlite":
        matched = " AND ".join(f'"{word}"*' for word in words)
        return _keys(
            query,
            "SELECT key FROM bench_fts JOIN bench_document ON bench_document.id = bench_fts.rowid "
            "WHERE bench_fts MATCH %s ORDER BY bm25(bench_fts, 3, 1)",
            [matched],
        )
    vector = "setweight(to_tsvector('simple', title_words), 'A') || to_tsvector('simple', text_words)"
    return _keys(
        query,
        f"SELECT key FROM bench_document, to_tsquery('simple', %s) wanted WHERE ({vector}) @@ wanted "
        f"ORDER BY ts_rank({vector}, wanted) DESC, id",
        [" & ".join(f"{word}:*" for word in words)],
    )


def _keys(query, sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {ENOUGH}", parameters)
        return [key for (key,) in cursor.fetchall() if query.is_about(key)]
