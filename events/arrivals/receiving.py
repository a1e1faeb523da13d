"""Receive a file in pieces. What stands on the disk has come: an acknowledged piece is never lost."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.files.full_disk import FULL
from core.files.names import clean_name

from ..models import Arrival, Event

BLOCK = 1 << 16
# No more of a file than this is sent twice where a connection breaks: proxies hand a piece on as a whole or not at all.
PIECE = 192 << 10
MOST_WAITING = 1000  # files of one event
UNFINISHED = timedelta(days=1)
UNTOUCHED = timedelta(days=30)


class Elsewhere(Exception):
    """The piece does not begin where the file ends. `offset` is where it does."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class NoRoom(Exception):
    """The disk is full. The message is a sentence for people."""


def begin(*, event: Event, user: Any, name: str, size: int, modified: int = 0) -> Arrival:
    """The file to go on with, if its name, size and time are those of one that was broken off; a new one otherwise.

    ValidationError with a sentence for people if it cannot be taken.
    """
    name = clean_name(name)
    if size > settings.MAX_UPLOAD_MB << 20:
        sentence = _("Файл больше %s\u00a0МБ. Сожмите картинки в нём или разделите его на части.")
        raise ValidationError(sentence % settings.MAX_UPLOAD_MB, code="too_large")
    if size == 0:
        raise ValidationError(_("Внутри файла ничего нет. Проверьте его и загрузите ещё раз."), code="empty")
    if event.arrivals.count() >= MOST_WAITING:
        sentence = _("Разберите сначала принятые файлы: их уже %s.")
        raise ValidationError(sentence % MOST_WAITING, code="too_many")
    found, _is_new = Arrival.objects.get_or_create(
        event=event, uploaded_by=user, name=name, size=size, modified=modified, file=""
    )
    return found


def offset_of(arrival: Arrival) -> int:
    """How many bytes have come."""
    try:
        return arrival.partial.stat().st_size
    except FileNotFoundError:
        return 0


def receive(arrival: Arrival, stream: Any, offset: int) -> int:
    """Append what the stream gives, and tell how much has come in all. A stream that breaks leaves what it gave.

    Raises Elsewhere and NoRoom.
    """
    with locked(arrival) as partial:
        stored = os.fstat(partial).st_size
        if offset != stored:
            raise Elsewhere(stored)
        os.lseek(partial, 0, os.SEEK_END)
        for block in _blocks(stream, arrival.size - stored):
            stored += _append(partial, block)
        return stored


def _blocks(stream: Any, left: int) -> Iterator[bytes]:
    """At most `left` bytes: whoever sends more than was announced is not listened to."""
    while left > 0:
        try:
            block = stream.read(min(BLOCK, left))
        except (UnreadablePostError, ConnectionError):
            return
        if not block:
            return
        left -= len(block)
        yield block


def _append(partial: int, block: bytes) -> int:
    view = memoryview(block)
    try:
        while view:
            view = view[os.write(partial, view) :]
    except OSError as error:
        if error.errno in FULL or error.errno == errno.EFBIG:
            raise NoRoom(
                _("На сервере кончилось место. Принятое сохранено: освободите место и добавьте этот файл ещё раз.")
            ) from error
        raise
    return len(block)


@contextmanager
def locked(arrival: Arrival) -> Iterator[int]:
    """The descriptor of the partial file, which nobody else writes meanwhile."""
    descriptor = os.open(arrival.partial, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def empty(partial: int) -> None:
    """Begin anew."""
    os.ftruncate(partial, 0)


def discard(arrival: Arrival) -> None:
    """Forget the file, with the bytes that have come."""
    arrival.delete()
    arrival.partial.unlink(missing_ok=True)


def sweep() -> None:
    """Forget files that nobody went on sending for a day, and those that nobody confirmed for a month."""
    now = timezone.now()
    for arrival in Arrival.objects.filter(file="", started_at__lt=now - UNFINISHED):
        touched = arrival.partial.stat().st_mtime if arrival.partial.exists() else 0
        if touched < (now - UNFINISHED).timestamp():
            discard(arrival)
    for arrival in Arrival.objects.exclude(file="").filter(started_at__lt=now - UNTOUCHED):
        arrival.delete()
