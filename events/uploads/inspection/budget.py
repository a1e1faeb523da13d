"""A limit on the work that one file may cause before its verdict: an editor waits two seconds at most.

The unit is one unpacked byte; other work is charged as the number of bytes that take the same time. The work is counted
rather than timed, so that a file gets the same verdict on a slow machine.
"""

from .refusal import Refused

MAX_UNITS = 512 << 20
ENTRY = 8 << 10  # an archive's entry: described twice, and its first bytes are read
ELEMENT_BYTE = 24  # a byte of XML that is parsed to the end
RECORD = 192
ATTACHED_BYTE = 2

_charged = 0


def reset() -> None:
    global _charged
    _charged = 0


def charge(units: int, detail: str = "") -> None:
    """Raises Refused when the budget is exhausted; `detail` names the part that was being read."""
    global _charged
    _charged += units
    if _charged > MAX_UNITS:
        raise Refused("too_complex", detail=detail)
