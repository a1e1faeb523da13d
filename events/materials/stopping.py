"""A worker that is told to stop leaves a child's work at once and everything else at its end."""

import signal
from contextlib import contextmanager


class Stopped(BaseException):
    """Not an Exception: what retries on errors must let it pass."""


class _Wish:
    asked = False
    may_interrupt = False


def listen():
    """From now on SIGTERM and SIGINT are a wish to stop."""
    _Wish.asked = False
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)


def ask(*_signal):
    first, _Wish.asked = not _Wish.asked, True
    if first and _Wish.may_interrupt:
        raise Stopped


def is_asked():
    return _Wish.asked


@contextmanager
def interruptible():
    if _Wish.asked:
        raise Stopped
    _Wish.may_interrupt = True
    try:
        yield
    finally:
        _Wish.may_interrupt = False


def interruptibly(items):
    """The items of a generator; only waiting for the next one is interrupted."""
    items = iter(items)
    while True:
        with interruptible():
            try:
                item = next(items)
            except StopIteration:
                return
        yield item
