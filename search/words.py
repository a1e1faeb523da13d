"""Split text into words and reduce them to the terms that the index stores and queries look for. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.morphology import JOINERS, TERM_LENGTH, normalize, terms_of

VERSION = 3  # of these rules; a new number makes the whole index stale

STOP_WORDS = frozenset(
    """
    а без бы в во вот все всё да для до его ее её если же за и из из-за из-под или им их к как ко ли либо между на над
    не ни но о об обо он она они оно от перед по под при про с со та так также те то того тоже той только том тот ту ты
    у что чтобы эта эти это этого этой этом этот эту я мы вы был была были было быть есть которая которые который
    которых него нее них который году год г гг
    the of and a an in on for to by with at from or is are
    """.replace("ё", "е").split()
)
_LEGAL_FORMS = """
    ооо оао пао зао ао нао ано ип нко гуп муп фгуп фгбу фгау гбу гау гку мбу огбу обу огку тоо llc ltd inc gmbh
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())

_LETTERS = rf"[^\W_](?:[^\W_]|[{JOINERS}])*"
_SPACE = "[ \u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"(?P<date>(?<!\d)\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?!\d))"
    rf"|(?P<number>(?<![\d.,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    rf"|(?P<word>{_LETTERS}(?:[-‐‑]\n?{_LETTERS})*)"
)
_HYPHEN = re.compile(r"[-‐‑]\n?")
_RUNS = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, its place there, and its parts: «технико-экономический» has two."""

    start: int
    end: int
    parts: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The parts as one word, for «бизнес-план» and words broken at the end of a line; "" for other words."""
        return "".join(self.parts) if len(self.parts) > 1 and self.parts[0].isalpha() else ""


def tokens(text: str, initials: Collection[str] | None = None) -> Iterator[Token]:
    """The words of a text in order; with `initials` only those that may begin with one of these letters."""
    for found in _TOKEN.finditer(text):
        if initials and text[found.start()].lower() not in initials and "-" not in found.group():
            continue
        if found.lastgroup == "word":
            parts = _word_parts(found.group())
        elif found.lastgroup == "number":
            parts = (_number_part(found.group()),)
        else:
            parts = tuple(str(int(part)) for part in found.group().split("."))
        if parts:
            yield Token(found.start(), found.end(), parts)


def _word_parts(word: str) -> tuple[str, ...]:
    return tuple(run[:TERM_LENGTH] for part in _HYPHEN.split(word) for run in _RUNS.findall(normalize(part)))


def _number_part(text: str) -> str:
    whole, _, fraction = re.sub(_SPACE, "", text).replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    whole = "".join(str(unicodedata.digit(digit)) for digit in whole).lstrip("0") or "0"
    return (f"{whole}·{fraction}" if fraction else whole)[:TERM_LENGTH]


@dataclass
class Analysed:
    """A text as the index keeps it."""

    terms: list[str]  # the likeliest term of each word, in order
    others: set[str]  # the other terms of the words
    words: set[str]

    def distinct(self) -> list[str]:
        return list(dict.fromkeys([*self.terms, *sorted(self.others)]))

    def stored(self) -> str:
        """The terms in order, a bar that no phrase crosses, and the other terms; a space around each."""
        every = [*self.terms, "|", *sorted(self.others)] if self.others else self.terms
        return f" {' '.join(every)} " if every else ""


def analyse(text: str, limit: int = 20_000) -> Analysed:
    terms: list[str] = []
    others: set[str] = set()
    words: set[str] = set()
    for token in tokens(text):
        for part in token.parts:
            if part in STOP_WORDS:
                continue
            words.add(part)
            first, *rest = terms_of(part)
            terms.append(first)
            others.update(rest)
        if joined := token.joined:
            words.add(joined[:TERM_LENGTH])
            others.update(terms_of(joined[:TERM_LENGTH]))
        if len(terms) > limit:
            break
    return Analysed(terms, others.difference(terms), words)
