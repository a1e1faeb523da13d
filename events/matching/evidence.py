"""Find evidence for a person or a talk in the name of a file and in its first pages. Pure."""

import math
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .known import Employer, KnownTalk, Speaker, same_word
from .lexicon import HONORED, NOT_INITIALS, RECIPIENT
from .words import FileWord, is_being, may_be_no_surname, terms, words_of_line

TITLE_LINES = 14  # lines of the first page that may name the author
LONGEST_LINE = 16  # words
AUTHOR = re.compile(r"докладчик|спикер|автор|выступа|подготовил|speaker|author|presented|содокладчик|ведущий", re.I)


@dataclass
class NamedPerson:
    """A person whose surname is in the name of the file."""

    speaker: Speaker
    places: set[int] = field(default_factory=set)
    supports: set[int] = field(default_factory=set)  # places of matching initials and given names
    fitting: int = 0  # how many adjacent initials match
    is_contradicted: bool = False
    is_nominative: bool = False
    is_surname: bool = True  # it cannot be a common word or a place
    is_half: bool = False  # only half of a double surname
    is_recipient: bool = False

    @property
    def is_supported(self) -> bool:
        return bool(self.supports)


def named_in(words: Sequence[FileWord], speakers: Iterable[Speaker]) -> list[NamedPerson]:
    """The people whose surnames are among the words, in that order. Half of a double surname counts if nobody fits."""
    found = _named_in(words, [(one, one) for one in speakers])
    whole = {place for one in found for place in one.places}
    halves = [(one, one.halves) for one in speakers if one.halves and all(one is not named.speaker for named in found)]
    by_half = [one for one in _named_in(words, halves) if not one.places & whole]
    for one in by_half:
        one.is_half = True
    return sorted([*found, *by_half], key=lambda one: min(one.places))


def _named_in(words: Sequence[FileWord], bearers: Iterable[tuple[Speaker, Speaker]]) -> list[NamedPerson]:
    """As above. A pair is a person and the bearer of the surname to look for."""
    found: list[NamedPerson] = []
    for person, speaker in bearers:
        named = NamedPerson(person)
        for word in _joined(words):
            if not speaker.is_named_by(word) or _is_honored(words, word.place):
                continue
            named.places.add(word.place)
            named.is_nominative |= word.is_latin or word.folded in speaker.nominatives
            named.is_surname &= _is_surname(word) and not _describes_next(words, word)
            named.is_recipient |= any(other.folded in RECIPIENT for other in words[: word.place])
            _look_beside(named, words, word.place)
        if named.places:
            found.append(named)
    return found


def _is_surname(word: FileWord) -> bool:
    if word.is_latin:
        return len(word.text) > 3
    if len(word.text) < 4 and word.text.islower():
        return False
    stands_out = word.place > 0 and word.text[0].isupper() and is_being(word.folded)
    return stands_out or not may_be_no_surname(word.folded)


def _describes_next(words: Sequence[FileWord], word: FileWord) -> bool:
    """Whether the word is an adjective of the next one: «Дубровский район»."""
    after = next((other for other in words if other.place == word.place + 1), None)
    if "-" in word.text:
        return False
    looks_like_adjective = word.folded.endswith(("ий", "ый", "ой", "ая", "ого", "ому", "ом", "ую"))
    return bool(looks_like_adjective and after and len(after.text) > 3 and after.text.islower())


def _joined(words: Sequence[FileWord]) -> list[FileWord]:
    """The words, their parts between hyphens, and pairs that may be one word with a hyphen: «римский корсаков»."""
    parts = [FileWord(part, word.place) for word in words if "-" in word.text for part in word.text.split("-") if part]
    pairs = [
        FileWord(f"{one.text}-{other.text}", one.place)
        for one, other in pairwise(words)
        if len(one.text) > 2 and len(other.text) > 2
    ]
    return [*words, *parts, *pairs]


def _is_honored(words: Sequence[FileWord], place: int) -> bool:
    """Whether something is named after the person: «завод имени Лихачёва»."""
    return place > 0 and words[place - 1].folded in HONORED


def _look_beside(named: NamedPerson, words: Sequence[FileWord], place: int) -> None:
    """Note matching initials and given names within two words of the surname."""
    speaker = named.speaker
    for side in (range(place + 1, min(place + 3, len(words))), range(place - 1, max(place - 3, -1), -1)):
        letters = ""
        seen: list[int] = []
        for at in side:
            word = words[at]
            if speaker.is_given_by(word):
                named.supports.add(at)
            elif word.is_initials or (len(word.text) == 2 and speaker.has_initials(word.text)):
                letters, seen = (letters + word.text if side.step > 0 else word.text + letters), [*seen, at]
            else:
                break
        if not letters or (letters.lower() in NOT_INITIALS and not speaker.has_initials(letters)):
            continue
        if speaker.has_initials(letters):
            named.supports.update(seen)
            named.fitting = max(named.fitting, len(letters))
        elif speaker.has_initials(letters[:1] if side.step > 0 else letters[-1:]):
            named.supports.update(seen)
        elif (
            letters.isupper()
            and len(letters) < 3
            and not _is_conjunction(letters)
            and speaker.initials
            and not named.supports
        ):
            named.is_contradicted = True
    if named.supports:
        named.is_contradicted = False


def _is_conjunction(letters: str) -> bool:
    return letters.lower() in ("и", "в", "с", "к", "о", "v", "а")


@dataclass(frozen=True)
class Employed:
    speaker: Speaker
    employer: Employer
    places: frozenset[int]
    by_acronym: bool = False


