"""Stop a worker on SIGTERM and SIGINT. It stops waiting for child processes, but completes a write to the database.

The signals set a flag, which everything that waits checks twice a second. It works only within `listening`.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

POLL_SECONDS = 0.5


class Requested(Exception):
    """The worker was told to stop in the middle of a job."""


class _Flag:
    is_set = False


@contextmanager
def listening() -> Iterator[None]:
    """Within the block, SIGTERM and SIGINT only request the shutdown."""
    _Flag.is_set = False
    before = {number: signal.signal(number, request) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        _Flag.is_set = False
        for number, handler in before.items():
            signal.signal(number, handler)


def request(*_signal: Any) -> None:
    _Flag.is_set = True


def is_requested() -> bool:
    return _Flag.is_set


def check() -> None:
    """Raises Requested when the worker was told to stop."""
    if _Flag.is_set:
        raise Requested
