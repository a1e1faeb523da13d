"""When time alone changes a page: at midnight, and whenever a moment comes that some row names."""

import datetime as dt

from django.db import connection
from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .tables import content_fields, content_models


def next_after(now: dt.datetime) -> dt.datetime:
    """The first midnight or moment of a row after `now`. One query."""
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(now) + dt.timedelta(days=1), dt.time.min))
    moment = _first_moment_after(now)
    return min(midnight, moment) if moment else midnight


def _first_moment_after(now: dt.datetime) -> dt.datetime | None:
    quote = connection.ops.quote_name
    parts = []
    for model in content_models():
        for field in content_fields(model):
            if isinstance(field, DateTimeField):
                column = quote(field.column)
                parts.append(f"SELECT MIN({column}) AS moment FROM {quote(model._meta.db_table)} WHERE {column} > %s")  # noqa: S608
    with connection.cursor() as cursor:
        asked = f"SELECT MIN(moment) FROM ({' UNION ALL '.join(parts)}) moments"  # noqa: S608
        cursor.execute(asked, [connection.ops.adapt_datetimefield_value(now)] * len(parts))
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):  # SQLite
        moment = parse_datetime(moment)
        return moment and timezone.make_aware(moment, connection.timezone)
    return moment
