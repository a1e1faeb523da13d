"""Telephone numbers as people write them: «+7 (4812) 00-00-00, доб. 12; 8 800 000-00-00». Pure."""

import re
from typing import NamedTuple

from .typography import NBSP

_NUMBER = re.compile(
    r"(?P<number>\+?[\s(]*\d[\d\s()‐‑–—-]*\d)(?:[,\s(]*(?:доб|вн|ext)[.\s]*(?P<extension>\d{1,6})\)?)?", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s,;/]*")
_DIGITS = range(5, 16)  # an office extension has fewer digits, and no number has more (ITU-T E.164)


class Phone(NamedTuple):
    """`text` has no-break spaces; `href` is a «tel:» address of RFC 3966."""

    text: str
    href: str


def read_phones(text: str) -> list[Phone]:
    """The numbers in a text, separated by commas, semicolons or slashes. Raises ValueError for anything else in it."""
    found = list(_NUMBER.finditer(text))
    if not found or not all(_BETWEEN.fullmatch(rest) for rest in _NUMBER.sub("\0", text).split("\0")):
        raise ValueError(f"not telephone numbers: {text!r}")
    return [_phone(match) for match in found]


def _phone(match: re.Match[str]) -> Phone:
    digits = re.sub(r"\D", "", match["number"])
    if len(digits) not in _DIGITS:
        raise ValueError(f"not a telephone number: {match[0]!r}")
    shown = NBSP.join(match["number"].split())
    extension = match["extension"]
    href = f"tel:{_international(match['number'], digits)}"
    if not extension:
        return Phone(shown, href)
    return Phone(f"{shown}, доб.{NBSP}{extension}", f"{href};ext={extension}")


def _international(number: str, digits: str) -> str:
    """«+74812000000» for a Russian number that begins with +7, 8 or neither. A local number stays as it is."""
    if number.lstrip().startswith("+"):
        return f"+{digits}"
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 else digits
