"""Russian text as search compares it: words become terms, and all forms of a word become the same ones.

A term is the Snowball stem of pymorphy's lemma: the lemma alone takes «парки» for a coat, the stem alone parts
«участок» from «участка». Where the lemma is a guess (a surname, a form of two words) a word has more terms than one,
and two words meet when they share any. Pure; both databases store and ask what comes from here.
"""

import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import pymorphy3
import snowballstemmer

VERSION = 2  # of these rules: another number makes the whole index stale
TERM_LENGTH = 40
CACHED_WORDS = 60_000

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

_JOINERS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # accents that stand apart, soft hyphens, invisible signs
_LETTERS = rf"[^\W_](?:[^\W_]|[{_JOINERS}])*"
_SPACE = "[ \u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"(?P<date>(?<!\d)\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?!\d))"
    rf"|(?P<number>(?<![\d.,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    rf"|(?P<word>{_LETTERS}(?:[-‐‑]\n?{_LETTERS})*)"
)
_HYPHEN = re.compile(r"[-‐‑]\n?")
_NOT_IN_WORDS = re.compile(f"[{_JOINERS}]")
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_CYRILLIC = re.compile(r"[а-я]+")
_LATIN = re.compile("[a-z]")
_LOOKALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, where it stands there, and its parts; «технико-экономический» has two."""

    start: int
    end: int
    parts: tuple[str, ...]

    @property
    def joined(self):
        """Its parts in one: a word broken at the end of a line, «бизнес-план» and «бизнесплан»."""
        return "".join(self.parts) if len(self.parts) > 1 and self.parts[0].isalpha() else ""


def tokens(text, initials=None):
    """The words of a text in their order; with `initials` only those that may begin with one of these letters."""
    for found in _TOKEN.finditer(text):
        if initials and text[found.start()].lower() not in initials and "-" not in found.group():
            continue
        if found.lastgroup == "word":
            parts = _parts(found.group())
        elif found.lastgroup == "number":
            parts = (_number(found.group()),)
        else:
            parts = tuple(str(int(part)) for part in found.group().split("."))
        if parts:
            yield Token(found.start(), found.end(), parts)


def fold(word):
    """One spelling: case, ё, accents, soft hyphens, ligatures and Latin letters among Cyrillic do not matter."""
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", word)  # «и» with a breve that stands apart is «й» and no sign on «и»
    word = unicodedata.normalize("NFKC", _NOT_IN_WORDS.sub("", composed)).lower().replace("ё", "е")
    if _LATIN.search(word) and _CYRILLIC.search(word):
        word = word.translate(_LOOKALIKES)
    return word


def _parts(word):
    return tuple(run[:TERM_LENGTH] for part in _HYPHEN.split(word) for run in _RUNS.findall(fold(part)))


def _number(text):
    whole, _, fraction = re.sub(_SPACE, "", text).replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    whole = "".join(str(unicodedata.digit(digit)) for digit in whole).lstrip("0") or "0"
    return (f"{whole}·{fraction}" if fraction else whole)[:TERM_LENGTH]


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
        root = _root(fold(parse.normal_form))
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


@dataclass
class Analysed:
    """A text as the index keeps it: its terms in their order, the other terms of its words, and the words."""

    terms: list[str]
    others: set[str]
    words: set[str]

    def stored(self):
        """The terms in order, and behind a bar the others: no phrase reaches across it. A space around each."""
        every = [*self.terms, "|", *sorted(self.others)] if self.others else self.terms
        return f" {' '.join(every)} " if every else ""


def analyse(text, limit=20_000):
    terms, others, words = [], set(), set()
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
