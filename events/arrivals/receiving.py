"""Receive a file in pieces. A piece is acknowledged only when it is on the disk, so it is never lost."""

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
# Proxies pass on a piece as a whole or not at all. So at most this much is sent again if a connection breaks.
PIECE = 192 << 10
MOST_WAITING = 1000  # unconfirmed files of one event
UNFINISHED = timedelta(days=1)
UNTOUCHED = timedelta(days=30)


class Elsewhere(Exception):
    """The piece does not begin where the received part ends, which is at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class NoRoom(Exception):
    """The disk is full. The message is a sentence for people."""


def begin(*, event: Event, user: Any, name: str, size: int, modified: int = 0) -> Arrival:
    """The unfinished file with this name, size and time, or a new one. Raises ValidationError if it is refused."""
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
    """How many bytes were received."""
    try:
        return arrival.partial.stat().st_size
    except FileNotFoundError:
        return 0


def receive(arrival: Arrival, stream: Any, offset: int) -> int:
    """Append the bytes of the stream, and return how many were received in all.

    If the stream breaks, the bytes up to there are kept. Raises Elsewhere and NoRoom.
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
    """Yields at most `left` bytes. Whatever is sent beyond the announced size is ignored."""
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
    """The descriptor of the partial file, locked against other writers."""
    descriptor = os.open(arrival.partial, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def empty(partial: int) -> None:
    """Empty the partial file, to receive it from the beginning."""
    os.ftruncate(partial, 0)


def discard(arrival: Arrival) -> None:
    """Delete the row of the file and its bytes."""
    arrival.delete()
    arrival.partial.unlink(missing_ok=True)


def sweep() -> None:
    """Delete files that were not continued for a day, and files that were not confirmed for a month."""
    now = timezone.now()
    for arrival in Arrival.objects.filter(file="", started_at__lt=now - UNFINISHED):
        touched = arrival.partial.stat().st_mtime if arrival.partial.exists() else 0
        if touched < (now - UNFINISHED).timestamp():
            discard(arrival)
    for arrival in Arrival.objects.exclude(file="").filter(started_at__lt=now - UNTOUCHED):
        arrival.delete()
