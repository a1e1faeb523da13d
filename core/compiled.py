"""Queries of which Django makes the SQL once: for a small query, making it costs several times as much as asking."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models import Aggregate, TextField

Value = int | dt.date


class CompiledQuery:
    """The rows of `make(**values)`, which makes the same query for all values.

    `samples` has a value for each parameter of `make`; each occurs in the query's parameters and nowhere else there.
    """

    def __init__(self, make: Callable[..., models.QuerySet], **samples: Value) -> None:
        self.make, self.samples = make, samples

    def rows(self, **values: Value) -> Iterator[Any]:
        model, sql, parameters = self._compiled
        given = {_stored(sample): _stored(values[name]) for name, sample in self.samples.items()}
        yield from model._base_manager.raw(sql, [given.get(parameter, parameter) for parameter in parameters])

    @cached_property
    def _compiled(self) -> tuple[type[models.Model], str, tuple[Any, ...]]:
        queryset = self.make(**self.samples)
        return queryset.model, *queryset.query.sql_with_params()


def _stored(value: Value) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


class JoinedKeys(Aggregate):
    """The keys of a group as one text, «3,1,2»; None without any."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="STRING_AGG(CAST(%(expressions)s AS text), ',')", **extra)
