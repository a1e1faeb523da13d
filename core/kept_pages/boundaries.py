"""Find out when time alone changes a page: at midnight, and at the times that rows name, such as publication."""

import datetime as dt
from functools import cache

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from . import tables
from .generation import Generation
from .memory import Memory, Stretch

KEY = "the next moment of columns without an index"


def next_after(now: dt.datetime, present: Generation, memory: Memory) -> dt.datetime:
    """The next midnight, or the next time in a row if that is earlier. One query, or two if `memory` has none."""
    known = memory.counted(present, now, KEY)
    if known is None:
        known = min(filter(None, [_midnight_after(now), _first_moment_after(now, has_index=False)]))
        memory.remember_counts(Stretch(present, now, known), KEY, known)
    return min(filter(None, [known, _first_moment_after(now, has_index=True)]))


def _midnight_after(now: dt.datetime) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(timezone.localdate(now) + dt.timedelta(days=1), dt.time.min))


@cache
def _parts(has_index: bool) -> list[str]:
    quote, parts = connection.ops.quote_name, []
    for field in tables.moments():
        if tables.has_index(field) == has_index:
            table, column = quote(field.model._meta.db_table), quote(field.column)
            parts.append(f"SELECT MIN({column}) AS moment FROM {table} WHERE {column} > %s")  # noqa: S608
    return parts


def _first_moment_after(now: dt.datetime, *, has_index: bool) -> dt.datetime | None:
    parts = _parts(has_index)
    with connection.cursor() as cursor:
        asked = f"SELECT MIN(moment) FROM ({' UNION ALL '.join(parts)}) moments"  # noqa: S608
        cursor.execute(asked, [connection.ops.adapt_datetimefield_value(now)] * len(parts))
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):  # SQLite
        moment = parse_datetime(moment)
        return moment and timezone.make_aware(moment, connection.timezone)
    return moment
