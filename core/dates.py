"""Partial dates, as old records have them: a day, a month, a year, or a day whose year is unknown. Pure.

The text form is ISO 8601, cut to what is known: `2016-05-25`, `2016-05`, `2016`; a day without a year is `--05-25`.
Two dates of the same shape compare as their texts do.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from .text import without_invisible
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

# What people write. The parts of one date have the same separator.
_WRITTEN = [
    re.compile(r"(?:(?:(?P<day>\d{1,2})(?P<sign>[./-]))?(?P<month>\d{1,2})(?(sign)(?P=sign)|[./]))?(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{2})"),
    re.compile(r"(?P<year>\d{4})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})\.?"),
    re.compile(r"(?:(?P<day>\d{1,2})(?:-?(?:го|е|ого))? )?(?P<month>[а-я]{3,})\.?,?(?: (?P<year>\d{4}|'?\d{2}))?"),
]
_YEAR_WORD = re.compile(r"\s*\b(?:гг?\.?|год|года|году|годы|годов)$")
_WEEKDAY_BEHIND = re.compile(r",?\s+\(?(?:понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье)\)?$")
_BEFORE_A_DATE = re.compile(
    r"^(?:во?|с|со|от)\s+(?=[\dа-я])|^(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье),?\s+"
)
_BETWEEN_DATES = re.compile(r"\s*[-‐‑‒–—−…]\s*|\s+(?:по|до)\s+")
_TWO_DAYS = re.compile(r"(?P<first>\d{1,2})(?:,| и) (?P<second>\d{1,2})(?= |\.)")
_TIME = re.compile(
    r"""
    (?:в\ )?(?P<hours>\d{1,2})
    (?:
        (?:\ ?[:.,;‐‑‒–—−-]\ ?|\ ?ч(?:ас\w*)?\.?\ ?|\ )?(?P<minutes>\d{2})(?::(?P<seconds>\d{2}))?(?:\ ?мин\w*\.?)?
        |\ ?ч(?:ас\w*)?\.?
    )?
    """,
    re.VERBOSE,
)
_CENTURY_TURNS = 70  # 16 is 2016, 98 is 1998


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
        """Read what a person writes: 25.05.2016, 25/05/16, 05.2016, 2016, 25.05, «25 мая», «май 2016 г.», or ISO."""
        text = _WEEKDAY_BEHIND.sub("", _BEFORE_A_DATE.sub("", _plain(text)))
        if re.fullmatch(ISO_PATTERN, text):
            return cls.from_iso(text)
        text = _YEAR_WORD.sub("", text)
        found = next((found for pattern in _WRITTEN if (found := pattern.fullmatch(text))), None)
        if not found:
            raise ValueError(f"not a date: {text!r}")
        parts = {name: found.groupdict().get(name) for name in ("year", "month", "day")}
        return cls(_year(parts["year"]), _month(parts["month"]), int(parts["day"]) if parts["day"] else None)

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """Which of year, month and day are known."""
        return (self.year is not None, self.month is not None, self.day is not None)

    @property
    def is_exact(self) -> bool:
        return None not in (self.year, self.month, self.day)

    def first_day(self) -> dt.date | None:
        """The earliest calendar day it may mean; None without a year."""
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    def last_day(self) -> dt.date | None:
        """The latest calendar day it may mean; None without a year."""
        if not self.year:
            return None
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def read_dates(text: str) -> tuple[PartialDate, PartialDate | None]:
    """Read one date, or the first and the last of a range: «25–26 мая 2016», «30.12–02.01», «с 24 по 26 января»."""
    try:
        return PartialDate.read(text), None
    except ValueError:
        pass
    text = _plain(text)
    if (two := _TWO_DAYS.match(text)) and int(two["second"]) == int(two["first"]) + 1:
        text = f"{two['first']}–{text[two.start('second') :]}"
    for sign in _BETWEEN_DATES.finditer(text):
        try:
            return _range(text[: sign.start()], text[sign.end() :])
        except ValueError:
            continue
    raise ValueError(f"not a date: {text!r}")


def _range(first: str, last: str) -> tuple[PartialDate, PartialDate]:
    """Reads both ends. A month or year that only one of them has belongs to both. Raises ValueError."""
    end = PartialDate.read(last)
    first = _BEFORE_A_DATE.sub("", first)
    only_a_number = re.fullmatch(r"(\d{1,2})(?:-?(?:го|е|ого))?", first)
    if only_a_number and end.month:
        number = int(only_a_number[1])
        start = PartialDate(end.year, end.month, number) if end.day else PartialDate(end.year, number)
    elif end.year and not end.day and (month := _month_or_none(_YEAR_WORD.sub("", first))):
        start = PartialDate(end.year - (month > (end.month or 12)), month)
    else:
        start = PartialDate.read(first)
    if start.year is None and end.year:
        start = _in_year(start, end.year if (start.month, start.day) <= (end.month, end.day or 31) else end.year - 1)
    elif end.year is None and start.year:
        end = _in_year(end, start.year if (start.month, start.day or 1) <= (end.month, end.day) else start.year + 1)
    return start, end


def _in_year(date: PartialDate, year: int) -> PartialDate:
    return PartialDate(year, date.month, date.day)


def _plain(text: str) -> str:
    return " ".join(without_invisible(text).lower().split())


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    year = int(text.lstrip("'"))
    return year if year >= 100 else year + (2000 if year < _CENTURY_TURNS else 1900)


def _month(text: str | None) -> int | None:
    if text is None or text.isdecimal():
        return int(text) if text else None
    if not (month := _month_or_none(text)):
        raise ValueError(f"not a month: {text!r}")
    return month


def _month_or_none(name: str) -> int | None:
    """The number of a month by its name in a usual case, or by at least its first three letters."""
    name = name.strip().removesuffix(".")
    names = zip(MONTHS_NOMINATIVE, MONTHS_GENITIVE, MONTHS_PREPOSITIONAL, strict=True)
    return next(
        (
            number
            for number, forms in enumerate(names, 1)
            if name in forms or (len(name) > 2 and forms[0].startswith(name))
        ),
        None,
    )


def read_time(text: str) -> dt.time:
    """Read a time: 9:30, 9.30, 9–30, 9 30, 0930, 9 ч 30 мин, 9; 24:00 is midnight. Raises ValueError."""
    found = _TIME.fullmatch(_plain(text))
    if not found:
        raise ValueError(f"not a time: {text!r}")
    hours, minutes, seconds = (int(found[name] or 0) for name in ("hours", "minutes", "seconds"))
    return dt.time(0 if (hours, minutes) == (24, 0) else hours, minutes, seconds)


def format_date(date: PartialDate) -> str:
    """«25 мая 2016 г.», «25 мая», «май 2016 г.», «2016 г.»; with no-break spaces."""
    return _typeset(_words(date))


def format_range(start: PartialDate, end: PartialDate | None = None) -> str:
    """«25–26 мая 2016 г.», «30 мая – 2 июня 2016 г.»: what both dates have in common is written once."""
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
