"""Decide whether two events are the same, by their dates and names. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from core.doubles.likeness import Likeness, different
from core.doubles.spelling import distance, words_of
from core.morphology import terms_of

_SMALL = frozenset(
    [
        "и",
        "в",
        "во",
        "на",
        "по",
        "с",
        "со",
        "о",
        "об",
        "для",
        "от",
        "из",
        "к",
        "ко",
        "при",
        "за",
        "у",
        "год",
        "года",
        "году",
        "г",
        "гг",
        "й",
        "n",
        "no",
    ]
)
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}


@dataclass(frozen=True)
class EventName:
    """A name in terms, one for each word that matters. `start` and `end` are ISO 8601 dates, or "" if unknown."""

    terms: tuple[frozenset[str], ...]
    words: tuple[str, ...]
    numbers: frozenset[str]
    start: str
    end: str


@lru_cache(maxsize=20_000)
def read_event(title: str, start: str = "", end: str = "") -> EventName:
    title = re.sub(r"(?<=\d)-?(?:й|я|е|го|ая|ый)\b", "", title)
    words = [_ROMAN.get(word, word) for word in words_of(title) if word not in _SMALL]
    numbers = frozenset(word for word in words if word.isdecimal() and not re.fullmatch("(?:19|20)[0-9]{2}", word))
    told = tuple(word for word in words if not word.isdecimal())
    return EventName(
        tuple(frozenset(terms_of(word)) for word in told), told, numbers, start, end if end != start else ""
    )


def keys_of(event: EventName) -> Iterator[str]:
    if event.start:
        yield event.start


def compare_events(one: EventName, other: EventName) -> Likeness:
    if not one.start or not other.start or one.start != other.start or (one.end and other.end and one.end != other.end):
        return different("даты разные")
    if one.numbers != other.numbers:
        return different("номера разные")
    left, right = _unmatched(one, other), _unmatched(other, one)
    if not left and not right:
        return Likeness(0.97, ("даты и название совпадают",))
    shared = min(len(one.words) - len(left), len(other.words) - len(right))
    if left and right:
        return different("названия разные")
    if shared < 2:
        return Likeness(0.5, ("даты совпадают, названия похожи",)) if shared else different("названия разные")
    longer = max(len(one.words), len(other.words))
    score = 0.72 + 0.2 * shared / longer
    return Likeness(round(score, 2), ("даты совпадают", "одно название входит в другое"))


def _unmatched(one: EventName, other: EventName) -> list[str]:
    """The words of `one` that `other` does not have, in any form or with a typo."""
    return [
        word
        for word, terms in zip(one.words, one.terms, strict=True)
        if not any(
            terms & theirs or _is_form(word, their) for their, theirs in zip(other.words, other.terms, strict=True)
        )
    ]


def _is_form(word: str, other: str) -> bool:
    """Whether the words are forms of one, such as «Смоленск» and «смоленская», or differ by a typo."""
    if min(len(word), len(other)) < 5:
        return False
    return distance(word, other, 1) <= 1 or (
        JaroWinkler.similarity(word, other) > 0.92 and word[:5] == other[:5] and abs(len(word) - len(other)) < 5
    )
