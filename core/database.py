"""Russian order and Russian search on both databases.

`RUSSIAN` is a collation for `db_collation`: PostgreSQL gets it from ICU (migration `core.0001`), SQLite from Python.
Use the lookup `…__holds` instead of `icontains`, which does not fold Cyrillic on SQLite, and folds ё on neither.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import CharField, Lookup, TextField

from . import text
from .endings import at_end

RUSSIAN = "russian"
SQLITE_FILES: set[Path] = set()  # the databases that this process has opened


def register_on_sqlite(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor != "sqlite":
        return
    connection.connection.create_collation(RUSSIAN, _compare)
    connection.connection.create_function("ru_fold", 1, _fold_or_null, deterministic=True)
    if not connection.is_in_memory_db():
        SQLITE_FILES.add(Path(connection.settings_dict["NAME"]).absolute())


def do_not_compile_on_postgresql(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Turns off PostgreSQL's JIT compiler: for the portal's short queries it takes ten times as long as the query."""
    if connection.vendor == "postgresql":
        with connection.connection.cursor() as cursor:
            cursor.execute("SET jit = off")


_marks_by_django = SQLiteCursorWrapper.convert_query


def with_question_marks(cursor: SQLiteCursorWrapper, query: str, *, param_names: list[str] | None = None) -> str:
    """The query with SQLite's marks of parameters. Django looks for them by a regular expression, ten times as long."""
    if param_names is None and "%%" not in query and type(query) is str:
        return query.replace("%s", "?")
    return _marks_by_django(cursor, query, param_names=param_names)


@at_end
def write_back() -> None:
    """Moves the latest writes from SQLite's -wal file into the database.

    SQLite does that when the last connection closes, but other threads still hold theirs when the process ends. A copy
    of the database file alone would then lack these writes, and a restored copy would be overwritten by them.
    """
    for path in SQLITE_FILES:
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _compare(left: str, right: str) -> int:
    left_key, right_key = text.sort_key(left), text.sort_key(right)
    return (left_key > right_key) - (left_key < right_key)


def _fold_or_null(value: Any) -> str | None:
    return None if value is None else text.fold(str(value))


@CharField.register_lookup
@TextField.register_lookup
class Holds(Lookup):
    """`name__holds="Развити"`: whether the folded text contains the folded value; % and _ have no special meaning."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> str:
        return text.fold(str(self.rhs).replace("\x00", ""))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        pattern = self.rhs.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        if connection.vendor == "sqlite":
            folded = f"ru_fold({column})"
        else:  # names a collation, because what lower() folds otherwise depends on the locale of the database
            folded = f"replace(lower(({column}) COLLATE \"{RUSSIAN}\"), 'ё', 'е')"
        return f"{folded} LIKE %s ESCAPE '\\'", [*params, f"%{pattern}%"]


@contextmanager
def short_lock_timeout(milliseconds: int) -> Iterator[None]:
    """A transaction in which waiting longer than this for a lock raises OperationalError."""
    if connection.vendor == "sqlite":
        with busy_timeout(milliseconds), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = %s", [milliseconds])
            yield


@contextmanager
def busy_timeout(milliseconds: int) -> Iterator[None]:
    """On SQLite, statements within raise OperationalError if they wait longer than this for another writer."""
    connection.ensure_connection()
    execute = connection.connection.execute
    (usual,) = execute("PRAGMA busy_timeout").fetchone()
    execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        execute(f"PRAGMA busy_timeout = {usual}")


connection_created.connect(register_on_sqlite, dispatch_uid="core.database.register_on_sqlite")
connection_created.connect(do_not_compile_on_postgresql, dispatch_uid="core.database.do_not_compile_on_postgresql")
SQLiteCursorWrapper.convert_query = with_question_marks
