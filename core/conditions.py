"""Check many constraints of a row before it is stored, by one query whose SQL is compiled once."""

from collections.abc import Collection
from contextlib import nullcontext
from functools import reduce
from operator import and_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query

MOST_KEPT = 200
_made: dict[Any, tuple[str, list[Any]] | None] = {}


class _Slot(Value):
    """A parameter of the compiled query, set at each run."""

    name = ""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


def all_hold(instance: models.Model, model: type[models.Model], checks: Collection[models.CheckConstraint]) -> bool:
    """Whether the row breaks none of these constraints; a park has forty.

    Also False if the query fails: the caller then checks each constraint by itself, so that one that cannot be checked
    does not hide the others.
    """
    values = instance._get_field_expression_map(meta=model._meta)
    if not checks:
        return True
    if not all(type(value) is Value for value in values.values()):
        return reduce(and_, (Q(one.condition) for one in checks)).check(values)
    unknown = tuple(name for name, value in values.items() if value.value is None)
    key = model, tuple(one.name for one in checks), unknown
    if key not in _made:
        if len(_made) >= MOST_KEPT:
            _made.clear()
        _made[key] = _make(values, checks)
    if (made := _made[key]) is None:
        return False
    sql, parameters = made
    try:
        given = [_of(values[one.name]) if isinstance(one, _Slot) else one for one in parameters]
        # On PostgreSQL a failed query would end the transaction.
        savepoint = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
        with savepoint, connection.cursor() as cursor:
            cursor.execute(sql, given)
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


def _make(values: dict[str, Value], checks: Collection[models.CheckConstraint]) -> tuple[str, list[Any]] | None:
    """The SQL and its parameters, with a slot for each value; None if a condition is always false."""
    query = Query(None)
    for name, value in values.items():
        if value.value is not None:  # Django writes NULL into the SQL
            slot = _Slot(value.value, output_field=value.output_field)
            slot.name, value = name, slot
        query.add_annotation(value, name, select=False)
    query.add_annotation(Value(1), "_check")
    condition = reduce(and_, (Q(one.condition) for one in checks))
    query.add_q(Q(Coalesce(condition, True, output_field=models.BooleanField())))
    try:
        sql, parameters = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return sql, list(parameters)


def _of(value: Value) -> Any:
    return value.output_field.get_db_prep_value(value.value, connection=connection)
