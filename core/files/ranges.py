"""Read from the headers which bytes of a file are requested (RFC 9110, section 14). Pure."""

import re
from typing import Final, Literal

UNSATISFIABLE: Final = "unsatisfiable"
AskedRange = tuple[int, int] | Literal["unsatisfiable"] | None


def parse_range(header: str | None, size: int) -> AskedRange:
    """`(first, last)` of one range, both inclusive; UNSATISFIABLE; or None for the whole file.

    The answer is None for several ranges and for an invalid header too: a server may ignore those, and the whole file
    is always a correct answer.
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
    """Whether a part may be sent: there is no `If-Range`, or it names exactly this version of the file.

    `last_modified` is the text of the response's header; a date must be equal to it.
    """
    return not if_range or if_range.strip() in (etag, last_modified)
