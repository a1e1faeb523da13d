"""Correct words that were typed in the other keyboard layout or with one or two wrong letters."""

import re
import sys
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.morphology import is_common, is_word, terms_of

from . import spelling, words
from .derivation import compound_of, is_kin, root_of, short_kin, without_prefix
from .models import SearchWord

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
MOST_WORDS = 300_000
CANDIDATES = 6
LEAST_BEGINNING = 4
SHORT = 3  # letters of words that are not in the vocabulary
MOST_BEGINNING, MOST_UNFINISHED, MOST_KIN = 120, 20, 8
LEAST_STEM = 8  # letters of a stem that may have two wrong letters
LEAST_MISSPELLED = 8  # letters of a dictionary word that may be a misspelling


def other_layout(text: str) -> str | None:
    """«сафоново» for «cfajyjdj», «boes» for «ищуы»; None for a text with both alphabets or neither."""
    has_latin = any("a" <= char <= "z" for char in text.lower())
    has_cyrillic = any("а" <= char <= "я" or char == "ё" for char in text.lower())
    if has_latin == has_cyrillic:
        return None
    return text.translate(_TO_CYRILLIC if has_latin else _TO_LATIN)


class Vocabulary:
    """The words of the index, kept in memory."""

    def __init__(self) -> None:
        self.reading = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.by_length: dict[int, list[str]] = {}
        self.terms: dict[int, dict[str, str]] = {}  # {length: {term: one of its words}}
        self.in_order: list[str] = []
        self.term_of: dict[str, str] = {}
        self.by_root: dict[str, list[str]] = {}  # terms
        self.rooted = 0  # how many words are in `by_root`
        self.last = 0

    def refresh(self, newest: int) -> None:
        """Read the words that were added since. `newest` is the key of the newest word in the database."""
        if newest == self.last:
            return
        with self.reading:
            if newest < self.last:
                self.forget()
            added = SearchWord.objects.filter(pk__gt=self.last).order_by("pk")[: MOST_WORDS - len(self.term_of)]
            for word, term in added.values_list("word", "term").iterator(chunk_size=10_000):
                self.by_length.setdefault(len(word), []).append(word)
                self.terms.setdefault(len(term), {}).setdefault(term, word)
                self.term_of[word] = sys.intern(term)
            self.in_order = sorted(self.term_of)
            self.last = newest

    def __contains__(self, word: str) -> bool:
        return word in self.term_of

    def has_form_of(self, word: str) -> bool:
        return any(term in self.terms.get(len(term), ()) for term in terms_of(word))

    def beginning(self, start: str, most: int) -> list[str]:
        """Words that begin so, in order."""
        first = bisect_left(self.in_order, start)
        return [word for word in self.in_order[first : first + most] if word.startswith(start)]

    def terms_beginning(self, start: str) -> list[str]:
        """The terms of words that begin so; none for a short dictionary word."""
        if len(start) <= SHORT and is_word(start):
            return []
        return list(dict.fromkeys(self.term_of[word] for word in self.beginning(start, MOST_BEGINNING)))[
            :MOST_UNFINISHED
        ]

    def beginnings_near(self, typed: str) -> list[str]:
        """Beginnings of words that differ from the typed one by one letter, the likeliest first."""
        if len(typed) < LEAST_BEGINNING or not typed.isalpha():
            return []
        first = bisect_left(self.in_order, typed[0])
        last = bisect_left(self.in_order, chr(ord(typed[0]) + 1))
        some = list(
            dict.fromkeys(word[: len(typed) + step] for step in (0, 1, -1) for word in self.in_order[first:last])
        )
        near = process.extract(typed, some, scorer=OSA.distance, score_cutoff=1, limit=CANDIDATES)
        return [start for start, _, _ in near if start != typed]

    def kin_of(self, word: str, *, without_its_prefix: bool = True) -> list[str]:
        """Terms with the same root as the word, those of similar length first.

        If there are none, and with `without_its_prefix`, those of the word without its prefix.
        """
        ways = [(term, without_prefix(term)) if without_its_prefix else (term,) for term in terms_of(word)]
        return list(dict.fromkeys(kin for stems in ways for kin in self._kin(stems, is_word(word))))

    def _kin(self, stems: tuple[str, ...], is_known: bool) -> list[str]:
        self._sort_by_roots()
        for stem in stems:
            root = root_of(stem) if stem else ""
            kin = (
                [
                    other
                    for other in self.by_root.get(root, ())
                    if other != stem and is_kin(stem, other, may_alternate=is_known)
                ]
                if root
                else []
            )
            if kin:
                return sorted(kin, key=lambda other: (abs(len(other) - len(stem)), other))[:MOST_KIN]
        return [other for other in short_kin(stems[0]) if other in self.terms.get(len(other), ())]

    def halves_of(self, word: str) -> list[tuple[str, ...]]:
        """The terms of both halves of a compound, and of its first half."""
        found: list[tuple[str, ...]] = []
        for first, second in compound_of(word):
            if first in self.terms.get(len(first), ()):
                found += [(first, term) for term in terms_of(second) if term in self.terms.get(len(term), ())]
                found.append((first,))
        return found

    def _sort_by_roots(self) -> None:
        with self.reading:
            if self.rooted == len(self.term_of):
                return
            self.by_root = {}
            for of_length in self.terms.values():
                for term in of_length:
                    if root := root_of(term):
                        self.by_root.setdefault(root, []).append(term)
            self.rooted = len(self.term_of)

    def near(self, word: str) -> list[str]:
        """Corrections of the word, the nearest first, including words with a similar stem, which are other forms.

        Nothing for a dictionary word, which is not misspelled: «база» would not be a correction of «газ».
        """
        most = tolerance(word)
        if not most or is_word(word):
            return []
        distances = self._distances(word, most)
        stem_length = len(terms_of(word)[0])
        for near, distance in self._with_similar_stems(word, most if stem_length >= LEAST_STEM else 1):
            distances.setdefault(near, distance + 0.75)
        return sorted(distances, key=lambda near: (distances[near], abs(len(near) - len(word)), near))[:CANDIDATES]

    def nearest_known(self, word: str) -> list[str]:
        """Words that differ by one letter from a long dictionary word, which may be a common misspelling."""
        if len(word) < LEAST_MISSPELLED or not is_word(word) or not is_common(word):
            return []
        own = set(terms_of(word))
        near = {*self._distances(word, 1), *(other for other, _ in self._with_similar_stems(word, 1))}
        return sorted(other for other in near if own.isdisjoint(terms_of(other)))[:CANDIDATES]

    def _with_similar_stems(self, word: str, most: int) -> Iterator[tuple[str, float]]:
        stem = terms_of(word)[0]
        for step in range(-most, most + 1):
            terms = self.terms.get(len(stem) + step, {})
            yield from ((terms[term], distance) for term, distance in _within(stem, terms, most))

    def _distances(self, word: str, most: int) -> dict[str, float]:
        distances: dict[str, float] = {}
        for step in range(-most, most + 1):
            for near, distance in _within(word, self.by_length.get(len(word) + step, ()), most):
                distances[near] = distance + (near[0] != word[0]) * 0.5
        return distances


