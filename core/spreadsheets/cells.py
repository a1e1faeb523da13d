"""Read the cells of a workbook as the texts that a person would type. Pure; runs in a sandboxed process."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST = 32_767  # characters of a cell, the limit of the format
ROWS_AT_ONCE = 500
YES, NO = "да", "нет"
_DAY_ZERO = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
_FIVE_DIGITS = re.compile(r"\d{5}(?:\.\d+)?")


def rows_of(path: str) -> Iterator[list[list[str]]]:
    """Yields the rows of the first sheet in batches. Raises ValueError with a code for a file that cannot be read."""
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise ValueError("broken") from error
    if len(rows) > MOST_ROWS:
        raise ValueError("too_many_rows")
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield [[text_of(cell) for cell in row[:MOST_COLUMNS]] for row in rows[start : start + ROWS_AT_ONCE]]


def moment_of(text: str) -> str:
    """The date or time of a cell that lost its format: «42515» is 25 May 2016, «0.4375» is 10:30. Other text stays."""
    if _FIVE_DIGITS.fullmatch(text):
        return text_of(_DAY_ZERO + dt.timedelta(minutes=round(float(text) * 24 * 60)))
    if text.startswith("0.") and text[2:].isdecimal():
        return text_of(dt.timedelta(minutes=round(float(text) * 24 * 60)))
    return text


def text_of(value: Any) -> str:
    """The value as form fields read it: «25.05.2016» for a date, «12.5» for a number, «да» for True."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.datetime):
        has_time = value.time() != dt.time()
        return f"{value:%d.%m.%Y %H:%M}" if has_time else f"{value:%d.%m.%Y}"
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    if isinstance(value, float | Decimal):
        return f"{Decimal(f'{value:.15g}'):f}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()[:LONGEST]
