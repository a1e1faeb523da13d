"""The triggers that change the generation, one set for each content table.

`migrate` installs them after its migrations, because a migration that rebuilds a table on SQLite drops its triggers.
Until then no page is kept, and a process that finds a trigger missing keeps none either.
"""

from hashlib import blake2b
from typing import Any

from django.db import connection, models, transaction

from .generation import RANDOM_ON_POSTGRESQL, TABLE
from .tables import content_fields, content_models, counted_fields

PREFIX = "raise_"
FUNCTION = "core_raise_generation"
FUNCTION_BODY = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {TABLE} (number) VALUES ({RANDOM_ON_POSTGRESQL});
    RETURN NULL;
END $$
"""  # noqa: S608
# PostgreSQL's triggers of a statement have no condition: they get its rows as they were and as they are.
COUNTED_FUNCTION = "core_raise_counted"
COUNTED_FUNCTION_BODY = f"""
CREATE OR REPLACE FUNCTION {COUNTED_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_changed boolean := true;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT ROW(%1$s)::text FROM new_rows EXCEPT SELECT ROW(%1$s)::text FROM old_rows)',
            TG_ARGV[0]
        ) INTO is_changed;
    END IF;
    IF is_changed THEN
        INSERT INTO {TABLE} (number, counted) VALUES ({RANDOM_ON_POSTGRESQL}, {RANDOM_ON_POSTGRESQL});
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608


def expected() -> dict[str, tuple[str, str]]:
    """{name of the trigger: (its table, its definition without «CREATE TRIGGER name»)}

    The name ends with a digest of the definition, so a changed trigger counts as missing.
    """
    is_sqlite = connection.vendor == "sqlite"
    define, define_counted = (
        (_for_sqlite, _counted_for_sqlite) if is_sqlite else (_for_postgresql, _counted_for_postgresql)
    )
    definitions = [
        (model, definition) for model in content_models() for definition in define(model._meta.db_table, _update(model))
    ]
    definitions += [
        (model, definition)
        for model, fields in counted_fields().items()
        for definition in define_counted(model._meta.db_table, _columns([model._meta.pk, *fields]))
    ]
    triggers = {}
    for model, definition in definitions:
        table, digest = model._meta.db_table, blake2b(definition.encode(), digest_size=6).hexdigest()
        triggers[f"{PREFIX}{table[:40]}_{digest}"] = (table, definition)
    return triggers


def _for_sqlite(table: str, update: str) -> list[str]:
    # Not INSERT OR REPLACE: in a trigger, the conflict clause of the outer statement would override it.
    return [
        f'AFTER {event} ON "{table}" BEGIN UPDATE {TABLE} SET number = random(); END'  # noqa: S608
        for event in ("INSERT", update, "DELETE")
    ]


def _for_postgresql(table: str, update: str) -> list[str]:
    events = f"INSERT OR {update} OR DELETE OR TRUNCATE"
    return [f'AFTER {events} ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()']


def _counted_for_sqlite(table: str, columns: list[str]) -> list[str]:
    # A saved row writes all its columns, changed or not.
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    events = ["INSERT", "DELETE", f"UPDATE OF {', '.join(columns)}"]
    conditions = ["", "", f" WHEN {changed}"]
    return [
        f'AFTER {event} ON "{table}"{condition} BEGIN UPDATE {TABLE} SET number = random(), counted = random(); END'  # noqa: S608
        for event, condition in zip(events, conditions, strict=True)
    ]


def _counted_for_postgresql(table: str, columns: list[str]) -> list[str]:
    execute, arguments = f"FOR EACH STATEMENT EXECUTE FUNCTION {COUNTED_FUNCTION}", f"'{', '.join(columns)}'"
    return [
        f'AFTER INSERT OR DELETE OR TRUNCATE ON "{table}" {execute}()',
        f'AFTER UPDATE ON "{table}" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows {execute}({arguments})',
    ]


def _columns(fields: list[models.Field]) -> list[str]:
    return [connection.ops.quote_name(field.column) for field in fields]


def _update(model: type[models.Model]) -> str:
    """UPDATE, or UPDATE OF the columns that pages depend on."""
    fields = content_fields(model)
    if len(fields) == len(model._meta.concrete_fields):
        return "UPDATE"
    return f"UPDATE OF {', '.join(_columns(fields))}"


def present() -> dict[str, str]:
    """{name: table} of our triggers that are in the database."""
    if connection.vendor == "sqlite":
        asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    else:
        asked = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE %s AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
    with connection.cursor() as cursor:
        cursor.execute(asked, [f"{PREFIX}%"])
        return dict(cursor.fetchall())


def missing() -> set[str]:
    """The tables that lack a trigger, so that writes to them would go unnoticed."""
    there = present()
    return {table for name, (table, _definition) in expected().items() if name not in there}


def install() -> None:
    """Create the missing triggers and drop those of former releases."""
    tables, there = connection.introspection.table_names(), present()
    wanted = {name: trigger for name, trigger in expected().items() if trigger[0] in tables}
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION_BODY)
            cursor.execute(COUNTED_FUNCTION_BODY)
        for name in there.keys() - wanted.keys():
            _drop(cursor, name, there[name])
        for name in wanted.keys() - there.keys():
            _table, definition = wanted[name]
            cursor.execute(f'CREATE TRIGGER "{name}" {definition}')


def remove() -> None:
    """Drop all triggers, even those of tables that this release does not know."""
    with connection.cursor() as cursor:
        for name, table in present().items():
            _drop(cursor, name, table)
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}(), {COUNTED_FUNCTION}()")


def _drop(cursor: Any, name: str, table: str) -> None:
    cursor.execute(f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else f' ON "{table}"'))
