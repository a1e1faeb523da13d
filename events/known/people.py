"""Find the people that a name may mean."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import fold

from ..models import Person
from .candidate import KnownRow, with_likely


class PersonName(NamedTuple):
    last: str
    first: str = ""
    middle: str = ""


def name_of(person: Any) -> PersonName:
    """The name of a person found in a text; «Р.А.» is a first and a middle name."""
    name = person.name
    initials = re.fullmatch(r"(\w\.)\s*(\w\.)", name.first)
    return PersonName(name.last, *(initials.groups() if initials and not name.middle else (name.first, name.middle)))


class NameLikeness(NamedTuple):
    reason: str | Promise
    is_sure: bool


SAME = NameLikeness(_("те же имя и фамилия"), True)
SWAPPED = NameLikeness(_("те же имя и фамилия, в другом порядке"), True)
ALIAS = NameLikeness(_("так тоже пишут этого человека"), True)
INITIALS = NameLikeness(_("та же фамилия, подходят инициалы"), False)
LAST_NAME = NameLikeness(_("та же фамилия, имя не указано"), False)


def people(names: Iterable[PersonName]) -> dict[PersonName, list[KnownRow]]:
    """{name: the people it may mean, likeliest first}. A few queries for any number of names."""
    wanted: dict[str, set[PersonName]] = {}
    for name in set(names):
        for word in (name.last, name.first):
            if len(_letters(word)) > 1:
                wanted.setdefault(_plain(word), set()).add(name)
    likely: dict[PersonName, list[tuple[int, NameLikeness]]] = {name: [] for among in wanted.values() for name in among}
    stored = Person.objects.order_by("pk").values_list("pk", "last_name", "first_name", "middle_name", "aliases")
    for key, last, first, middle, aliases in stored.iterator() if wanted else ():
        words = {_plain(last), _plain(first), *(map(_plain, aliases.split()) if aliases else ())}
        for name in {name for word in words & wanted.keys() for name in wanted[word]}:
            if likeness := compare(name, PersonName(last, first, middle), aliases):
                likely[name].append((key, likeness))
    rows = Person.objects.in_bulk({key for found in likely.values() for key, _likeness in found})
    known = {
        name: [
            KnownRow(rows[key], likeness.reason, likeness.is_sure)
            for key, likeness in sorted(found, key=lambda one: not one[1].is_sure)
        ]
        for name, found in likely.items()
    }
    return with_likely(known, set(likely), person_of)


def person_of(name: PersonName) -> Person:
    """A new, unsaved person of this name."""
    return Person(last_name=name.last, first_name=name.first, middle_name=name.middle)


def compare(name: PersonName, person: PersonName, aliases: str = "") -> NameLikeness | None:
    """How alike the name and a known person's are. `aliases` are further names of the person, one a line. Pure."""
    last, first, middle = map(_plain, name)
    other = PersonName(*map(_plain, person))
    if last == other.last and _agree(first, other.first) and _agree(middle, other.middle):
        if not first or not other.first:
            return LAST_NAME
        is_short = len(first) == 1 or len(other.first) == 1
        return INITIALS if is_short else SAME
    if first and (last, first) == (other.first, other.last) and _agree(middle, other.middle):
        return SWAPPED
    written = sorted(filter(None, (last, *first.split(), middle)))
    if any(sorted(_plain(alias).split()) == written for alias in aliases.splitlines() if alias.strip()):
        return ALIAS
    return None


def _agree(one: str, other: str) -> bool:
    """Whether the parts are equal, or one is the initial of the other, or one is missing."""
    return one == other or not one or not other or (1 in (len(one), len(other)) and one[0] == other[0])


def _plain(word: str) -> str:
    return " ".join(re.findall(r"[\w-]+", fold(word)))


def _letters(word: str) -> str:
    return "".join(filter(str.isalpha, word))
