"""The ledger of downloads: who took what, counted once a day, kept by name for two years and then only in sums.

What is counted is a person's act. An account is a person, whatever program it uses; without an account a robot, or a
browser that fetches ahead, is none. Such a visitor is known until midnight by a code made of address and browser with a
key of that day: it tells a second download from another visitor's, and cannot be followed into the next day.
"""

import datetime as dt
import logging
import re
from collections import Counter, deque
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..models import Download

logger = logging.getLogger(__name__)

KEPT_MONTHS = 24
PATIENCE_MS = 300  # a download waits no longer than that for somebody else's writing
late = deque(maxlen=1000)  # what this process could not write in that time
# Programs that fetch name a library or an address of their makers; CUBOT makes telephones.
ROBOTS = re.compile(r"(?<!cu)bot\b|crawl|spider|slurp|http|preview|monitor|headless|python|curl/|wget/|java/", re.I)
AHEAD = re.compile(r"prefetch|prerender|preview", re.I)
AHEAD_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
SUMMED_BY = ("material_id", "organization_id", "is_anonymous")
BATCH = 500


def count(request, materials):
    """Writes down that the materials are on their way to whoever asks. Never fails, and never waits long."""
    try:
        who = _who(request)
        if who and _write([Download(material_id=material.pk, **who) for material in materials]) and late:
            _write(_taken(late))
    except Exception:
        logger.exception("Downloads were not recorded, of materials %s", [material.pk for material in materials])


def _write(rows):
    """Whether they are written; if somebody else is writing just now, they wait for the next download."""
    try:
        with _in_a_hurry():
            Download.objects.bulk_create(rows, ignore_conflicts=True)
    except OperationalError as error:
        if "lock" not in str(error):
            raise
        late.extend(rows)
        logger.warning("Downloads will be recorded later: %s", error)
        return False
    return True


def _taken(rows):
    """All of them; other threads take and add meanwhile."""
    taken = []
    with suppress(IndexError):
        while True:
            taken.append(rows.popleft())
    return taken


def _who(request):
    """The columns that tell the person and the day; None when it is no person."""
    if any(AHEAD.search(request.headers.get(name, "")) for name in AHEAD_HEADERS):
        return None
    today, user = timezone.localdate(), request.user
    if user.is_authenticated:
        return {"user_id": user.pk, "organization_id": user.organization_id, "day": today}
    agent = request.headers.get("User-Agent", "")
    if not agent or ROBOTS.search(agent):
        return None
    return {"is_anonymous": True, "visitor": visitor_code(_address(request), agent, today), "day": today}


def visitor_code(address, agent, day):
    """64 bits, of another key each day: codes of two days have nothing in common."""
    return salted_hmac(f"events.ledger {day}", f"{address}\n{agent}", algorithm="sha256").hexdigest()[:16]


def _address(request):
    """The client's, as the outermost proxy of ours saw it."""
    seen = [*request.headers.get("X-Forwarded-For", "").split(","), request.META.get("REMOTE_ADDR") or ""]
    seen = [address.strip() for address in seen if address.strip()]
    return seen[max(-len(seen), -1 - settings.TRUSTED_PROXIES)] if seen else ""


@contextmanager
def _in_a_hurry():
    """A transaction in which whatever waits for a lock gives up after PATIENCE_MS."""
    if connection.vendor == "sqlite":
        with _busy_timeout(PATIENCE_MS), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = %s", [PATIENCE_MS])
            yield


@contextmanager
def _busy_timeout(milliseconds):
    connection.ensure_connection()
    execute = connection.connection.execute
    (usual,) = execute("PRAGMA busy_timeout").fetchone()
    execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        execute(f"PRAGMA busy_timeout = {usual}")


def roll_up(today=None):
    """Forgets what need not be known any more; returns how many rows became sums. May be called at any time, and again.

    Codes of visitors go when their day is over. Rows older than KEPT_MONTHS become one for each material, month and
    organization: how many, and no longer who.
    """
    today = today or timezone.localdate()
    Download.objects.filter(day__lt=today).exclude(visitor="").update(visitor="")
    old = Download.objects.filter(day__lt=months_before(today, KEPT_MONTHS), is_sum=False).order_by()
    return sum(_sum_up(month, old) for month in list(old.dates("day", "month")))


@transaction.atomic
def _sum_up(month, old):
    """The month's sums are made anew of what they were and what is due: more of its days may follow tomorrow."""
    of_the_month = {"day__gte": month, "day__lt": months_before(month, -1)}
    due = Download.objects.filter(Q(is_sum=True) | Q(pk__in=old), **of_the_month).order_by()
    # Two sweeps at a time must not both add the same rows; SQLite lets only one in.
    rows = list(due.select_for_update().values_list("pk", "is_sum", "number", *SUMMED_BY))
    sums = Counter()
    for _pk, _is_sum, number, *key in rows:
        sums[tuple(key)] += number
    for first in range(0, len(rows), BATCH):
        Download.objects.filter(pk__in=[pk for pk, *_rest in rows[first : first + BATCH]]).delete()
    made = [
        Download(**dict(zip(SUMMED_BY, key, strict=True)), day=month, is_sum=True, number=number)
        for key, number in sums.items()
    ]
    Download.objects.bulk_create(made, batch_size=BATCH)
    return sum(not is_sum for _pk, is_sum, *_rest in rows)


def months_before(day, months):
    """The same day of that month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))
