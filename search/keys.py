"""The key of a document and the marks the index narrows by: made from what the row is, never handed out.

Both databases give the documents of a word by ascending key, so a search that stops after the first thousand stops at
the same ones: of the directory, of the events and materials, and of the slides, each with the newest first. (FTS5 can
walk backwards, too, but SQLite 3.40 then loses rows that have several words: nine of ten among 100,000.)
"""

import datetime as dt
from zlib import crc32

from .interface import Kind

PAIR, PAIRS = "¤", 36**4
RARE_PAIR = 300  # pairs in fewer documents are not counted

DIRECTORY, HALL, SLIDES = 1, 2, 3
POOLS = (DIRECTORY, HALL, SLIDES)
_POOL = {Kind.EVENT: HALL, Kind.MATERIAL: HALL, Kind.SLIDE: SLIDES}
_ORDER = {Kind.PARK: 3, Kind.REGION: 2, Kind.ORGANIZATION: 1, Kind.EVENT: 1}
_POOL_BITS, _DAY_BITS, _KIND_BITS = 60, 38, 35
_LAST = (1 << _POOL_BITS) - 1


def pool_of(kind):
    return _POOL.get(kind, DIRECTORY)


def document_key(kind, object_id, day=None):
    pool = pool_of(kind)
    ordinal = day.toordinal() if day and pool != DIRECTORY else 0
    place = (ordinal << _DAY_BITS) | (_ORDER.get(kind, 0) << _KIND_BITS) | (object_id & ((1 << _KIND_BITS) - 1))
    return (pool << _POOL_BITS) | (_LAST - place)


def _place(key):
    """Where it stands in its pool: greater for what is newer, or created later."""
    return _LAST - (key & _LAST)


def keys_of(pool):
    """The least and the greatest key of a pool."""
    return pool << _POOL_BITS, ((pool + 1) << _POOL_BITS) - 1


def day_of(key):
    """The ordinal of the document's day, 0 or 1 when it has none."""
    return _place(key) >> _DAY_BITS


def mark(name, value=""):
    """A token of the index that no text can hold: of letters and digits alone, as both engines want it."""
    value = "".join(char if char.isalnum() else "·" for char in str(value).lower())
    return f"§{name}{value}"[:60]


def pair(left, right):
    """Two terms that stand together. There are many, so it is short; two pairs may share it, and the text decides."""
    number, letters = crc32(f"{left} {right}".encode()) % PAIRS, ""
    while number:
        number, letter = divmod(number, 36)
        letters += "0123456789abcdefghijklmnopqrstuvwxyz"[letter]
    return f"{PAIR}{letters}"


def in_heading(term):
    return f"¶{term}"


PUBLIC, MEMBERS = mark("a", 0), mark("a", 1)
ANNOUNCED = mark("l")  # of a material for members whose row the visitor sees locked


def at_event(event_id):
    """For those who were there."""
    return mark("e", event_id)


def stretch(key):
    """The mark of the few documents around this one: of its month, in the directory of five hundred of its kind.

    The engine that knows no order asks for stretches from the newest back, in the reverse order of their names.
    """
    pool, ordinal = key >> _POOL_BITS, day_of(key)
    if pool == DIRECTORY:
        order, number = (_place(key) >> _KIND_BITS) & 7, _place(key) & ((1 << _KIND_BITS) - 1)
        return mark(STRETCH, f"{pool}{order}{number // 500:010}")
    day = dt.date.fromordinal(ordinal) if ordinal > 1 else None
    return mark(STRETCH, f"{pool}{day:%Y%m}" if day else f"{pool}000000")


STRETCH = "m"
