"""The log of downloads: one row for each person, material and day. After two years only sums are kept.

It counts people: every account, whatever program it uses, and visitors without an account unless they are robots or
browsers that prefetch. A visitor is identified until midnight by a code, made from the address with a key of that day.
So several people behind one address count once, and a visitor cannot be followed into the next day.

A thread writes the rows once a second, all together, so that no download waits for the database. A killed process loses
the downloads of its last second.
"""

import datetime as dt
import ipaddress
import logging
import re
import threading
import time
from collections import Counter, deque
from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.database import short_lock_timeout
from core.endings import at_end

from ..models import Download

logger = logging.getLogger(__name__)

KEPT_MONTHS = 24
LOCK_TIMEOUT_MS = 300
WRITTEN_EVERY, LONGEST_PAUSE = 1, 60  # seconds; the pause grows up to the second one while the database refuses
UNWRITTEN = deque(maxlen=1000)
# Robots name a library or an address of their makers. CUBOT is a brand of phones.
ROBOTS = re.compile(r"(?<!cu)bot\b|crawl|spider|slurp|http|preview|monitor|headless|python|curl/|wget/|java/", re.I)
AHEAD = re.compile(r"prefetch|prerender|preview", re.I)
AHEAD_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
SUMMED_BY = ("material_id", "organization_id", "is_anonymous")
BATCH = 500


def count(request, materials):
    """Note that the materials are being sent. Never raises and never waits."""
    try:
        if who := _who(request):
            UNWRITTEN.extend(Download(material_id=material.pk, **who) for material in materials)
            write_soon()
    except Exception:
        logger.exception("Downloads were not recorded, of materials %s", [material.pk for material in materials])


class _Writer:
    """The thread that writes queued rows. It ends, and closes its connection, when the queue is empty."""

    lock, thread = threading.Lock(), None

    def run(self):
        pause = WRITTEN_EVERY
        while True:
            time.sleep(pause)
            close_old_connections()
            try:
                pause = WRITTEN_EVERY if write() else min(2 * pause, LONGEST_PAUSE)
            except Exception:
                logger.exception("Downloads were not recorded")
            with self.lock:
                if not UNWRITTEN:
                    self.thread = None
                    connection.close()
                    return


WRITER = _Writer()


def write_soon():
    with WRITER.lock:
        if WRITER.thread is None:
            WRITER.thread = threading.Thread(target=WRITER.run, daemon=True)
            WRITER.thread.start()


def write():
    """Write the queued rows, and return whether the database took them. One invalid row does not affect the others."""
    rows = _drain(UNWRITTEN)
    try:
        return _write(rows)
    except IntegrityError:  # a material was deleted in the meantime
        for row in rows:
            with suppress(IntegrityError):
                _write([row])
        return True


def _write(rows):
    """Write the rows and return True, or queue them again and return False."""
    try:
        with short_lock_timeout(LOCK_TIMEOUT_MS):
            Download.objects.bulk_create(rows, ignore_conflicts=True)
    except OperationalError as error:
        UNWRITTEN.extend(rows)
        logger.warning("Downloads will be recorded later: %s", error)
        return False
    return True


@at_end
def _write_at_the_end():
    if WRITER.thread is not None:
        write()


def _drain(rows):
    """Take all rows out of the queue, while other threads may take and add rows."""
    drained = []
    with suppress(IndexError):
        while True:
            drained.append(rows.popleft())
    return drained


def _who(request):
    """The columns that identify the person and the day; None for robots and prefetching browsers."""
    if any(AHEAD.search(request.headers.get(name, "")) for name in AHEAD_HEADERS):
        return None
    today, user = timezone.localdate(), request.user
    if user.is_authenticated:
        return {"user_id": user.pk, "organization_id": user.organization_id, "day": today}
    agent = request.headers.get("User-Agent", "")
    if not agent or ROBOTS.search(agent):
        return None
    return {"is_anonymous": True, "visitor": visitor_code(_address(request), today), "day": today}


def visitor_code(address, day):
    """A code of 16 hexadecimal digits. The key changes every day, so codes of different days cannot be compared."""
    return salted_hmac(f"events.downloads {day}", _household(address), algorithm="sha256").hexdigest()[:16]


def _household(address):
    """An IPv6 address without its second half, which a device may change at any time."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def _address(request):
    """The client's address as the outermost of our proxies saw it."""
    seen = [*request.headers.get("X-Forwarded-For", "").split(","), request.META.get("REMOTE_ADDR") or ""]
    seen = [address.strip() for address in seen if address.strip()]
    return seen[max(-len(seen), -1 - settings.TRUSTED_PROXIES)] if seen else ""


def roll_up(today=None):
    """Erase data that is no longer needed, and return how many rows became sums. Idempotent.

    The codes of visitors are erased when their day is over. Rows older than KEPT_MONTHS become one sum for each
    material, month and organization, without people.
    """
    today = today or timezone.localdate()
    Download.objects.filter(day__lt=today).exclude(visitor="").update(visitor="")
    old = Download.objects.filter(day__lt=months_before(today, KEPT_MONTHS), is_sum=False).order_by()
    return sum(_sum_up(month, old) for month in list(old.dates("day", "month")))


@transaction.atomic
def _sum_up(month, old):
    """Replace the sums and the old rows of the month with new sums. The next day, more of its rows may be old."""
    of_the_month = {"day__gte": month, "day__lt": months_before(month, -1)}
    due = Download.objects.filter(Q(is_sum=True) | Q(pk__in=old), **of_the_month).order_by()
    # The lock keeps two workers from summing the same rows. On SQLite only one can write anyway.
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
    """The same day of the month that was `months` earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))