def _within(word: str, others: Iterable[str], most: int) -> list[tuple[str, float]]:
    found = process.extract(word, list(others), scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES * 3)
    return [(near, distance) for near, distance, _ in found if near != word]


def tolerance(word: str) -> int:
    """How many wrong letters are allowed. In a short word a single letter makes a different word."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 7 else 2


def as_spelled(corrected: str, typed: str, texts: list[str]) -> str:
    """The corrected words, in forms that occur in these texts; "" if one occurs in none.

    The guessed form itself may occur only in documents that the reader may not see.
    """
    own = {part for side in (typed, other_layout(typed) or "") for token in words.tokens(side) for part in token.parts}
    pieces, done = [], 0
    for token in words.tokens(corrected):
        new = [part for part in token.parts if part not in own]
        absent = [part for part in new if part not in _written_like(part, texts)]
        if not absent:
            continue
        terms = set(terms_of(absent[0]))
        forms = sorted(part for part in _written_like(absent[0], texts) if terms & set(terms_of(part)))
        if len(token.parts) > 1 or not forms:
            return ""
        pieces += [corrected[done : token.start], forms[0]]
        done = token.end
    return "".join(pieces) + corrected[done:]


def _written_like(word: str, texts: list[str]) -> set[str]:
    """The words of the texts that begin with the same two letters, normalized."""
    like = re.compile(rf"(?<![^\W\d_]){spelling.pattern_of(word[:2])}\S*", re.IGNORECASE)
    found = {chunk for text in texts for chunk in like.findall(text)}
    return {part for chunk in found for token in words.tokens(chunk) for part in token.every}


def in_right_layout(text: str) -> str | None:
    """The text with Latin parts corrected that are Russian in the other layout: «парк ключевой» for «парк rk.xtdjq».

    None if there is nothing to correct, or if `other_layout` can correct all of it.
    """
    chunks = text.split()
    turned = [_turned(chunk) for chunk in chunks]
    return " ".join(turned) if turned != chunks else None


def _turned(chunk: str) -> str:
    swapped = other_layout(chunk) if any("a" <= char <= "z" for char in chunk.lower()) else None
    if not swapped or chunk.lower() in VOCABULARY:
        return chunk
    read = [part for token in words.tokens(swapped) for part in token.parts]
    is_russian = read and all(is_word(part) or part in VOCABULARY for part in read)
    return swapped if is_russian and swapped.strip(".,").replace("-", "").isalpha() else chunk


def refresh_vocabulary() -> None:
    VOCABULARY.refresh(SearchWord.objects.aggregate(newest=Max("pk"))["newest"] or 0)


VOCABULARY = Vocabulary()
