"""Guess what was meant: words typed in the other keyboard layout, and words with a wrong letter or two."""

import threading
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.morphology import is_common, terms_of

from . import words
from .models import SearchWord

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
MOST_WORDS = 300_000
CANDIDATES = 6
UNFINISHED = 0.9  # an unfinished word is likelier than a wrong letter


def other_layout(text: str) -> str | None:
    """«cfajyjdj» → «сафоново», «ищуы» → «boes»; None for text with both alphabets or neither."""
    has_latin = any("a" <= char <= "z" for char in text.lower())
    has_cyrillic = any("а" <= char <= "я" or char == "ё" for char in text.lower())
    if has_latin == has_cyrillic:
        return None
    return text.translate(_TO_CYRILLIC if has_latin else _TO_LATIN)


class Vocabulary:
    """The words of the index, kept in memory by length."""

    def __init__(self) -> None:
        self.reading = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.by_length: dict[int, list[str]] = {}
        self.terms: dict[int, dict[str, str]] = {}  # by length: term → one of its words
        self.last = self.count = 0

    def refresh(self, newest: int) -> None:
        """Read the words added since; `newest` is the key of the newest word in the database."""
        if newest == self.last:
            return
        with self.reading:
            if newest < self.last:
                self.forget()
            added = SearchWord.objects.filter(pk__gt=self.last).order_by("pk")[: MOST_WORDS - self.count]
            for word, term in added.values_list("word", "term").iterator(chunk_size=10_000):
                self.by_length.setdefault(len(word), []).append(word)
                self.terms.setdefault(len(term), {}).setdefault(term, word)
                self.count += 1
            self.last = newest

    def near(self, word: str) -> list[str]:
        """Words that may have been meant, the nearest first.

        Also words with a similar stem (inflections) and words that `word` begins (unfinished typing). Nothing for a
        word of the dictionary: it is not misspelled but absent, and «база» is no correction of «газ».
        """
        most = tolerance(word)
        if not most or is_common(word):
            return []
        distances: dict[str, float] = {}
        for step in range(-most, most + 1):
            for near, distance in _within(word, self.by_length.get(len(word) + step, ()), most):
                distances[near] = distance + (near[0] != word[0]) * 0.5
        longer = (long for length, some in list(self.by_length.items()) if length > len(word) for long in some)
        distances |= {long: UNFINISHED for long in longer if long.startswith(word)}
        stem = terms_of(word)[0]
        for step in (-1, 0, 1):
            terms = self.terms.get(len(stem) + step, {})
            for term, distance in _within(stem, terms, 1):
                distances.setdefault(terms[term], distance + 0.75)
        return sorted(distances, key=lambda near: (distances[near], abs(len(near) - len(word)), near))[:CANDIDATES]


def _within(word: str, others: Iterable[str], most: int) -> list[tuple[str, float]]:
    found = process.extract(word, list(others), scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES * 3)
    return [(near, distance) for near, distance, _ in found if near != word]


def tolerance(word: str) -> int:
    """How many wrong letters are forgiven. In a short word a single letter makes another word."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 7 else 2


def as_spelled(corrected: str, typed: str, texts: list[str]) -> str:
    """The corrected words in forms that occur in these texts; "" when one of them occurs in none.

    The guessed form may occur only in documents that the reader may not see.
    """
    present = {part for text in texts for token in words.tokens(text) for part in token.parts}
    own = {part for side in (typed, other_layout(typed) or "") for token in words.tokens(side) for part in token.parts}
    pieces, done = [], 0
    for token in words.tokens(corrected):
        absent = [part for part in token.parts if part not in present and part not in own]
        if not absent:
            continue
        terms = set(terms_of(absent[0]))
        forms = sorted(part for part in present if part[:2] == absent[0][:2] and terms & set(terms_of(part)))
        if len(token.parts) > 1 or not forms:
            return ""
        pieces += [corrected[done : token.start], forms[0]]
        done = token.end
    return "".join(pieces) + corrected[done:]


VOCABULARY = Vocabulary()
