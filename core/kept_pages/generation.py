"""The generation of the content: a value that the database changes in the transaction of every write.

If two readings are equal, nothing was committed between them. On SQLite it is one row with a random number, which every
written row changes: only one transaction writes at a time there anyway. On PostgreSQL writers must not wait for each
other, so each statement adds a row, and the generation is the set of rows that a reader sees. A number never comes
back, neither by a rollback nor with a restored backup.

A second generation covers only the columns that filters count. Counting takes longer than making a page, and most
writes do not change these columns.
"""

from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest

TABLE = "core_generation"
MOST_ROWS = 200  # with more rows a reader on PostgreSQL replaces them with one


class Generation(NamedTuple):
    rows: int
    number: int
    counted_rows: int
    counted_number: int

    @property
    def counted(self) -> tuple[int, int]:
        """The generation of the columns that filters count."""
        return self.counted_rows, self.counted_number


_FIGURES = ["COUNT(*)", "SUM(number)", "COUNT(counted)", "COALESCE(SUM(counted), 0)"]
_READ = f"SELECT {', '.join(_FIGURES)} FROM {TABLE}"  # noqa: S608
# As a text, for example "1 -42 1 71"; NULL if there is no row.
_AS_TEXT = " || ' ' || ".join(_FIGURES)
WITH_ACCOUNT = RawSQL(f"(SELECT {_AS_TEXT} FROM {TABLE})", [], TextField())  # noqa: S611, S608

# 60 random bits; the other four are the version of the UUID.
RANDOM_ON_POSTGRESQL = "('x' || translate(gen_random_uuid()::text, '-', ''))::bit(64)::bigint"


def of(request: HttpRequest) -> Generation | None:
    """The generation before anything else is read for the request; None while pages must not be kept.

    To save a query, the authentication backend reads it together with the account, by `WITH_ACCOUNT`.
    """
    is_loaded = hasattr(request, "_cached_user")  # some middleware loaded the account earlier, so its value may be old
    text = None if is_loaded else getattr(getattr(request, "user", None), "generation", None)
    return _held(parsed(text)) if text else read()


def read() -> Generation | None:
    """The generation as this connection sees it; None while pages must not be kept. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        return _held(Generation(*(int(figure or 0) for figure in cursor.fetchone())))


def parsed(text: str) -> Generation:
    return Generation(*map(int, text.split()))


def _held(present: Generation) -> Generation | None:
    if present.rows > MOST_ROWS:
        renew(of_counts=present.counted_rows > MOST_ROWS // 2)
        return None
    return present if present.rows else None


def is_there() -> bool:
    """Whether the table exists. It does not before its migration has run."""
    return TABLE in connection.introspection.table_names()


def renew(*, of_counts: bool = True) -> None:
    """Start a new generation, with one row. Without `of_counts`, the generation of the counts stays."""
    others_alone = "" if of_counts else " WHERE counted IS NULL"
    random = "random()" if connection.vendor == "sqlite" else RANDOM_ON_POSTGRESQL
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}{others_alone}")  # noqa: S608
        counted = random if of_counts else "NULL"
        cursor.execute(f"INSERT INTO {TABLE} (number, counted) VALUES ({random}, {counted})")  # noqa: S608


def suspend() -> None:
    """Keep no pages until the next `renew`."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
