"""Compare spellings of one word: lookalike letters, transliterations, typos. Pure."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from ..morphology import normalize, pymorphy

_LOOKALIKES = str.maketrans("aceopxykmtbhn", "асеорхукмтвнп")
_ONLY_LOOKALIKES = re.compile("[aceopxkmtbh]+")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-я]")
_SOUNDS = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i i k l m n o p r s t u f h c ch sh sch _ i _ e iu ia".replace("_", "").split(" "),
        strict=True,
    )
)
# Ways to write a Russian sound in Latin letters, and the one that stands for all of them. Longer ones come first.
_LATIN_SOUNDS = [
    ("shch", "sch"), ("tsch", "ch"), ("tch", "ch"), ("zh", "zh"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ck", "k"),
    ("ph", "f"), ("x", "ks"), ("w", "v"), ("q", "k"), ("iy", "i"), ("yy", "i"), ("ij", "i"), ("yi", "i"), ("yo", "e"),
    ("jo", "e"), ("io", "e"), ("ye", "e"), ("je", "e"), ("ju", "iu"), ("yu", "iu"), ("ja", "ia"), ("ya", "ia"),
    ("'", ""), ("y", "i"), ("j", "i"),
]  # fmt: skip
_TWICE = re.compile(r"([a-zа-я])\1")
_WORD = re.compile(r"[a-zа-я0-9]+(?:['’`][a-zа-я]+)?")


def fold(text: str) -> str:
    """The text in one spelling: without differences of case, ё, accents, dashes, quotation marks and lookalikes."""
    text = re.sub("[‐‑‒–—―−]", "-", text)
    return re.sub(r"[\w']+", lambda word: _word(word[0]), text.replace("’", "'")).strip()


@lru_cache(maxsize=60_000)
def _word(word: str) -> str:
    word = normalize(word)
    return word.translate(_LOOKALIKES) if _LATIN.search(word) and _CYRILLIC.search(word) else word


def words_of(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def is_latin(word: str) -> bool:
    return bool(_LATIN.search(word)) and not _CYRILLIC.search(word)


def as_cyrillic(word: str) -> str:
    """«ooo» typed in Latin letters becomes «ооо». A word with letters that have no lookalike stays as it is."""
    return word.translate(_LOOKALIKES) if _ONLY_LOOKALIKES.fullmatch(word) else word


@lru_cache(maxsize=60_000)
def sound(word: str) -> str:
    """One Latin spelling of a folded word, the same for all transliterations; double letters become one."""
    if is_latin(word):
        for written, meant in _LATIN_SOUNDS:
            word = word.replace(written, meant)
        return once(re.sub("ie(?=.)", "e", re.sub("ii+", "i", word)))
    latin = "".join(_SOUNDS.get(letter, letter) for letter in word)
    return once(re.sub("ie(?=.)", "e", re.sub("ii+", "i", latin)))


def once(word: str) -> str:
    """«кириллов» as «кирилов»."""
    return _TWICE.sub(r"\1", word)


def distance(one: str, other: str, at_most: int = 2) -> int:
    """The number of letters to change, add, drop or swap with a neighbour."""
    return int(OSA.distance(one, other, score_cutoff=at_most))


@lru_cache(maxsize=60_000)
def is_in_dictionary(word: str) -> bool:
    return pymorphy().word_is_known(word)


@lru_cache(maxsize=60_000)
def is_named(word: str, kind: str) -> bool:
    """Whether the dictionary has the word, in the nominative, as a name of the kind: Name, Patr or Surn."""
    if not pymorphy().word_is_known(word):
        return False
    return any(
        kind in parse.tag and "nomn" in parse.tag and "plur" not in parse.tag for parse in pymorphy().parse(word)
    )


@lru_cache(maxsize=60_000)
def is_common(word: str) -> bool:
    """Whether the dictionary has the word as a common noun or an adjective in the nominative."""
    names = {"Name", "Patr", "Surn", "Geox", "Abbr"}
    return (
        len(word) > 2
        and is_in_dictionary(word)
        and any(
            parse.tag.POS in ("NOUN", "ADJF") and "nomn" in parse.tag and not names & parse.tag.grammemes
            for parse in pymorphy().parse(word)
        )
    )


def deletions(word: str) -> set[str]:
    """The word, and the word without each of its letters. Words one typo apart have one of these in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
