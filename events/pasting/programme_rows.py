"""Split a pasted programme into rows: put table cells into one order, and separate several items of a line. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .found import Span

CLOCK = (
    r"(?:[01]?\d|2[0-4])(?:(?:\s?:\s?|\.)[0-5]\d(?!\.?\d)|-[0-5]\d(?![-\d])|"
    r"\s?ч(?:ас(?:ов|а)?)?\.?(?:\s?[0-5]\d\s?м(?:ин)?\.?)?)"
)
TIME = re.compile(
    rf"(?:(?:с|в|начало(?: в)?:?)\s+)?(?P<start>{CLOCK})(?:\s*(?:[-–—−]|до|по)\s*(?P<stop>{CLOCK}))?"
    r"(?:\s*(?:\(?мск\)?|час(?:ов|а)?\.?|ч\.))?(?=[\s.,:;|)\]–—-]|$)[\s.,:;|)\]–—-]*",
    re.IGNORECASE,
)
# The content of a column, by the first word of its heading.
_COLUMNS = [
    ("time", r"время|часы|начало|time"),
    ("title", r"мероприяти|событи|тем[аы]|содержани|названи|наименовани|пункт|программа|что|вопрос"),
    ("moderator", r"модератор|ведущ"),
    ("people", r"доклад|спикер|выступа|участ|участник|ответственн|кто|лектор|эксперт|ф\.?\s?и\.?\s?о"),
    ("place", r"место|зал|площадка|где|локация|аудитория|кабинет|адрес"),
    ("day", r"день|дата"),
    ("number", r"№|п/п|n(?!\w)"),
]
_TIME_AT_END = re.compile(
    rf"(?P<item>.*?\w.*?)(?:\s*[(\[]\s*|\s*[,;:]\s+|\s+[-–—]\s+|\s+)"
    rf"(?P<time>(?:[св]\s+)?{CLOCK}(?:\s*(?:[-–—−]|до|по)\s*{CLOCK})?)\s*[)\]]?[\s.;]*",
    re.IGNORECASE,
)
_BEFORE_TIME = " |(•·●▪■◦*‣►→✓–—-"
_NEXT_ITEM = re.compile(rf"(?:^|[,;.:]\s+|\s\|\s)(?={CLOCK}(?:\s*[-–—−]\s*{CLOCK})?\s*[-–—]\s)", re.IGNORECASE)


@dataclass(frozen=True)
class ProgrammeRow:
    """A row. ` | ` separates its cells, the time first. `text` is "" for an empty line; `place` is a hall's cell."""

    text: str
    span: Span
    place: str = ""


def rows_of(text: str) -> list[ProgrammeRow]:
    rows = list(_rows(text))
    if any(TIME.match(row.text.lstrip(_BEFORE_TIME)) for row in rows):
        return rows
    return [_with_time_first(row) for row in rows]


def _with_time_first(row: ProgrammeRow) -> ProgrammeRow:
    """The row with its time moved to the front: «Обед (13:00–14:00)»."""
    found = _TIME_AT_END.fullmatch(row.text)
    return replace(row, text=f"{found['time']} {found['item']}") if found else row


def _rows(text: str) -> Iterator[ProgrammeRow]:
    columns: list[str] = []
    day = ""
    for found in re.finditer(r"[^\n]*\n?", text):
        cells = [cell.strip() for cell in found[0].split("|")]
        span = Span(found.start(), found.start() + len(found[0].rstrip("\n")))
        if len(cells) > 1 and (named := _columns_of(cells)):
            columns = named
        elif columns and len(cells) == len(columns):
            rows = _in_order(cells, columns, span)
            day, rows = (rows[0].text, rows) if rows and rows[0].text != day else (day, rows[1:])
            yield from rows
        elif found[0]:
            yield from _items(" | ".join(filter(None, _time_first(cells))).strip(" |"), span)


def _columns_of(cells: Sequence[str]) -> list[str]:
    """The content of each column; [] unless the row is the heading of a table."""
    named = [
        next((name for name, words in _COLUMNS if re.match(words, cell, re.IGNORECASE)), "") if cell else ""
        for cell in cells
    ]
    is_heading = "time" in named and "title" in named and all(len(cell.split()) < 5 for cell in cells)
    return named if is_heading and not any(re.search(CLOCK, cell) for cell in cells) else []


def _in_order(cells: Sequence[str], columns: Sequence[str], span: Span) -> list[ProgrammeRow]:
    """Rows for the day (empty if no column has it), the item and its moderator."""
    of = {name: ", ".join(cell for cell, column in zip(cells, columns, strict=True) if cell and column == name)
          for name in ("day", "time", "title", "people", "", "place", "moderator")}  # fmt: skip
    item = " | ".join(filter(None, (of[name] for name in ("time", "title", "people", ""))))
    moderator = [ProgrammeRow(f"Модератор: {of['moderator']}", span)] if of["moderator"] else []
    return [ProgrammeRow(of["day"], span), ProgrammeRow(item, span, of["place"]), *moderator]


def _time_first(cells: Sequence[str]) -> list[str]:
    """The cells with the time first, without the number of the row before it."""
    at = next((place for place, cell in enumerate(cells[:4]) if cell and _is_time(cell)), 0)
    before = [cell for cell in cells[:at] if not re.fullmatch(r"\d{1,3}\.?", cell)]
    return [*cells[at : at + 1], *before, *cells[at + 1 :]]


def _is_time(cell: str) -> bool:
    found = TIME.match(cell)
    return bool(found and found.end() == len(cell))


def _items(text: str, span: Span) -> Iterator[ProgrammeRow]:
    """Separates several items in a line: «11:00 – открытие, 12:00 – обед»."""
    starts = list(_NEXT_ITEM.finditer(text))
    if len(starts) < 3:
        yield ProgrammeRow(text, span)
        return
    ends = [found.start() for found in starts[1:]] + [len(text)]
    for found, end in zip(starts, ends, strict=True):
        yield ProgrammeRow(text[found.end() : end].strip(), span)
