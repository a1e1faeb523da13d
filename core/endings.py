"""Run functions when a process exits normally."""

from collections.abc import Callable
from multiprocessing.util import Finalize


def at_end(act: Callable[[], object]) -> Callable[[], object]:
    """Calls `act` when the process exits. The function registered last is called first.

    `atexit` alone would not do: granian's workers are children of multiprocessing, which never call its functions.
    """
    Finalize(None, act, exitpriority=0)
    return act
