"""Split text into words and reduce them to the terms that the index stores and queries look for. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.dates import MONTHS_GENITIVE, MONTHS_NOMINATIVE, MONTHS_PREPOSITIONAL
from core.morphology import JOINERS, TERM_LENGTH, normalize, terms_of

VERSION = 6  # of these rules; a new number makes the whole index stale

STOP_WORDS = frozenset(
    """
    а без бы в во вот все всё да для до его ее её если же за и из из-за из-под или им их к как ко либо между на над
    не ни но о об обо он она они оно от перед по под при про с со та так также те то того тоже той только том тот ту ты
    у что чтобы эта эти это этого этой этом этот эту я мы вы был была были было быть есть которая которые который
    которых него нее них который году год года годов годы г гг
    the of and a an in on for to by with at from or is are
    """.replace("ё", "е").split()
)
_LEGAL_FORMS = """
    ооо оао пао зао ао нао ано ип нко гуп муп фгуп фгбу фгау гбу гау гку мбу огбу обу огку тоо llc ltd inc gmbh
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())

# Units after a number. One to three other letters form a code with the number: «44-ФЗ».
_UNITS = """
    м мм см дм км га т кг г гр мг л мл ч с мин сек сут дн мес нед год лет г гг в кв вт квт мвт гвт ква мва ква а ма ккал
    гкал дж мдж па кпа мпа бар атм гц мгц дб тыс млн млрд трлн руб р коп шт чел ед экз стр кб мб гб тб град об мест
    m mm cm km kg g t ha l h w kw mw kv mpa mb gb tb hz usd eur rub pcs
    й го му ая ое ые ый ой ий ю ти ть х ми я е
"""
UNITS = frozenset(_UNITS.split())
LENGTHS = frozenset(["м", "мм", "см", "дм", "км", "m", "mm", "cm", "km"])
MONTHS = {
    form: number
    for names in (MONTHS_NOMINATIVE, MONTHS_GENITIVE, MONTHS_PREPOSITIONAL)
    for number, form in enumerate(names, 1)
}

