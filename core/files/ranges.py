"""Read which bytes of a file are asked for (RFC 9110, section 14). Pure."""

import re
from typing import Final, Literal

UNSATISFIABLE: Final = "unsatisfiable"
AskedRange = tuple[int, int] | Literal["unsatisfiable"] | None


def parse_range(header: str | None, size: int) -> AskedRange:
    """`(first, last)` of one range, both inclusive; UNSATISFIABLE; or None: the whole file.

    None is also the answer to several ranges and to what is no range at all: a server may ignore those, and the whole
    file is never wrong.
    """
    found = re.fullmatch(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", header or "", re.IGNORECASE)
    if not found or found.groups() == ("", ""):
        return None
    first, last = (int(digits) if digits else None for digits in found.groups())
    if first is None:
        return (max(0, size - last), size - 1) if last and size else UNSATISFIABLE
    if last is not None and last < first:
        return None
    if first >= size:
        return UNSATISFIABLE
    return first, size - 1 if last is None else min(last, size - 1)


def range_applies(if_range: str | None, etag: str, last_modified: str | None) -> bool:
    """Whether a part may be sent: `If-Range` names this very state of the file, or there is none.

    `last_modified` is the header's own text: dates count only when they are the same.
    """
    return not if_range or if_range.strip() in (etag, last_modified)
