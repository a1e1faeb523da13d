"""What is known about the event before its files arrive: the speakers, their organizations and their talks. Pure."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from core.morphology import is_word

from .latin import keys_of_russian
from .lexicon import ABBREVIATED, AUTHORITIES, LEGAL_FORMS
from .surname_forms import forms_of, gender_of
from .words import FileWord, terms, words_of_line

_RUSSIAN_OF = {
    "a": "а", "b": "б", "c": "цкчс", "d": "д", "e": "еэ", "f": "ф", "g": "гд", "h": "хг", "i": "ий", "j": "йюяжед",
    "k": "кх", "l": "л", "m": "м", "n": "н", "o": "о", "p": "пф", "q": "к", "r": "р", "s": "сшщ", "t": "тцф",
    "u": "ую", "v": "в", "w": "ву", "x": "хк", "y": "йюяе", "z": "зж",
}  # fmt: skip


@dataclass(frozen=True)
class Speaker:
    """A speaker. `organizations` are all names of their organization: of that day, current, short and other ones."""

    key: Hashable
    last: str
    first: str = ""
    middle: str = ""
    organizations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.first, self.last)))

    @cached_property
    def gender(self) -> str:
        return gender_of(self.first, self.middle, self.last)

    @cached_property
    def nominatives(self) -> frozenset[str]:
        """The surname and former surnames."""
        own = {self.first.lower().replace("ё", "е"), self.middle.lower().replace("ё", "е")}
        others = (word.folded for alias in self.aliases for word in words_of_line(alias))
        found = [self.last.lower().replace("ё", "е"), *(word for word in others if len(word) > 3 and word not in own)]
        return frozenset(found)

    @cached_property
    def surname_forms(self) -> frozenset[str]:
        return frozenset(form for name in self.nominatives for form in forms_of(name, self.gender))

    @cached_property
    def surname_keys(self) -> frozenset[str]:
        spelled = {*self.surname_forms, *(form for form in forms_of(self.last, self.gender))}
        with_yo = {self.last.lower()} if "ё" in self.last.lower() else set()
        return frozenset(key for form in spelled | with_yo for key in keys_of_russian(form))

    @cached_property
    def halves(self) -> "Speaker | None":
        """A speaker with either half of the double surname; None if it is not double."""
        parts = [part for part in self.last.split("-") if len(part) > 3]
        if len(parts) < 2:
            return None
        return Speaker(self.key, parts[0], self.first, self.middle, aliases=tuple(parts[1:]))

    @cached_property
    def given_forms(self) -> frozenset[str]:
        names = [name for name in (self.first, self.middle) if len(name.rstrip(".")) > 1]
        return frozenset(form for name in names for form in forms_of(name, self.gender))

    @cached_property
    def given_keys(self) -> frozenset[str]:
        return frozenset(key for form in self.given_forms for key in keys_of_russian(form))

    @cached_property
    def initials(self) -> str:
        """«рл» for Ростислав Львович."""
        return "".join(name[:1].lower().replace("ё", "е") for name in (self.first, self.middle) if name)

    def is_named_by(self, word: FileWord) -> bool:
        """Whether the word is a form of the surname."""
        if word.is_latin:
            return len(word.text) > 1 and bool(word.keys & self.surname_keys)
        return word.folded in self.surname_forms

    def is_nearly_named_by(self, word: FileWord) -> bool:
        """Whether the word is the surname with one or two wrong letters."""
        if len(word.text) < 5 or (not word.is_latin and is_word(word.folded)):
            return False
        written, known = (word.keys, self.surname_keys) if word.is_latin else ({word.folded}, self.surname_forms)
        most = 1 if len(word.text) < 9 else 2
        return any(Levenshtein.distance(one, form, score_cutoff=most) <= most for one in written for form in known)

    def is_given_by(self, word: FileWord) -> bool:
        """Whether the word is a form of the given name or the patronymic."""
        if len(word.text) < 3:
            return False
        return bool(word.keys & self.given_keys) if word.is_latin else word.folded in self.given_forms

    def has_initials(self, letters: str) -> bool:
        """Whether the letters, such as «р», «рл» or «rl», are initials of the person, possibly with the surname's."""
        own = self.initials
        if not own:
            return False
        letters = letters.lower().replace("ё", "е")
        return any(
            len(letters) <= len(known) and all(map(_is_letter, letters, known))
            for known in (own, own[::-1] if len(own) == len(letters) == 2 else own)
        )

    @cached_property
    def all_initials(self) -> frozenset[str]:
        """Initials of the whole name in both orders: «ррл», «рлр»."""
        last = self.last[:1].lower()
        return frozenset([last + self.initials, self.initials + last]) if len(self.initials) == 2 else frozenset()

    @cached_property
    def employers(self) -> tuple["Employer", ...]:
        return tuple(filter(None, (Employer.of(name) for name in self.organizations)))


def _is_letter(written: str, known: str) -> bool:
    return written == known or known in _RUSSIAN_OF.get(written, "")


@dataclass(frozen=True)
class Employer:
    """A name of an organization, reduced to its essential words."""

    name: str
    words: tuple[FileWord, ...]
    others: tuple[FileWord, ...]  # around the quoted name
    is_authority: bool
    acronym: str  # "" if it would be too short

    @classmethod
    def of(cls, name: str) -> "Employer | None":
        said = words_of_line(name)
        quoted = re.search(r"[«\"„“](.{2,}?)[»\"“”]", name)
        core = words_of_line(quoted[1]) if quoted else said
        words = tuple(word for word in core if word.folded not in LEGAL_FORMS and (word.terms or len(word.text) > 1))
        if not words:
            return None
        letters = "".join(
            word.text[0] for word in said if len(word.text) > 2 and word.folded not in LEGAL_FORMS
        ).lower()
        is_authority = any(word.folded in AUTHORITIES for word in said)
        quoted_words = {word.folded for word in core}
        others = tuple(word for word in said if word.terms and word.folded not in quoted_words)
        return cls(name, words, others, is_authority, letters if len(letters) > 2 else "")

    def stands_in(self, words: list[FileWord]) -> frozenset[int]:
        """The places of its words if all of them are close together; otherwise empty."""
        places = [next((word.place for word in words if same_word(own, word)), None) for own in self.words]
        found = [place for place in places if place is not None]
        if len(found) < len(places) or max(found) - min(found) > 2 * len(places) + 1:
            return frozenset()
        return frozenset(found)


@dataclass(frozen=True)
class KnownTalk:
    key: Hashable
    title: str = ""
    speakers: tuple[Hashable, ...] = ()

    @cached_property
    def words(self) -> tuple[FileWord, ...]:
        return tuple(word for word in words_of_line(self.title) if word.terms)


def same_word(one: FileWord, other: FileWord) -> bool:
    """Whether both are forms of one word, or one is the other's transliteration."""
    if one.folded == other.folded:
        return True
    if ABBREVIATED.get(one.folded) == other.folded or ABBREVIATED.get(other.folded) == one.folded:
        return True
    if one.is_latin != other.is_latin:
        return any(_begin_alike(left, right) for left in one.keys for right in other.keys)
    return bool(terms(one.folded) & terms(other.folded))


def _begin_alike(one: str, other: str) -> bool:
    """Whether the keys differ only in the ending: «infrastruktura» and «инфраструктуры»."""
    if min(len(one), len(other)) < 5:
        return one == other
    common = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    return common >= 4 and common >= 0.7 * max(len(one), len(other))