_LETTERS = rf"[^\W_](?:[^\W_]|[{JOINERS}])*"
SPACE = "[ \u00a0\u2000-\u200a\u202f\u205f\u3000]"
SPACED_NUMBER = rf"(?<![\d.,])\d{{1,3}}(?:{SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_DAY, _OF_MONTH = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[0-2]|0?[1-9])"
_TOKEN = re.compile(
    rf"(?P<date>(?<![\d./])(?:{_DAY}\.{_OF_MONTH}\.(?:\d{{4}}|\d{{2}})|{_DAY}/{_OF_MONTH}/\d{{4}})(?![./]?\d))"
    r"|(?P<iso>(?<![\d.-])\d{4}(?P<between>[-.])\d{2}(?P=between)\d{2}(?![\d-]|\.\d))"
    r"|(?P<month_first>(?<![\d.])(?:0[1-9]|1[0-2])\.(?:19|20)\d{2}(?![\d,]|\.\d))"
    r"|(?P<year_first>(?<![\d.-])(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?![\d-]|\.\d))"
    rf"|(?P<written>(?<![^\W_])(?:(?P<day>\d{{1,2}}){SPACE}+)?{_MONTH}{SPACE}+(?P<year>\d{{4}})(?!\d))"
    rf"|(?P<code>(?<![^\W_])(?:\d{{1,4}}[-‐‑]?[^\W\d_]{{1,3}}|[^\W\d_]{{1,3}}[-‐‑]?\d{{1,4}})(?![^\W_]))"
    rf"|(?P<number>{SPACED_NUMBER}|\d+(?:[.,]\d+)?)"
    rf"|(?P<word>{_LETTERS}(?:[-‐‑]\n?{_LETTERS})*)",
    re.IGNORECASE,
)
_SPACED_CODE = re.compile(r"(?<![\w.,])(?:\d{1,4} [A-ZА-ЯЁ]{1,3}|[A-ZА-ЯЁ]{1,3} \d{1,4})(?![\w])")
THIS_CENTURY = 2000
NONE: tuple[str, ...] = ()
_MEASURED = re.compile(r"(\d+)[-‐‑]?([^\W\d_]+)")
_HYPHEN = re.compile(r"[-‐‑]\n?")
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_CODE_LETTERS = str.maketrans("aceopxykmtbhdgvf", "асеорхукмтвндгвф")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, its place and its parts, of which «технико-экономический» has two.

    `others` are further terms: a date as one term, each group of «12 150 430», the parts of «М-4».
    """

    start: int
    end: int
    parts: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def joined(self) -> str:
        """The parts as one word, for «бизнес-план» and for words broken at the end of a line; "" for other words."""
        return "".join(self.parts) if len(self.parts) > 1 and self.parts[0].isalpha() else ""

    @property
    def every(self) -> tuple[str, ...]:
        """All terms by which the token may be found."""
        return (*self.parts, *self.others, self.joined) if self.joined else (*self.parts, *self.others)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "word":
            parts, others = _word_parts(found.group()), NONE
        elif kind == "code" and (measured := _MEASURED.fullmatch(found.group())) and is_measured(*_runs(measured)):
            for number in (1, 2):
                start, end = (found.start() + at for at in measured.span(number))
                yield Token(start, end, _word_parts(measured[number]))
            continue
        else:
            parts, others = _READERS[kind or ""](found)
        if parts:
            yield Token(found.start(), found.end(), parts, others)


def _runs(measured: re.Match[str]) -> tuple[str, str]:
    return measured[1], normalize(measured[2])


Parts = tuple[tuple[str, ...], tuple[str, ...]]


def _read_date(found: re.Match[str]) -> Parts:
    day, month, year = (int(part) for part in re.split("[./]", found.group()))
    year += THIS_CENTURY if year < 100 else 0
    return (str(day), str(month), str(year)), date_terms(year, month, day)


def _read_iso(found: re.Match[str]) -> Parts:
    year, month, day = (int(part) for part in re.split("[-.]", found.group()))
    return (str(day), str(month), str(year)), date_terms(year, month, day)


def _read_month(found: re.Match[str]) -> Parts:
    """The month of «09.2021» or «2021-09». «2009-10» may also be two years."""
    month, year = sorted(int(part) for part in re.split("[-.]", found.group()))
    may_be_years = found["year_first"] and month == (year + 1) % 100
    return (str(month), str(year)), () if may_be_years else date_terms(year, month, 0)


def _read_written(found: re.Match[str]) -> Parts:
    """The date of «17 июля 2019» or «июль 2019»."""
    year, month, day = int(found["year"]), MONTHS[found["month"].lower()], int(found["day"] or 0)
    parts = (found["month"].lower(), str(year))
    return ((str(day), *parts) if day else parts), date_terms(year, month, day)


def date_terms(year: int, month: int, day: int) -> tuple[str, ...]:
    """The terms of a date, so that «17.07.2019» and «17 июля 2019 года» match; a day is also found by its month."""
    if not (1 <= month <= 12 and day <= 31):
        return ()
    whole_month = f"месяц{year:04}{month:02}"
    return (f"день{year:04}{month:02}{day:02}", whole_month) if day else (whole_month,)


def _read_number(found: re.Match[str]) -> Parts:
    """A number with spaces, which may be one number or, in a row of a table, several."""
    groups = re.split(SPACE, found.group())
    others = tuple(_number_part(group) for group in groups if set(group) != {"0"}) if len(groups) > 1 else ()
    return (_number_part(found.group()),), others


def _read_code(found: re.Match[str]) -> Parts:
    """A code such as «44-ФЗ», «М-4» or «3D» as one term, with any hyphen and alphabet. «150МВт» is two words."""
    runs = _word_parts(found.group())
    is_whole = _HYPHEN.search(found.group()) is not None and not runs[0].isdecimal()
    if len(runs) != 2 or (not is_whole and is_measured(*runs)):
        return runs, ()
    return (code_of(*runs),), runs


def is_measured(first: str, second: str) -> bool:
    """Whether these are a number and a unit: «150 МВт», «12-й», «м2»."""
    if first.isdecimal():
        return second in UNITS
    return first in LENGTHS and second in ("2", "3")


def code_of(first: str, second: str) -> str:
    return f"{first}{second}".translate(_CODE_LETTERS)


def _spaced_codes(text: str) -> Iterator[str]:
    """Codes with a space, in capitals: «44 ФЗ» and «М 4» are also found as «44-ФЗ» and «М-4»."""
    for found in _SPACED_CODE.finditer(text):
        first, second = (normalize(part) for part in found.group().split(" "))
        if not is_measured(first, second):
            yield code_of(first, second)


DATE_TERMS = ("день", "месяц")

_READERS: dict[str, Callable[[re.Match[str]], Parts]] = {
    "date": _read_date,
    "iso": _read_iso,
    "month_first": _read_month,
    "year_first": _read_month,
    "written": _read_written,
    "code": _read_code,
    "number": _read_number,
}


@lru_cache(maxsize=10_000)
def _word_parts(word: str) -> tuple[str, ...]:
    return tuple(run[:TERM_LENGTH] for part in _HYPHEN.split(word) for run in _RUNS.findall(normalize(part)))


def _number_part(text: str) -> str:
    whole, _, fraction = re.sub(SPACE, "", text).replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    whole = "".join(str(unicodedata.digit(digit)) for digit in whole).lstrip("0") or "0"
    return (f"{whole}·{fraction}" if fraction else whole)[:TERM_LENGTH]


@dataclass
class Analysed:
    """A text as the index stores it."""

    terms: list[str]  # the likeliest term of each word, in order
    others: set[str]  # the other terms of the words
    words: set[str]
    in_order: list[str]  # the words as written, without stop words

    def distinct(self) -> list[str]:
        return list(dict.fromkeys([*self.terms, *sorted(self.others)]))

    def stored(self) -> str:
        """The terms in order, a bar that phrases cannot cross, and the other terms, with a space around each."""
        every = [*self.terms, "|", *sorted(self.others)] if self.others else self.terms
        return f" {' '.join(every)} " if every else ""


def analyse(text: str, limit: int = 20_000) -> Analysed:
    terms: list[str] = []
    others: set[str] = set()
    words: set[str] = set()
    in_order: list[str] = []
    for token in tokens(text):
        for part in token.parts:
            if part in STOP_WORDS:
                continue
            words.add(part)
            in_order.append(part)
            first, *rest = terms_of(part)
            terms.append(first)
            others.update(rest)
        for other in token.others:
            others.update(terms_of(other))
        if joined := token.joined:
            words.add(joined[:TERM_LENGTH])
            others.update(terms_of(joined[:TERM_LENGTH]))
        if len(terms) > limit:
            break
    others.update(_spaced_codes(text))
    return Analysed(terms, others.difference(terms), words, in_order)
