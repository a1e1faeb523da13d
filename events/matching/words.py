"""Split the name of a file, or its first pages, into words. Pure."""

import posixpath
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote

from core.morphology import pymorphy, terms_of

from .latin import keys_of_latin, keys_of_russian
from .lexicon import EMPTY

_EXTENSIONS = re.compile(
    r"(?:\.(?:pptx?|ppsx?|odp|docx?|rtf|odt|pdf|xlsx?|ods|jpe?g|png|webp|tiff?|heic|heif|zip|txt|key))+\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|(?<=[A-ZА-ЯЁ])(?=[A-ZА-ЯЁ][a-zа-яё]{2})")
_LOOKALIKES = str.maketrans("aceopxykmtbhABCEHKMOPTXyY", "асеорхукмтвнАВСЕНКМОРТХуУ")
_RUSSIAN, _LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)

_SURNAME_ENOUGH = 0.25


@dataclass(frozen=True)
class FileWord:
    """A word. `place` is its number in the name or in its line."""

    text: str
    place: int

    @property
    def folded(self) -> str:
        return self.text.lower().replace("ё", "е")

    @property
    def is_latin(self) -> bool:
        return bool(_LATIN.search(self.text))

    @property
    def is_initials(self) -> bool:
        """Whether it is one letter or up to three capitals: «И», «ИИ», «IP»."""
        return len(self.text) == 1 or (len(self.text) <= 3 and self.text.isupper())

    @property
    def keys(self) -> frozenset[str]:
        return keys_of_latin(self.text) if self.is_latin else keys_of_russian(self.text)

    @property
    def terms(self) -> frozenset[str]:
        return terms(self.folded)


@cache
def terms_of_all(words: frozenset[str]) -> frozenset[str]:
    """The terms of a word list. They are made at the first use, because they need a dictionary of 20 MB."""
    return frozenset(term for word in words for part in word.split("-") for term in terms_of(part))


@lru_cache(maxsize=20_000)
def terms(folded: str) -> frozenset[str]:
    """The terms that all forms of the word share; empty for a word without meaning."""
    if len(folded) < 3 or folded in EMPTY:
        return frozenset()
    parts = [folded, *(folded.split("-") if "-" in folded else [])]
    return frozenset(term for part in parts for term in terms_of(part))


def stem_of(name: str) -> str:
    """The name without folders and extensions, in NFC, with percent-encoded letters decoded."""
    name = posixpath.basename(name.replace("\\", "/"))
    if re.search(r"%[0-9A-Fa-f]{2}", name):
        name = unquote(name)
    return _EXTENSIONS.sub("", unicodedata.normalize("NFC", name))


def words_of_name(name: str) -> list[FileWord]:
    """The words of the name, of which «ИвановИИ_Доклад» has three."""
    return _numbered([part for found in _WORD.findall(stem_of(name)) for part in _CAMEL.split(_one_alphabet(found))])


def words_of_line(line: str) -> list[FileWord]:
    return _numbered([_one_alphabet(word) for word in _WORD.findall(unicodedata.normalize("NFC", line))])


def _numbered(texts: Sequence[str]) -> list[FileWord]:
    return [FileWord(text, place) for place, text in enumerate(texts)]


def _one_alphabet(word: str) -> str:
    """The word with Latin lookalikes replaced by Russian letters."""
    return word.translate(_LOOKALIKES) if _RUSSIAN.search(word) and _LATIN.search(word) else word


@lru_cache(maxsize=20_000)
def may_be_no_surname(folded: str) -> bool:
    """Whether the dictionary has the word as a common word or a place, and hardly as a surname."""
    parses = [parse for parse in pymorphy().parse(folded) if parse.is_known and "Poss" not in parse.tag]
    surname = sum(parse.score for parse in parses if "Surn" in parse.tag)
    return bool(parses) and surname < _SURNAME_ENOUGH * sum(parse.score for parse in parses)


@lru_cache(maxsize=20_000)
def is_being(folded: str) -> bool:
    """Whether the word means a person or an animal, such as «ткач» or «заяц», which begins no title."""
    parses = [parse for parse in pymorphy().parse(folded) if "NOUN" in parse.tag and "plur" not in parse.tag]
    return any("anim" in parse.tag for parse in parses[:2])


def folded_text(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))