def employed_in(words: list[FileWord], speakers: Iterable[Speaker]) -> list[Employed]:
    """People whose organization is among the words. A longer name wins over another that is a part of it."""
    found = []
    # «GreenTech» was read as two words.
    glued = [FileWord(one.text + other.text, one.place) for one, other in pairwise(words) if other.text[0].isupper()]
    words = [*words, *glued]
    for speaker in speakers:
        ways = [(employer, employer.stands_in(words)) for employer in speaker.employers]
        ways = [(employer, places) for employer, places in ways if places]
        if ways:
            employer, places = max(ways, key=lambda way: len(way[1]))
            found.append(Employed(speaker, employer, places))
            continue
        for employer in speaker.employers:
            at = next((word.place for word in words if employer.acronym and word.folded == employer.acronym), None)
            if at is not None:
                found.append(Employed(speaker, employer, frozenset([at]), by_acronym=True))
                break
    return [one for one in found if not any(one.places < other.places for other in found)]


@dataclass(frozen=True)
class Author:
    """A person whom the first pages name. `is_sure` says that the line presents the author."""

    speaker: Speaker
    is_sure: bool


def authors_in(pages: Sequence[str], speakers: Sequence[Speaker]) -> list[Author]:
    found: dict[Hashable, Author] = {}
    lines = [line for line in (pages[0].split("\n") if pages else []) if line.strip()]
    for number, line in enumerate(lines[: 3 * TITLE_LINES]):
        words = words_of_line(line)
        is_title = number < TITLE_LINES and len(words) <= LONGEST_LINE
        before = lines[number - 1] if number else ""
        presents = bool(AUTHOR.search(line) or (AUTHOR.search(before) and len(words_of_line(before)) < 4))
        named = [one for one in named_in(words, speakers) if not one.is_contradicted]
        if len(named) > 1 and any(one.is_supported for one in named):
            named = [one for one in named if one.is_supported]
        for one in named:
            alone = len(words) <= 3 and one.is_surname
            is_sure = is_title and one.is_nominative and not one.is_recipient
            is_sure &= one.is_supported or alone or (presents and one.is_surname)
            kept = found.get(one.speaker.key)
            if kept is None or (is_sure and not kept.is_sure):
                found[one.speaker.key] = Author(one.speaker, is_sure)
    return list(found.values())


def employers_in(pages: Sequence[str], speakers: Sequence[Speaker]) -> list[Employed]:
    """People whose organization fills most of a line of the first page."""
    found: dict[Hashable, Employed] = {}
    lines = [line for line in (pages[0].split("\n") if pages else []) if line.strip()]
    for line in lines[:TITLE_LINES]:
        words = words_of_line(line)
        for one in employed_in(words, speakers):
            share = sum(len(words[at].text) for at in one.places) / max(1, sum(len(word.text) for word in words))
            if share > 0.5 or "«" in line or '"' in line:
                found.setdefault(one.speaker.key, one)
    return list(found.values())


@dataclass(frozen=True)
class OnTopic:
    talk: KnownTalk
    is_sure: bool
    score: float


def on_topic(words: Iterable[FileWord], talks: Sequence[KnownTalk], usual: frozenset[str]) -> OnTopic | None:
    """The talk whose title has most in common with the words; None if none has, or two. `usual` terms count little."""
    words = [word for word in words if word.terms or (word.is_latin and len(word.text) > 3)]
    if not words:
        return None
    number_of = Counter(term for talk in talks for term in {term for word in talk.words for term in word.terms})
    scored = sorted(
        (scored for talk in talks if (scored := _score(words, talk, number_of, len(talks), usual))),
        key=lambda one: -one.score,
    )
    if not scored or (len(scored) > 1 and scored[1].score > 0.6 * scored[0].score):
        return None
    return scored[0]


def _score(
    words: Sequence[FileWord], talk: KnownTalk, number_of: Counter[str], talks: int, usual: frozenset[str]
) -> OnTopic | None:
    shared = [(own, word) for own in talk.words for word in words if same_word(own, word)]
    own_words = {own.place: own for own, _word in shared}
    telling = {
        place for place, own in own_words.items() if not own.terms & usual and min(number_of[t] for t in own.terms) == 1
    }
    weight = sum(_weight(own, number_of, talks, usual) for own in own_words.values())
    if not telling:
        return None
    matched = {word.place for _own, word in shared}
    of_file, of_title = len(matched) / len(words), len(own_words) / len(talk.words)
    long_enough = len(own_words) > 1
    is_sure = (long_enough and of_file >= 0.5 and (len(telling) > 1 or of_title >= 0.5)) or (
        len(telling) > 1 and of_title >= 0.6
    )
    if not long_enough and of_file <= 0.5 and of_title < 0.5:
        return None
    return OnTopic(talk, is_sure, weight)


def _weight(word: FileWord, number_of: Counter[str], talks: int, usual: frozenset[str]) -> float:
    rarity = math.log(1 + talks / min(number_of[term] for term in word.terms))
    return rarity * (0.3 if word.terms & usual else 1.0)


def letters_of(words: Sequence[FileWord], speakers: Iterable[Speaker], taken: Collection[int]) -> list[Speaker]:
    """People whose initials are a word of three letters: «РРЛ»."""
    written = {word.folded for word in words if len(word.text) == 3 and word.text.isupper() and word.place not in taken}
    return [speaker for speaker in speakers if speaker.all_initials & written]


def terms_of_text(text: str) -> frozenset[str]:
    return frozenset(term for word in words_of_line(text) for term in terms(word.folded))
