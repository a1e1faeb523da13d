"""How much work a file may make before there is a verdict on it: an editor waits for it two seconds at most.

The unit is a byte that is unpacked; everything else costs as many as would take the same time. Counted rather than
timed, so that a file has the same verdict on a slow machine.
"""

from .refusal import Refused

MAX_EFFORT = 512 << 20
ENTRY = 8 << 10  # of an archive: it is described twice, and its beginning is looked at
ELEMENT_BYTE = 24  # a byte of XML that is read to its end
RECORD = 192
ATTACHED_BYTE = 2

_spent = 0


def begin():
    global _spent
    _spent = 0


def spend(units, detail=""):
    global _spent
    _spent += units
    if _spent > MAX_EFFORT:
        raise Refused("too_complex", detail=detail)
