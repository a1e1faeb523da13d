"""What a process still does when it ends in order."""

from collections.abc import Callable
from multiprocessing.util import Finalize


def at_end(act: Callable[[], object]) -> Callable[[], object]:
    """Calls `act` when the process ends; of several, the one that was named last comes first.

    The processes of granian are children of multiprocessing: they never come to what `atexit` knows.
    """
    Finalize(None, act, exitpriority=0)
    return act
