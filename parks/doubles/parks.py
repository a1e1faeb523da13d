"""Decide whether two names belong to one park: «Индустриальный парк «Сафоново»» is «Сафоново». Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.doubles.likeness import Likeness, different
from core.doubles.spelling import as_cyrillic, deletions, sound

from .organizations import _ROMAN, _split, compare_words

_KINDS = [
    (
        "industrial",
        r"индустриальн\w+ промышленн\w+ парк\w*|(?:инд|пром)\w* парк\w*|industrial park|промпарк\w*|ипп|ип|пп",
    ),
    ("techno", r"промышленн\w+ технопарк\w*|technopark|тп|технопарк\w*|индустриальн\w+ технопарк\w*|технополис\w*"),
    ("agro", r"агропромышленн\w+ парк\w*|агро ?индустриальн\w+ парк\w*|агропарк\w*|агропромпарк\w*"),
    ("eco", r"эко ?технопарк\w*|экопромышленн\w+ парк\w*|экопарк\w*"),
    ("zone", r"особ\w+ экономическ\w+ зон\w*(?: промышленно производственного типа)?|оэз(?: ппт)?|осэз"),
    ("territory", r"территори\w+ опережающего(?: социально экономического)? развития|тосэр|тор"),
    ("site", r"инвестиционн\w+ площадк\w*|промышленн\w+ площадк\w*|промплощадк\w*|площадк\w*|промзон\w*"),
    ("logistic", r"логистическ\w+ парк\w*|логопарк\w*|индустриально логистическ\w+ парк\w*"),
    ("", r"парк\w*"),
]
_PATTERNS = [(kind, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for kind, pattern in _KINDS]
_OWNED = re.compile(r"^(?:частн|государственн|муниципальн|региональн|отраслев)\w+ (?=(?:\w+ )?\w*(?:парк|площадк|зон))")
_FORM = re.compile(r"^(?:ооо|ао|пао|зао|оао|ук|гк|управляющая компания)(?= )")
_ALIKE = {"industrial", "techno", "logistic"}  # people use these kinds interchangeably


@dataclass(frozen=True)
class ParkName:
    kind: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    is_company: bool

    @property
    def joined(self) -> str:
        return "".join(self.words)


@lru_cache(maxsize=60_000)
def read_park(text: str) -> ParkName:
    folded = " ".join(as_cyrillic(word) for word in _split(text))
    folded = _OWNED.sub("", folded)
    whole, is_company = folded, bool(_FORM.search(folded))
    kind, is_first = "", True
    # «индустриальный парк «ИП Сафоново»»: after the longest kind, also remove kinds at the beginning of the rest.
    while (found := _longest_kind(folded)) and (is_first or (found[1].start() == 0 and found[1].end() < len(folded))):
        kind, is_first = kind or found[0], False
        folded = f"{folded[: found[1].start()]} {folded[found[1].end() :]}".strip()
    parts = [_ROMAN.get(word, word) for word in folded.split() if word not in ("и", "в", "на", "г")]
    words = tuple(word for word in parts if not word.isdecimal())
    numbers = tuple(word.lstrip("0") or "0" for word in parts if word.isdecimal())
    if not words:
        words = tuple(word for word in whole.split() if not word.isdecimal())
    return ParkName(kind, words, numbers, is_company)


def _longest_kind(text: str) -> tuple[str, re.Match[str]] | None:
    found = [(kind, match) for kind, pattern in _PATTERNS if (match := pattern.search(text))]
    return max(found, key=lambda one: len(one[1][0]), default=None)


def keys_of(name: ParkName) -> Iterator[str]:
    yield from deletions(sound(name.joined))
    yield "|".join(sorted(map(sound, name.words)))


def compare_parks(one: ParkName, other: ParkName) -> Likeness:
    if sorted(one.numbers) != sorted(other.numbers):
        return different("номера разные")
    if one.is_company != other.is_company:
        return different("парк и компания")
    likeness = compare_words(one.words, other.words)
    if not likeness.score or one.kind == other.kind:
        return likeness
    if not one.kind or not other.kind:
        return Likeness(round(likeness.score - 0.03, 2), likeness.reasons)
    if {one.kind, other.kind} <= _ALIKE:
        return Likeness(round(likeness.score - 0.15, 2), (*likeness.reasons, "вид парка назван по-разному"))
    return Likeness(min(likeness.score, 0.6), (*likeness.reasons, "виды разные"))
