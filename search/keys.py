"""Document keys, and the tags and pair terms that the index stores besides words.

Both databases return matches by ascending key, so a search that stops early finds the same documents on both. Keys are
grouped into three pools (directory, events with their materials, slides). Within a pool the newest document has the
lowest key. FTS5 can also walk backwards, but SQLite 3.40 then loses most rows that have several words.
"""

import datetime as dt
from functools import lru_cache
from zlib import crc32

from .interface import Kind

EXACT = "≡"
CITY = "⌂"  # marks the name of a city among those of its region; it means the region only beside a kind
PAIR, PAIRS = "¤", 36**4
RARE_PAIR = 300  # pairs in fewer documents are not counted

DIRECTORY, EVENTS, SLIDES = 1, 2, 3
POOLS = (DIRECTORY, EVENTS, SLIDES)
_POOL: dict[str, int] = {Kind.EVENT: EVENTS, Kind.MATERIAL: EVENTS, Kind.SLIDE: SLIDES}
_ORDER: dict[str, int] = {Kind.PARK: 3, Kind.REGION: 2, Kind.ORGANIZATION: 1, Kind.EVENT: 1}
_POOL_BITS, _DAY_BITS, _KIND_BITS = 60, 38, 35
_LAST = (1 << _POOL_BITS) - 1
ROWS_PER_BUCKET = 500  # in the directory, which has no dates


def pool_of(kind: str) -> int:
    return _POOL.get(kind, DIRECTORY)


def document_key(kind: Kind, object_id: int, day: dt.date | None = None) -> int:
    pool = pool_of(kind)
    ordinal = day.toordinal() if day and pool != DIRECTORY else 0
    place = (ordinal << _DAY_BITS) | (_ORDER.get(kind, 0) << _KIND_BITS) | (object_id & ((1 << _KIND_BITS) - 1))
    return (pool << _POOL_BITS) | (_LAST - place)


def _place(key: int) -> int:
    """The position in the pool, which is greater for newer and later created documents."""
    return _LAST - (key & _LAST)


def key_range(pool: int) -> tuple[int, int]:
    """The lowest and the highest key of a pool."""
    return pool << _POOL_BITS, ((pool + 1) << _POOL_BITS) - 1


def day_of(key: int) -> int:
    """The ordinal of the document's day; 0 or 1 if it has none."""
    return _place(key) >> _DAY_BITS


def object_id_of(key: int) -> int:
    """The key of the document's row."""
    return _place(key) & ((1 << _KIND_BITS) - 1)


@lru_cache(maxsize=4096)
def tag(name: str, value: object = "") -> str:
    """A term that no text can contain. After its sign it has only letters and digits, as both engines require."""
    value = "".join(char if char.isalnum() else "·" for char in str(value).lower())
    return f"§{name}{value}"[:60]


def adjacent_pair(left: str, right: str) -> str:
    """The term for two adjacent terms. It is a short hash, so a match must be confirmed in the text."""
    number, letters = crc32(f"{left} {right}".encode()) % PAIRS, ""
    while number:
        number, letter = divmod(number, 36)
        letters += "0123456789abcdefghijklmnopqrstuvwxyz"[letter]
    return f"{PAIR}{letters}"


def heading_term(term: str) -> str:
    """The same term, but only in a heading."""
    return f"¶{term}"


def exact_form(word: str) -> str:
    """The term for a word of a heading in exactly this form."""
    return f"{EXACT}{word}"[:60]


def city_alias(name: str) -> str:
    return f"{CITY}{name}"


def row_term(term: str) -> str:
    """The same term, but only in the locked row of an announced material."""
    return f"¬{term}"


# Names of tags.
POOL, BUCKET, KIND, YEAR, EVENT_TYPE, REGION, PARK, OF_EVENT, OF_MATERIAL = "p", "m", "k", "y", "t", "r", "q", "v", "d"
BUCKETS_OF_YEAR = "n"
PUBLIC, MEMBERS = tag("a", 0), tag("a", 1)
PARTICIPANTS = tag("a", 2)  # not public, open to the participants of some event
ANNOUNCED = tag("l")  # a material for members whose locked row visitors see
HAS_FILES = tag("f")


def bucket_of(key: int) -> str:
    """The tag that documents near this one share: those of its month, or in the directory 500 rows of its kind.

    Names of buckets sort from old to new. PostgreSQL's index has no order, so its engine reads the newest ones first.
    """
    pool, ordinal = key >> _POOL_BITS, day_of(key)
    if pool == DIRECTORY:
        order, number = (_place(key) >> _KIND_BITS) & 7, _place(key) & ((1 << _KIND_BITS) - 1)
        return tag(BUCKET, f"{pool}{order}{number // ROWS_PER_BUCKET:010}")
    day = dt.date.fromordinal(ordinal) if ordinal > 1 else None
    return tag(BUCKET, f"{pool}{day:%Y%m}" if day else f"{pool}000000")


def year_of_bucket(bucket: str) -> str:
    """The tag shared by all months of the bucket's year; "" for a bucket that is no month."""
    named = bucket.removeprefix(tag(BUCKET))
    return tag(BUCKETS_OF_YEAR, named[:5]) if len(named) == len("2202511") and int(named[1:]) else ""


def last_key_of(bucket: str) -> int:
    """The highest key that may be in the bucket, which is that of its oldest document."""
    pool, rest = int(bucket[len(tag(BUCKET))]), bucket[len(tag(BUCKET)) + 1 :]
    if pool == DIRECTORY:
        place = (int(rest[0]) << _KIND_BITS) | int(rest[1:]) * ROWS_PER_BUCKET
    else:
        ordinal = dt.date(int(rest[:4]), int(rest[4:]), 1).toordinal() if int(rest) else 0
        place = ordinal << _DAY_BITS
    return (pool << _POOL_BITS) | (_LAST - place)
