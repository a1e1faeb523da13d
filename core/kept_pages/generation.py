"""The generation of the content: a value that the database changes in the transaction of every write.

Two readings that are equal have nothing committed between them. SQLite has one row with a random number, and each
written row changes it: writers wait for each other there anyway. On PostgreSQL they must not, so each statement adds a
row of its own, and the generation is the set of rows that a reader sees. A number once gone never comes back, neither
by a rollback nor with a restored backup.
"""

from django.db import connection, transaction

TABLE = "core_generation"
MOST_ROWS = 200  # then a reader on PostgreSQL replaces them by one

Generation = tuple[int, int]

# 60 random bits; the other four are the version of the UUID.
RANDOM_ON_POSTGRESQL = "('x' || translate(gen_random_uuid()::text, '-', ''))::bit(64)::bigint"


def read() -> Generation | None:
    """The generation that this connection sees, in one query; None while pages must not be kept."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), SUM(number) FROM {TABLE}")  # noqa: S608
        rows, number = cursor.fetchone()
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
