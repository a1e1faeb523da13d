"""The generation of the content: a value that the database changes in the transaction of every write.

Two readings that are equal have nothing committed between them. SQLite has one row with a random number, and each
written row changes it: writers wait for each other there anyway. On PostgreSQL they must not, so each statement adds a
row of its own, and the generation is the set of rows that a reader sees. A number once gone never comes back, neither
by a rollback nor with a restored backup.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest

TABLE = "core_generation"
MOST_ROWS = 200  # then a reader on PostgreSQL replaces them by one

Generation = tuple[int, int]

# As a text, «1 -42»; None without a row.
WITH_ACCOUNT = RawSQL(f"(SELECT COUNT(*) || ' ' || SUM(number) FROM {TABLE})", [], TextField())  # noqa: S611, S608

# 60 random bits; the other four are the version of the UUID.
RANDOM_ON_POSTGRESQL = "('x' || translate(gen_random_uuid()::text, '-', ''))::bit(64)::bigint"


def of(request: HttpRequest) -> Generation | None:
    """The generation before anything else is read for the request; None while pages must not be kept.

    The query of an account reads it in the same statement, where its backend adds `WITH_ACCOUNT`; that saves a query.
    """
    is_loaded = hasattr(request, "_cached_user")  # by some middleware: how long ago, nobody knows
    text = None if is_loaded else getattr(getattr(request, "user", None), "generation", None)
    return _held(*parsed(text)) if text else read()


def read() -> Generation | None:
    """The generation that this connection sees, in one query; None while pages must not be kept."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), SUM(number) FROM {TABLE}")  # noqa: S608
        return _held(*cursor.fetchone())


def parsed(text: str) -> Generation:
    rows, number = map(int, text.split())
    return rows, number


def _held(rows: int, number: Any) -> Generation | None:
    if rows > MOST_ROWS:
        renew()
        return None
    return (rows, int(number)) if rows else None


def is_there() -> bool:
    """Whether the table exists: a migration may not have made it yet."""
    return TABLE in connection.introspection.table_names()


def renew() -> None:
    """Starts a new generation, in one row."""
    random = "random()" if connection.vendor == "sqlite" else RANDOM_ON_POSTGRESQL
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
        cursor.execute(f"INSERT INTO {TABLE} (number) VALUES ({random})")  # noqa: S608


def suspend() -> None:
    """Nothing is kept until the next `renew`."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
