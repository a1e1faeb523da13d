"""Register how people, and how events, are compared with each other."""

import re

from django.db.models import F, Q
from django.db.models.functions import Substr

from core.suspicions import Comparison, RowNames, register

from .doubles import events, people
from .models import Event, Person

# First letters of names in the other alphabet.
_IN_LATIN = {
    "а": "a", "б": "b", "в": "vw", "г": "ghj", "д": "dj", "е": "eyj", "ё": "eyj", "ж": "zj", "з": "z", "и": "iy",
    "й": "yij", "к": "kcq", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "sc", "т": "t", "у": "uw",
    "ф": "fp", "х": "hkcx", "ц": "tcz", "ч": "ct", "ш": "s", "щ": "s", "ы": "y", "э": "eay", "ю": "yjiu", "я": "yjia",
}  # fmt: skip
_SAME = {"е": "её", "ё": "её"}


def _people(rows):
    for row in rows:
        texts = dict.fromkeys([str(row), *filter(None, row.aliases.splitlines())])
        yield row.pk, RowNames(tuple(map(people.read_name, texts)))


def _events(rows):
    for row in rows:
        yield row.pk, RowNames((events.read_event(row.title, str(row.start or ""), str(row.end or "")),))


def of_the_same_beginning(stored, rows):
    """People whose surname begins like a part of one of the names, because nobody misspells a first letter.

    Also all people with a surname of several parts or with other names.
    """
    words = [word.lower() for row in rows for word in re.findall(r"[^\W\d_]+", f"{row} {row.aliases}")]
    letters = {letter for word in words for letter in _beginnings(word[0])}
    several = Q(beginning="") | ~Q(aliases="")  # an empty surname: to compare the whole one would call the collation
    for sign in "-. (":
        several |= Q(last_name__contains=sign)
    beginning = Substr(F("last_name"), 1, 1)
    return stored.alias(beginning=beginning).filter(
        several | Q(beginning__in={one for letter in letters for one in (letter, letter.upper())})
    )


def _beginnings(letter):
    if letter in _IN_LATIN:
        return {letter, *_SAME.get(letter, ""), *_IN_LATIN[letter]}
    return {letter, *(russian for russian, latin in _IN_LATIN.items() if letter in latin)}


def _of_the_same_start(stored, rows):
    return stored.filter(start__in=[row.start for row in rows if row.start])


def register_all():
    columns = ("last_name", "first_name", "middle_name", "aliases")
    register(Person, Comparison(columns, _people, people.keys_of, people.compare_people, of_the_same_beginning))
    columns = ("title", "start", "end")
    register(Event, Comparison(columns, _events, events.keys_of, events.compare_events, _of_the_same_start))
