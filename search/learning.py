"""Count queries that find nothing, or whose hits nobody opens. Who asked is not stored.

A row is one text on one day. It is written when an answer is shown and when one of its hits is opened.
"""

import datetime as dt
import logging
from contextlib import nullcontext
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone

from core.database import busy_timeout

from .models import AskedQuery

log = logging.getLogger(__name__)

KEPT_DAYS = 90
MOST_A_DAY = 2000  # rows of a past day; the most frequent queries are kept
LOCK_TIMEOUT_MS = 100  # a page waits no longer for a lock


def note_asked(text: str, found: int) -> None:
    """Count a query and store its number of hits. Never raises, and waits only a moment for the database."""
    if asked := normalized(text):
        _write(
            "INSERT INTO search_askedquery (day, text, asked, found, opened) VALUES (%s, %s, 1, %s, 0)"
            " ON CONFLICT (day, text) DO UPDATE SET asked = search_askedquery.asked + 1, found = excluded.found",
            [_today(), asked, found],
        )


def note_opened(text: str) -> None:
    """Count an opened hit of today's answer to this text."""
    _write(
        "UPDATE search_askedquery SET opened = opened + 1 WHERE day = %s AND text = %s", [_today(), normalized(text)]
    )


def _write(sql: str, params: list[Any]) -> None:
    """Run a single statement, because it delays the page. On PostgreSQL it waits for one row at most."""
    is_sqlite = connection.vendor == "sqlite"
    try:
        with busy_timeout(LOCK_TIMEOUT_MS) if is_sqlite else nullcontext(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except OperationalError as error:
        log.warning("A question was not counted: %s", error)


def _today() -> Any:
    return connection.ops.adapt_datefield_value(timezone.localdate())


def normalized(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split()).lower()[: AskedQuery.LONGEST]


def forget_old(today: dt.date | None = None) -> None:
    """Delete days older than KEPT_DAYS, and the least frequent queries of past days beyond MOST_A_DAY."""
    today = today or timezone.localdate()
    AskedQuery.objects.filter(day__lt=today - dt.timedelta(days=KEPT_DAYS)).delete()
    for day in list(AskedQuery.objects.filter(day__lt=today).order_by().dates("day", "day")):
        least = AskedQuery.objects.filter(day=day).order_by("-asked", "pk")[MOST_A_DAY:]
        AskedQuery.objects.filter(pk__in=list(least.values_list("pk", flat=True))).delete()
