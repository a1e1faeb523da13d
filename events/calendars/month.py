"""Arrange a month as weeks from Monday, with events as bars across their days."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from core.dates import MONTHS_NOMINATIVE, MONTHS_PREPOSITIONAL, PartialDate, format_range

from ..models import Event

DAYS_OF_WEEK = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The month «2016-05»; None for other texts, and for 9999, because the last week may end in the year 10000."""
        found = re.fullmatch(r"(?!9999)([1-9]\d{3})-(0[1-9]|1[0-2])", text)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, day: dt.date) -> Self:
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def name(self) -> str:
        """«Май»."""
        return MONTHS_NOMINATIVE[self.number - 1].capitalize()

    @property
    def name_in(self) -> str:
        """«мае», for «в мае»."""
        return MONTHS_PREPOSITIONAL[self.number - 1]

    @property
    def following(self) -> Self:
        return type(self)(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])


class Day(NamedTuple):
    date: dt.date
    is_outside: bool
    is_today: bool


class Bar(NamedTuple):
    """The days of an event in one week: `span` days from `column`, where Monday is 1."""

    event: Event
    column: int
    span: int
    began_before: bool
    goes_on: bool


@dataclass
class Week:
    days: list[Day]
    bars: list[Bar] = field(default_factory=list)

    @property
    def dates(self) -> str:
        """«23–29 мая», without the year, which the heading has."""
        first, last = (PartialDate(month=day.date.month, day=day.date.day) for day in (self.days[0], self.days[-1]))
        return format_range(first, last)


def weeks_of(month: Month, events: Iterable[Event], today: dt.date) -> list[Week]:
    """The weeks of the month. Bars are sorted by first day, then longest first. Events without exact days have none."""
    weeks = [
        Week([Day(date, date.month != month.number, date == today) for date in days])
        for days in calendar.Calendar().monthdatescalendar(month.year, month.number)
    ]
    dated = [(days, event) for event in events if (days := event.exact_days)]
    dated.sort(key=lambda pair: (pair[0][0], pair[0][0] - pair[0][1], pair[1].pk))
    for week in weeks:
        monday, sunday = week.days[0].date, week.days[-1].date
        for (first, last), event in dated:
            if first <= sunday and last >= monday:
                begin, end = max(first, monday), min(last, sunday)
                span = (end - begin).days + 1
                week.bars.append(Bar(event, begin.weekday() + 1, span, first < monday, last > sunday))
    return weeks
