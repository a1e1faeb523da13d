"""What was probably meant: words in the other keyboard layout, and words with a wrong letter or two."""

import threading

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


def other_layout(text):
    """«cfajyjdj» → «сафоново», «ищуы» → «boes»; None for text that is of both alphabets or of none."""
    latin = any("a" <= char <= "z" for char in text.lower())
    cyrillic = any("а" <= char <= "я" or char == "ё" for char in text.lower())
    if latin == cyrillic:
        return None
    return text.translate(_TO_CYRILLIC if latin else _TO_LATIN)


class Vocabulary:
    """The words of the index, in memory, by their length. New ones are read when their number tells of them."""

    def __init__(self):
        self.reading = threading.Lock()
        self.forget()

    def forget(self):
        self.by_length, self.terms, self.last, self.count = {}, {}, 0, 0

    def refresh(self, newest):
        """`newest` is the key of the newest word in the database."""
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

    def near(self, word):
        """Words that may have been meant, the nearest first. One whose stem is near counts, too: it is inflected; and
        one that begins so: who presses Enter too early has just been suggested it.

        A word of the dictionary is no typo, only absent: who asks for «газ» has no use for «база».
        """
        most = tolerance(word)
        if not most or is_common(word):
            return []
        distances = {}
        for step in range(-most, most + 1):
            for near, distance in _within(word, self.by_length.get(len(word) + step), most):
                distances[near] = distance + (near[0] != word[0]) * 0.5
        longer = (long for length, some in list(self.by_length.items()) if length > len(word) for long in some)
        distances |= {long: UNFINISHED for long in longer if long.startswith(word)}
        stem = terms_of(word)[0]
        for step in (-1, 0, 1):
            terms = self.terms.get(len(stem) + step, {})
            for term, distance in _within(stem, terms, 1):
                distances.setdefault(terms[term], distance + 0.75)
        return sorted(distances, key=lambda near: (distances[near], abs(len(near) - len(word)), near))[:CANDIDATES]


def _within(word, others, most):
    if not others:
        return []
    found = process.extract(word, list(others), scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES * 3)
    return [(near, distance) for near, distance, _ in found if near != word]


def tolerance(word):
    """How many wrong letters are forgiven: in a short word one makes another word."""
    return 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 7 else 2


def as_spelled(corrected, typed, texts):
    """The corrected words in a form that stands in these texts: the form that was guessed may stand only in what is
    hidden. "" when one of them stands there in none."""
    standing = {part for text in texts for token in words.tokens(text) for part in token.parts}
    own = {part for side in (typed, other_layout(typed) or "") for token in words.tokens(side) for part in token.parts}
    pieces, done = [], 0
    for token in words.tokens(corrected):
        wrong = [part for part in token.parts if part not in standing and part not in own]
        if not wrong:
            continue
        terms = set(terms_of(wrong[0]))
        forms = sorted(part for part in standing if part[:2] == wrong[0][:2] and terms & set(terms_of(part)))
        if len(token.parts) > 1 or not forms:
            return ""
        pieces += [corrected[done : token.start], forms[0]]
        done = token.end
    return "".join(pieces) + corrected[done:]


VOCABULARY = Vocabulary()
