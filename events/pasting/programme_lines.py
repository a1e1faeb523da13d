"""Read the lines of a pasted programme: their time, label and place. Pure."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.dates import read_time

from .found import Span
from .programme_rows import TIME, rows_of
from .tokens import clean

LONGEST_LINE = 2_000  # characters
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HOURS = re.compile(  # «с 9 до 10 часов»
    r"(?:с\s+)?(?P<start>[01]?\d|2[0-4])\s*(?:[-–—−]|до)\s*(?P<stop>[01]?\d|2[0-4])\s*час(?:ов|а)?(?!\w)[\s.,:;|–—-]*",
    re.IGNORECASE,
)
_SUPERSCRIPT_TIME = re.compile(r"\b(\d{1,2})([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})")
_BULLET = re.compile(r"^[\s]*(?:[•·●▪■◦*‣►→✓–—-]|[-–—]\s)\s*")
_PICTURES = re.compile("[\u2300-\u23ff\u2600-\u2712\u2714-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+")
_ROMAN = re.compile(r"^\s*[IVX]{1,4}[.)]\s+(?=\S)")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})?[.)]|[а-яa-z]\)|№\s?\d+\.?)\s+(?=\S)", re.IGNORECASE)
LABEL = re.compile(
    r"^(?P<label>(?:со)?модератор(?:ы|ами|ом)?|ведущ(?:ий|ая|ие)|спикер(?:ы|ами|ом)?|докладчик(?:и|ами|ом)?|выступа(?:ют|ет)|"
    r"выступающи[ей]|эксперт(?:ы)?|участник(?:и)?(?: дискуссии)?|тем[аы](?: доклада| выступления)?|доклад|с участием|"
    r"приветственн(?:ое слово|ые слова) произнос(?:ит|ят)|приветствия|содокладчик(?:и)?|лектор(?:ы)?|экскурсовод|"
    r"сопровождает|сопровождающий|модериру(?:ет|ют)|вед[её]т|обсуждают)"
    r"(?:\s*(?:[:—–]|\s-\s)\s*|(?:(?<=модератор|одерирует|докладчик)|(?<=вед[её]т))\s+(?=(?-i:[А-ЯЁ])))",
    re.IGNORECASE,
)
_HALL_WORDS = (
    r"(?:(?:большой|малый|актовый|красный|синий|зел[её]ный|белый|главный|выставочный|банкетный)\s+)?"
    r"(?:конференц-зал|зал|аудитория|ауд\.|кабинет|каб\.|холл|фойе|павильон|переговорная|шат[её]р|амфитеатр|"
    r"\d{1,2}-?[йа]? этаж)"
    r"(?!\w)"
)
_HALL_NAME = r"(?:\s+(?:№\s?\d+|\d{1,3}|[А-ЯA-Z](?!\w)|«[^»]+»|\"[^\"]+\"|(?:перв|втор|треть|четв[её]рт|пят)ого этажа))"
_HALL_BEFORE = re.compile(rf"(?P<hall>{_HALL_WORDS}{_HALL_NAME})\s*(?:[:.]|\s[—–-])\s+(?=\S)", re.IGNORECASE)
_HALL = re.compile(
    r"^(?:место(?: проведения)?|адрес|площадка|локация|где)\s*[:—–-]\s*(?P<named>.+)|"
    rf"^(?P<hall>{_HALL_WORDS}.{{0,80}})$",
    re.IGNORECASE,
)
_PLACE_AT_END = re.compile(
    rf"[\s,.;|(–—-]+(?P<place>{_HALL_WORDS}"
    rf"{_HALL_NAME}?(?:,\s*\d{{1,2}}-?й? этаж)?)\s*[).]?\s*$|"
    r"\s*\((?P<address>(?:ул|пр|просп|пер|пл|наб|б-р|ш|г|пос|мкр)\.\s?[^()]{3,80}|"
    r"(?:улица|проспект|переулок|площадь|набережная|бульвар|шоссе)\s[^()]{3,80})\)\s*$",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\s*\(?\b(?:до\s+)?\d{1,3}\s?мин(?:ут\w?|\.)?\)?\s*$", re.IGNORECASE)
_LABELS = [("moder", r"(?:со)?модер|вед"), ("subject", r"тем|доклад$"), ("speakers", "")]
QUOTES = '«»"“”„'


@dataclass(frozen=True)
class ProgrammeLine:
    """A line without its time, bullet, number and label."""

    text: str
    span: Span
    start: dt.time | None = None
    stop: dt.time | None = None
    label: str = ""  # "moderators", "speakers" or "subject"
    hall: str = ""  # set if the line has nothing but a hall
    is_address: bool = False  # the hall is rather the address of the event
    place: str = ""  # a hall at the end of the line
    is_bullet: bool = False
    is_numbered: bool = False
    opens_hall: bool = False  # «Зал «Берёза»: круглый стол»
    follows_gap: bool = False  # after an empty line

    @property
    def is_quoted(self) -> bool:
        return self.text[:1] in QUOTES and self.text.rstrip(" .,;")[-1:] in QUOTES

    @property
    def is_heading(self) -> bool:
        """Whether it is the title of the programme: «ПРОГРАММА семинара», «Повестка дня»."""
        return bool(
            re.match(r"(?:(?:деловая|предварительная|проект)\s+)?(?:программ|повестк|расписани|план )", self.text, re.I)
        ) or (self.text.isupper() and len(self.text) > 12)

    @property
    def goes_on(self) -> bool:
        """Whether it continues the sentence of the line before."""
        return self.text[:1].islower()


def lines_of(text: str) -> list[ProgrammeLine]:
    plain = clean(_plain(text))
    lines = list(_lines(plain))
    if not any(_ROMAN.match(plain[slice(*line.span)]) for line in lines):
        return lines
    # In this case Arabic numbers are those of talks within an item.
    return [line if not line.is_numbered or _ROMAN.match(plain[slice(*line.span)])
            else replace(line, is_numbered=False, is_bullet=True) for line in lines]  # fmt: skip


def _plain(text: str) -> str:
    """The text with plain digits for superscript minutes, with bars for tabs, and without pictograms."""
    text = _PICTURES.sub(" ", text)
    text = text.replace("\t", "|")
    return _SUPERSCRIPT_TIME.sub(lambda found: f"{found[1]}.{found[2].translate(_SUPERSCRIPT)}", text)


def _lines(text: str) -> Iterator[ProgrammeLine]:
    gap = True
    for row in rows_of(text):
        if not row.text:
            gap = True
            continue
        line = _line(row.text[:LONGEST_LINE])
        yield replace(line, span=row.span, follows_gap=gap, place=line.place or row.place)
        gap = False


def _line(text: str) -> ProgrammeLine:
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    start, stop, text = _time(text)
    number = None if start else _ROMAN.match(text) or _NUMBER.match(text)
    if number:
        start, stop, text = _time(text[number.end() :])
    label = LABEL.match(text)
    kind = ""
    if label and (start is None):
        kind = next(
            ("moderators" if name == "moder" else name)
            for name, words in _LABELS
            if re.match(words, label["label"], re.I)
        )
        text = text[label.end() :]
    text = _DURATION.sub("", text).strip(" |")
    before = _HALL_BEFORE.match(text) if not kind else None
    text = text[before.end() :] if before else text
    hall = _HALL.match(text) if start is None and not kind else None
    at_end = None if hall else _PLACE_AT_END.search(text)
    if at_end and at_end.start() > 0:
        text = text[: at_end.start()]
    place = (at_end["place"] or at_end["address"]).strip() if at_end and at_end.start() > 0 else ""
    place = before["hall"] if before else place
    named = (hall["named"] or hall["hall"]).strip(" .") if hall else ""
    return ProgrammeLine(
        text.strip(),
        Span(0, 0),
        start,
        stop,
        kind,
        named,
        bool(hall and hall["named"]),
        place,
        bool(bullet),
        bool(number),
        bool(before),
    )


def _time(text: str) -> tuple[dt.time | None, dt.time | None, str]:
    found = TIME.match(text.lstrip(" |(")) or _HOURS.match(text.lstrip(" |("))
    if not found:
        return None, None, text
    try:
        start = read_time(_digits(found["start"]))
        stop = read_time(_digits(found["stop"])) if found["stop"] else None
    except ValueError:
        return None, None, text
    return start, stop, text.lstrip(" |(")[found.end() :]


def _digits(clock: str) -> str:
    numbers = re.findall(r"\d+", clock)
    return ":".join(numbers) if len(numbers) > 1 else f"{numbers[0]}:00"
