"""Partial dates of old records: a day, a month, a year, or a day whose year is unknown. Pure.

The text form is ISO 8601, cut to what is known: `2016-05-25`, `2016-05`, `2016`; a day without a year is `--05-25`.
Two dates of the same shape compare as their texts do.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from .typography import NBSP

MONTHS_GENITIVE = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
MONTHS_NOMINATIVE = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]
MONTHS_PREPOSITIONAL = [f"{name.rstrip('ьй')}е" for name in MONTHS_NOMINATIVE]

ISO_PATTERN = r"^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}-\d{2})$"
_ISO = re.compile(r"(?:(?P<year>\d{4})|-)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_DOTTED = re.compile(r"(?:(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.)?(?P<year>\d{4})")
_DOTTED_WITHOUT_YEAR = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?")
_WORDED = re.compile(r"(?:(?P<day>\d{1,2})\s+)?(?P<month>[а-я]+)(?:\s+(?P<year>\d{4}))?(?:\s*(?:г\.?|года))?")


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year, or to the day and month alone.

    Raises ValueError for impossible dates: 31 June, a month alone, a year below 1000. Without a year 29 February is
    allowed.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None and not (self.month and self.day):
            raise ValueError("without a year a date needs its day and its month")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        if 0 in (self.month, self.day):
            raise ValueError("days and months count from 1")
        if self.year is not None and not 1000 <= self.year <= 9999:
            raise ValueError("a year has four digits")
        dt.date(self.year or 2000, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        if self.year is None:
            return f"--{self.month:02}-{self.day:02}"
        return "-".join([f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part])

    @classmethod
    def from_iso(cls, text: str) -> "PartialDate":
        """Read the stored form; ValueError for anything else."""
        if not (found := _ISO.fullmatch(text)):
            raise ValueError(f"not a date: {text!r}")
        return cls(**{name: int(part) for name, part in found.groupdict().items() if part})

    @classmethod
    def read(cls, text: str) -> "PartialDate":
        """Read what a person writes: 25.05.2016, 05.2016, 2016, 25.05, «25 мая», «май 2016 г.», or the ISO form."""
        text = " ".join(text.replace(NBSP, " ").lower().split()).removesuffix(" г.").removesuffix(" года")
        if re.fullmatch(ISO_PATTERN, text):
            return cls.from_iso(text)
        found = _DOTTED.fullmatch(text) or _DOTTED_WITHOUT_YEAR.fullmatch(text) or _WORDED.fullmatch(text)
        if not found:
            raise ValueError(f"not a date: {text!r}")
        parts = {name: part for name, part in found.groupdict().items() if part}
        month = parts.get("month", "0")
        if not month.isdigit():
            names = MONTHS_GENITIVE if "day" in parts else MONTHS_NOMINATIVE
            if month not in names:
                raise ValueError(f"not a month: {month!r}")
            parts["month"] = str(names.index(month) + 1)
        return cls(**{name: int(part) for name, part in parts.items()})

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """Which of year, month and day are known."""
        return (self.year is not None, self.month is not None, self.day is not None)

    @property
    def is_exact(self) -> bool:
        return None not in (self.year, self.month, self.day)

    def first_day(self) -> dt.date | None:
        """The first calendar day it may be; None without a year."""
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    def last_day(self) -> dt.date | None:
        """The last calendar day it may be; None without a year."""
        if not self.year:
            return None
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def format_date(date: PartialDate) -> str:
    """«25 мая 2016 г.», «25 мая», «май 2016 г.», «2016 г.»; with no-break spaces."""
    return _typeset(_words(date))


def format_range(start: PartialDate, end: PartialDate | None = None) -> str:
    """«25–26 мая 2016 г.», «30 мая – 2 июня 2016 г.»: what both dates share is written once."""
    if end is None or end == start:
        return format_date(start)
    if start.shape == end.shape and start.year == end.year:
        if start.day and start.month == end.month:
            return f"{start.day}–{format_date(end)}"
        if start.month:
            return f"{_typeset(_words(start)[:-2] if start.year else _words(start))} – {format_date(end)}"
    if start.shape == (True, False, False) == end.shape:
        return _typeset([f"{start.year}–{end.year}", "гг."])
    return f"{format_date(start)} – {format_date(end)}"


def _words(date: PartialDate) -> list[str]:
    words = []
    if date.day and date.month:
        words += [str(date.day), MONTHS_GENITIVE[date.month - 1]]
    elif date.month:
        words += [MONTHS_NOMINATIVE[date.month - 1]]
    if date.year:
        words += [str(date.year), "г."]
    return words


def _typeset(words: list[str]) -> str:
    return NBSP.join(words)
