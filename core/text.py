"""Fold, sort and transliterate Russian text. Pure."""

import re
import unicodedata
from functools import lru_cache

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)
SLUG_LENGTH = 80

_SIGNS = " _-‐‑–—,;:!?.·'‘’‚\"“”„«»()[]{}§@*/\\&#%•`^°©®+±÷×<=>|~$€₽"
_SPACES = "\u00a0\u2009\u202f"
_DIGITS = "0123456789"
_NUMBER = re.compile(f"0*([{_DIGITS}]{{1,200}})")
_FIRST_LENGTH = 0x200  # lengths of numbers sort after signs and before letters; nothing else has a weight here


def _behind_cyrillic(letter: str) -> str:
    """The weight of a Latin letter without accents, which puts it after all Cyrillic letters."""
    return chr(0x3000 + ord(unicodedata.normalize("NFD", letter)[0]))


_ORDER: dict[int, int | str] = {
    **{ord(sign): place for place, sign in enumerate(_SIGNS)},
    **{ord(space): _SIGNS.index(" ") for space in _SPACES},
    **{ord(digit): len(_SIGNS) + int(digit) for digit in _DIGITS},
    **{ord(letter): _behind_cyrillic(letter) for letter in map(chr, range(ord("a"), 0x180)) if letter.islower()},
    ord("№"): _behind_cyrillic("n") + _behind_cyrillic("o"),
    ord("…"): chr(_SIGNS.index(".")) * 3,
    ord("ё"): "е",
}


# Control characters except tab and line ends, lone surrogates, and noncharacters.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr((plane << 16) + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")  # PowerPoint writes \x0b for a line break within a paragraph


def without_controls(text: str) -> str:
    """The text without characters that XML forbids and nobody types on purpose. Unusual line ends become newlines."""
    return _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text))


def without_invisible(text: str) -> str:
    """The text without soft hyphens and zero-width characters, which come with text copied from pages and PDFs."""
    return _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """Lower case, with е for ё, so that two spellings of a word become equal."""
    return text.lower().replace("ё", "е")


@lru_cache(maxsize=8_192)  # SQLite needs both keys at each comparison
def sort_key(text: str) -> tuple[str, str, str, str]:
    """The key for Russian order, as in ICU: signs, numbers, Cyrillic, Latin; then е before ё, then а before А.

    Numbers sort by value: «Парк 2» before «Парк 10».
    """
    lowered = text.lower()
    return _NUMBER.sub(_by_length, lowered).translate(_ORDER), lowered, text.swapcase(), text


def _by_length(number: re.Match[str]) -> str:
    """The number with its length in front: without leading zeros, the shorter number is the smaller one."""
    return chr(_FIRST_LENGTH + len(number[1])) + number[1]


def slugify(text: str) -> str:
    """ASCII letters, digits and hyphens, at most SLUG_LENGTH of them, cut between words; "" if nothing is left."""
    latin = "".join(_LATIN.get(char, char) for char in text.lower())
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    if len(slug) <= SLUG_LENGTH:
        return slug
    cut = slug[: SLUG_LENGTH + 1]
    return (cut.rpartition("-")[0] or cut[:SLUG_LENGTH]).strip("-")
