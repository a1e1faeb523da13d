"""Read a person's name in all possible ways: which part is the surname, initials, titles, a maiden name. Pure.

The parts of a name may stand in any order and in any field.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.doubles.spelling import deletions, fold, is_latin, is_named, sound

from .given_names import full_names, genders, is_listed, listed

_PATRONYMIC = re.compile(
    r".{2,}(?:ович|евич|ьич|[иы]ч|овна|евна|ична|инична|оглы|кызы|улы|гызы|[oey]vich|[ei]vna|ichna|ovna|yevna)"
)
_FEMALE_SURNAME = re.compile(r"(?:[оеё]в|[иы]н)а$|[цс]кая$|ная$|лая$|[ei]va$|ova$|ina$|skaya$|skaia$")
_MALE_SURNAME = re.compile(r"(?:[оеё]в|[иы]н)$|[цс]кий$|ный$|лый$|[eo]v$|ev$|in$|skiy$|skii$|sky$|skij$")
_TURKIC = {"оглы", "кызы", "улы", "гызы", "оглу"}
_TITLES = {"г", "гн", "госпожа", "господин", "д", "др", "проф", "профессор", "доктор", "кандидат", "к", "акад"}
_DEGREES = re.compile(r"(?:\b[дк]\.\s*[а-я]{1,3}\.\s*н\.)|\bд-р\b|\bг-н\b|\bг-жа\b|\bпроф\.|\bакад\.")
_MAIDEN = re.compile(
    r"\((?:урожд[а-я]*\.?\s*|ранее\s+|бывш[а-я]*\.?\s*)?([а-яa-z'-]{3,})\)|,?\s*урожд[а-я]*\.?\s+([а-яa-z'-]{3,})"
)


@dataclass(frozen=True)
class NameReading:
    """A way to read a name. The parts are folded; `first` and `middle` may be a single letter or ""."""

    last: str
    first: str = ""
    middle: str = ""

    @property
    def gender(self) -> str:
        """ "м", "ж" or "", by any part that tells it."""
        if len(self.middle) > 2:
            return "ж" if self.middle.endswith(("на", "кызы", "гызы", "vna", "chna")) else "м"
        told = genders(self.first)
        if len(told) == 1:
            return next(iter(told))
        if _FEMALE_SURNAME.search(self.last):
            return "ж"
        return "м" if _MALE_SURNAME.search(self.last) else ""


@dataclass(frozen=True)
class ParsedPersonName:
    readings: tuple[NameReading, ...]
    maiden: str = ""


@lru_cache(maxsize=60_000)
def read_name(text: str) -> ParsedPersonName:
    """All readings of «Иванов Иван Иванович», «И. И. Иванов», «Ivan Ivanov» or «Анна Белова (Чернова)»."""
    folded = _DEGREES.sub(" ", fold(text))
    maiden = _MAIDEN.search(folded)
    folded = _MAIDEN.sub(" ", folded)
    # An initial has one letter or ends with a full stop; «Дж.» is one too.
    words = [_initial_of(word) for word in re.findall(r"[^\W\d_][\w'-]*\.?", folded)]
    words = _with_turkic_patronymics([word for word in words if word and (len(word) < 2 or word not in _TITLES)])
    return ParsedPersonName(tuple(dict.fromkeys(_readings(words))), (maiden[1] or maiden[2]) if maiden else "")


def _initial_of(word: str) -> str:
    """An initial as one letter: «дж.» and «yu.» are too short for names, and a full stop follows."""
    letters = word.strip("-'.")
    return letters[:1] if word.endswith(".") and len(letters) < 3 else letters


def _with_turkic_patronymics(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if word in _TURKIC and len(joined) > 1:
            joined[-1] = f"{joined[-1]}-{word}"
        else:
            joined.append(word)
    return joined


def is_initial(word: str) -> bool:
    return len(word) == 1 or (len(word) == 2 and not re.search("[аеиоуыэюяaeiouy]", word))


def _is_given(word: str) -> bool:
    return all(is_listed(part) or is_named(part, "Name") for part in word.split("-")) or (
        is_latin(word) and sound(word) in _latin_given_names()
    )


@lru_cache(maxsize=1)
def _latin_given_names() -> frozenset[str]:
    return frozenset(map(sound, listed()))


def _is_patronymic(word: str) -> bool:
    return bool(_PATRONYMIC.fullmatch(word.replace("-", "")))


def _readings(words: list[str]) -> Iterator[NameReading]:
    initials = [word for word in words if is_initial(word)]
    names = [word for word in words if not is_initial(word)]
    if not names:
        return
    if initials:
        yield from _with_initials(words, names, initials)
        return
    if len(names) == 1:
        yield NameReading(names[0])
        return
    if len(names) == 2:
        yield from _of_two(*names)
        return
    yield from _of_many(names)


def _with_initials(words: list[str], names: list[str], initials: list[str]) -> Iterator[NameReading]:
    if len(names) == 1:
        yield NameReading(names[0], *initials[:2])
        return
    given = next((name for name in names if _is_given(name)), None)
    if len(names) == 2 and given:  # «Иван И. Иванов», «Иванов Иван И.»
        for first in [name for name in names if _is_given(name)]:
            yield NameReading(next(name for name in names if name is not first), first, initials[0])
        return
    yield NameReading("-".join(names), *initials[:2])  # «Римский Корсаков Н. А.»


def _of_two(one: str, other: str) -> Iterator[NameReading]:
    known = (_is_given(one), _is_given(other))
    if known[1] or not known[0]:
        yield NameReading(one, other)
    if known[0] or not known[1]:
        yield NameReading(other, one)


def _of_many(names: list[str]) -> Iterator[NameReading]:
    """Readings of three or more names. The patronymic follows the given name, and the rest is the surname."""
    found = False
    for place in range(len(names) - 1, 0, -1):
        if not _is_patronymic(names[place]):
            continue
        rest = names[: place - 1] + names[place + 1 :]
        if rest and (_is_given(names[place - 1]) or not found):
            yield NameReading("-".join(rest), names[place - 1], names[place])
            found = True
            if _is_given(names[place - 1]):
                return
    if found:
        return
    # «Мария Анна Вебер» has no patronymic. The surname is at either end.
    yield NameReading(names[0], "-".join(names[1:]))
    yield NameReading(names[-1], "-".join(names[:-1]))
    if len(names) == 3:
        yield NameReading("-".join(names[:2]), names[2])
        yield NameReading("-".join(names[1:]), names[0])


def keys_of(name: ParsedPersonName) -> Iterator[tuple[str, str]]:
    """Yields keys: the surname without one of its letters, with the first letter of the given name.

    Names that may belong to one person have a key in common.
    """
    for reading in name.readings:
        letters = {sound(full)[:1] for full in full_names(reading.first)} if reading.first else {""}
        surnames = {reading.last, *reading.last.split("-"), *([name.maiden] if name.maiden else [])}
        for full in full_names(reading.first):  # narrows surnames that hundreds of people have
            yield sound(reading.last), f"{sound(full)} {sound(reading.middle)[:1]}"
        for surname in surnames:
            for shortened in deletions(sound(surname)):
                for letter in letters:
                    yield shortened, letter
