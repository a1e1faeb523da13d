"""The sheet of a month: weeks from Monday, events as bars over their days. Pure but for the texts of dates."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from core.dates import MONTHS_NOMINATIVE, PartialDate, format_range

DAYS_OF_WEEK = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def read(cls, text):
        """Of «2016-05»; None of anything else, and of the last year of all, whose weeks would lead beyond it."""
        found = re.fullmatch(r"(?!9999)([1-9]\d{3})-(0[1-9]|1[0-2])", text)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month)

    def __str__(self):
        return f"{self.year}-{self.number:02}"

    @property
    def name(self):
        """«Май»"""
        return MONTHS_NOMINATIVE[self.number - 1].capitalize()

    @property
    def first_day(self):
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self):
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])


class Day(NamedTuple):
    date: dt.date
    is_outside: bool
    is_today: bool


class Bar(NamedTuple):
    """An event's days in one week: `column` from 1 for Monday, `span` days; it began before or goes on after."""

    event: object
    column: int
    span: int
    began_before: bool
    goes_on: bool


@dataclass
class Week:
    days: list[Day]
    bars: list[Bar] = field(default_factory=list)

    @property
    def dates(self):
        """«23–29 мая», without the year: the month's heading has it."""
        first, last = (PartialDate(month=day.date.month, day=day.date.day) for day in (self.days[0], self.days[-1]))
        return format_range(first, last)


def days_of(event):
    """(first, last) of an event whose day is known; None of another, which no sheet can hold."""
    if event.start is None or not event.start.is_exact:
        return None
    first = event.start.first_day()
    return first, event.end.first_day() if event.end and event.end.is_exact else first


def weeks(month, events, today):
    """The weeks of the month with the bars of those `events` whose days are known, longer ones first."""
    sheet = [
        Week([Day(date, date.month != month.number, date == today) for date in days])
        for days in calendar.Calendar().monthdatescalendar(month.year, month.number)
    ]
    dated = [(days_of(event), event) for event in events if days_of(event)]
    dated.sort(key=lambda pair: (pair[0][0], pair[0][0] - pair[0][1], pair[1].pk))
    for week in sheet:
        monday, sunday = week.days[0].date, week.days[-1].date
        for (first, last), event in dated:
            if first <= sunday and last >= monday:
                begin, end = max(first, monday), min(last, sunday)
                span = (end - begin).days + 1
                week.bars.append(Bar(event, begin.weekday() + 1, span, first < monday, last > sunday))
    return sheet


def nearest(months, wanted, today):
    """The month to show: the wanted one, or this one if something is in it, or the next such one, or the last."""
    if wanted:
        return wanted
    this = Month.of(today)
    return next((month for month in months if month >= this), months[-1] if months else this)
