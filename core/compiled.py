"""Queries whose SQL Django compiles once. Compiling a small query takes several times as long as running it."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Aggregate, TextField
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

LARGEST_KEY = 2**63 - 1
Value = Any  # a key, a list of keys, a text or a date

_SAMPLE_OF_NOW = dt.datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=dt.UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_is_compiling = ContextVar("a query is being compiled", default=False)


def now() -> dt.datetime:
    """The current time for the conditions of a query. In a compiled query it is a parameter, set at each run."""
    return _SAMPLE_OF_NOW if _is_compiling.get() else timezone.now()


class CompiledQuery:
    """The query that `make(**values)` returns, which must be the same for all values. Its only clock is `now()`.

    `samples` has a value for each parameter of `make`. No other parameter of the query may equal one of them. A list
    of keys always has as many items as its sample.
    The rows are instances, with what `select_related` and `annotate` add. Nothing is prefetched.
    """

    def __init__(self, make: Callable[..., models.QuerySet], **samples: Value) -> None:
        self.make, self.samples = make, samples

    def rows(self, place: slice | None = None, **values: Value) -> Iterator[Any]:
        """Yields the rows, or those of the slice. Each of `samples` needs a value; further values are ignored."""
        made, statement = self._compiled, self.statement(**values)
        if statement is None:
            return
        sql, parameters = statement
        if place:
            sql += f" LIMIT {int(place.stop - (place.start or 0))} OFFSET {int(place.start or 0)}"
        asked: Any = copy(made.compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]
        asked.as_sql = lambda: (sql, parameters)
        asked.get_converters = lambda columns: made.converters
        asked.has_composite_fields = lambda columns: made.has_composite_fields
        # Django's iterable reads the rows, with a compiler whose SQL is ready.
        rows: Any = made.queryset._iterable_class(_Asked(made.queryset.model, DEFAULT_DB_ALIAS, _Compiled(asked)))
        yield from rows

    def count(self, **values: Value) -> int:
        """How many rows there are, with the same values as `rows`."""
        statement = self.statement(**values)
        if statement is None:
            return 0
        sql, parameters = statement
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS counted", parameters)  # noqa: S608
            return int(cursor.fetchone()[0])

    def statement(self, **values: Value) -> tuple[str, list[Any]] | None:
        """The SQL and its parameters; None if a key is larger than any row can have."""
        made, given = self._compiled, self._given(values)
        if any(isinstance(value, int) and abs(value) > LARGEST_KEY for value in given.values()):
            return None  # the database would raise an error, and the number may come from an address
        return made.sql, [given.get(parameter, parameter) for parameter in made.parameters]

    def _given(self, values: dict[str, Value]) -> dict[Any, Any]:
        """{parameter of the compiled query: its value in this run}"""
        given = {_stored(_SAMPLE_OF_NOW): _stored(timezone.now())}
        for name, sample in self.samples.items():
            value = values[name]
            if not isinstance(sample, range | list):
                given[_stored(sample)] = _stored(value)
            elif value and type(value[0]) in (int, str):  # dozens of keys, which need no conversion
                given |= zip(sample, value, strict=True)
            else:
                given |= {_stored(each): _stored(its) for each, its in zip(sample, value, strict=True)}
        return given

    @cached_property
    def _compiled(self) -> "_Made":
        token = _is_compiling.set(True)
        try:
            queryset = self.make(**self.samples)
            compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            sql, parameters = compiler.as_sql()
        finally:
            _is_compiling.reset(token)
        if any(_is_moment(value) and value != _stored(_SAMPLE_OF_NOW) for value in parameters):
            raise ValueError("a moment of this query is fixed: `make` must call `now` while the query is compiled")
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        converters, is_composite = compiler.get_converters(columns), compiler.has_composite_fields(columns)
        return _Made(queryset, compiler, sql, parameters, converters, is_composite)


class _Made(NamedTuple):
    queryset: models.QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    converters: dict[int, Any]  # they are the same for all connections to the database
    has_composite_fields: bool


class QueryOfKeys:
    """The query that `make(keys)` returns, for any number of keys. Its SQL is compiled for a few numbers of keys.

    The last key is repeated until there are as many. More keys than the largest number take several queries.
    """

    NUMBERS = 1, 8, 64

    def __init__(self, make: Callable[[list[int]], models.QuerySet]) -> None:
        self.queries = {
            number: CompiledQuery(lambda keys: make(keys), keys=list(range(-number, 0))) for number in self.NUMBERS
        }

    def rows(self, keys: Iterable[int]) -> Iterator[Any]:
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), self.NUMBERS[-1]):
            some = wanted[start : start + self.NUMBERS[-1]]
            number = next(number for number in self.NUMBERS if number >= len(some))
            yield from self.queries[number].rows(keys=some + some[-1:] * (number - len(some)))


class _Compiled(NamedTuple):
    """The part of a Query that reading rows uses."""

    compiler: SQLCompiler

    def get_compiler(self, using: str) -> SQLCompiler:
        return self.compiler


class _Asked(NamedTuple):
    """The part of a QuerySet that reading rows uses."""

    model: type[models.Model]
    db: str
    query: _Compiled

    @property
    def _known_related_objects(self) -> dict[Any, Any]:
        return {}


def _stored(value: Any) -> Any:
    if not isinstance(value, dt.date):  # a datetime is a date too
        return value
    is_moment = isinstance(value, dt.datetime)
    ops = connection.ops
    return ops.adapt_datetimefield_value(value) if is_moment else ops.adapt_datefield_value(value)


def _is_moment(parameter: Any) -> bool:
    is_text = isinstance(parameter, str)
    return bool(_MOMENT.match(parameter)) if is_text else isinstance(parameter, dt.datetime)


class JoinedKeys(Aggregate):
    """The keys of a group as one text, such as «3,1,2»; None for an empty group."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="STRING_AGG(CAST(%(expressions)s AS text), ',')", **extra)
