"""Reduce Russian words to terms, so that all forms of a word have a term in common. Pure.

A term is the Snowball stem of pymorphy's lemma. The lemma alone would take «парки» for a coat, and the stem alone would
separate «участок» from «участка». If the lemma is uncertain (a surname, a form of two words), a word has several terms.
Two words match if they share one.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

import pymorphy3

TERM_LENGTH = 40
CACHED_WORDS = 60_000
JOINERS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # combining accents, soft hyphens, invisible signs

_NOT_IN_WORDS = re.compile(f"[{JOINERS}]")
_CYRILLIC = re.compile(r"[а-я]+")
_LATIN = re.compile("[a-z]")
_LOOKALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


def normalize(word: str) -> str:
    """The word in one spelling: without differences of case, ё, accents, soft hyphens, ligatures and lookalikes."""
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", word)  # «и» with a breve becomes «й» before accents are removed
    word = unicodedata.normalize("NFKC", _NOT_IN_WORDS.sub("", composed)).lower().replace("ё", "е")
    if _LATIN.search(word) and _CYRILLIC.search(word):
        word = word.translate(_LOOKALIKES)
    return word


@cache
def pymorphy() -> pymorphy3.MorphAnalyzer:
    """The analyzer, made once in a process."""
    logging.getLogger("pymorphy3").setLevel(logging.WARNING)  # at INFO it logs the path of its dictionary
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import snowballstemmer  # loads the rules of thirty languages

    return snowballstemmer.stemmer(language).stemWord


@lru_cache(maxsize=CACHED_WORDS)
def terms_of(word: str) -> tuple[str, ...]:
    """The terms of a folded word, the likeliest first."""
    if not _CYRILLIC.fullmatch(word):
        is_latin = len(word) > 3 and word.isascii() and word.isalpha()
        return _distinct([word, stem(word, "english")] if is_latin else [word])
    if len(word) < 3:
        return (word,)
    parses = pymorphy().parse(word)
    lemmas: dict[str, float] = {}
    # Nouns come first: «парков» is rarely the short form of «парковый».
    for parse in sorted(parses, key=lambda parse: "NOUN" not in parse.tag):
        root = stem(normalize(parse.normal_form))
        lemmas[root] = lemmas.get(root, 0) + parse.score
    likely = sorted(lemmas, key=lambda root: -lemmas[root])[:4]
    if not pymorphy().word_is_known(word):
        return _distinct([stem(word), *likely])
    return _distinct([*likely, stem(word)] if any(map(_is_name, parses)) else likely)


@lru_cache(maxsize=CACHED_WORDS)
def readings_of(word: str) -> tuple[tuple[str, str], ...]:
    """(lemma, part of speech as pymorphy names it) of each way to read a folded word, the likeliest first."""
    if not _CYRILLIC.fullmatch(word):
        return ((word, ""),)
    parses = pymorphy().parse(word)
    return tuple(dict.fromkeys((normalize(parse.normal_form), str(parse.tag.POS or "")) for parse in parses))


def is_word(word: str) -> bool:
    """Whether the dictionary has the word, in whatever form and case of letters."""
    return pymorphy().word_is_known(word.lower())


def is_common(word: str) -> bool:
    """Whether the dictionary has the word as anything but a name."""
    return pymorphy().word_is_known(word) and not all(map(_is_name, pymorphy().parse(word)))


def _is_name(parse: Any) -> bool:
    return any(name in parse.tag for name in ("Surn", "Name", "Patr", "Geox"))


def stem(word: str, language: str = "russian") -> str:
    """The stem, or the word itself if the stem is too short: «зао» and «заём» must not become «за»."""
    stem = _stemmer(language)(word)
    return stem if len(stem) > 2 else word


def _distinct(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term[:TERM_LENGTH] for term in terms))
