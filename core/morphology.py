"""Russian words reduced to the terms by which their forms are compared. Pure.

A term is the Snowball stem of pymorphy's lemma: the lemma alone takes «парки» for a coat, the stem alone parts
«участок» from «участка». Where the lemma is a guess (a surname, a form of two words) a word has more terms than one,
and two words meet when they share any.
"""

import logging
import re
import unicodedata
from functools import cache, lru_cache

import pymorphy3
import snowballstemmer

TERM_LENGTH = 40
CACHED_WORDS = 60_000
JOINERS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # accents that stand apart, soft hyphens, invisible signs

_NOT_IN_WORDS = re.compile(f"[{JOINERS}]")
_CYRILLIC = re.compile(r"[а-я]+")
_LATIN = re.compile("[a-z]")
_LOOKALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


def normalize(word):
    """One spelling: case, ё, accents, soft hyphens, ligatures and Latin letters among Cyrillic do not matter."""
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", word)  # «и» with a breve that stands apart is «й» and no sign on «и»
    word = unicodedata.normalize("NFKC", _NOT_IN_WORDS.sub("", composed)).lower().replace("ё", "е")
    if _LATIN.search(word) and _CYRILLIC.search(word):
        word = word.translate(_LOOKALIKES)
    return word


@cache
def _morphology():
    logging.getLogger("pymorphy3").setLevel(logging.WARNING)  # it tells where its dictionary is
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _stemmer(language):
    return snowballstemmer.stemmer(language).stemWord


@lru_cache(maxsize=CACHED_WORDS)
def terms_of(word):
    """The terms of a folded word, the likeliest first."""
    if not _CYRILLIC.fullmatch(word):
        is_latin = len(word) > 3 and word.isascii() and word.isalpha()
        return _distinct([word, _root(word, "english")] if is_latin else [word])
    if len(word) < 3:
        return (word,)
    parses = _morphology().parse(word)
    lemmas = {}
    for parse in sorted(parses, key=lambda parse: "NOUN" not in parse.tag):  # «парков» is no short «парковый»
        root = _root(normalize(parse.normal_form))
        lemmas[root] = lemmas.get(root, 0) + parse.score
    likely = sorted(lemmas, key=lambda root: -lemmas[root])[:4]
    if not _morphology().word_is_known(word):
        return _distinct([_root(word), *likely])
    return _distinct([*likely, _root(word)] if any(map(_is_name, parses)) else likely)


def is_common(word):
    """Whether the dictionary has it, and not as a name alone."""
    return _morphology().word_is_known(word) and not all(map(_is_name, _morphology().parse(word)))


def _is_name(parse):
    return any(name in parse.tag for name in ("Surn", "Name", "Patr", "Geox"))


def _root(word, language="russian"):
    """The stem, unless too little is left of it: «зао» is not «за», and «заём» not «за» either."""
    stem = _stemmer(language)(word)
    return stem if len(stem) > 2 else word


def _distinct(terms):
    return tuple(dict.fromkeys(term[:TERM_LENGTH] for term in terms))
