"""Compare a name with the typed form, because Соловьёв and Соловей have the same stem. Pure."""

import re
from functools import lru_cache

from core.morphology import normalize
from events.matching.surname_forms import forms_of, forms_of_family

from .fillers import lemmas
from .keys import EXACT, exact_form

SAME_NAME, SAME_FAMILY, ANOTHER_NAME = 0.95, 0.85, 0.6
_LOOKS_LIKE_A_SURNAME = re.compile(r"(?:[ое]в|[иы]н)(?:а|у|ой|ым|ом|е|ы|ых|ыми)?$")


def nearness(typed: frozenset[str], heading: str) -> float:
    """How near a person's heading is to a typed word: 1 if it has exactly one of these spellings, less otherwise."""
    if any(f" {exact_form(part)} " in heading for part in typed):
        return 1.0
    return max((_nearness(typed, name) for name in heading.split() if name.startswith(EXACT)), default=ANOTHER_NAME)


def has_initials(initials: frozenset[str], typed: frozenset[str], heading: str) -> bool:
    """Whether, for each of these letters, a name beside the typed surname begins with it."""
    names = [name for name in heading.split() if name.startswith(EXACT) and _nearness(typed, name) < SAME_FAMILY]
    return all(any(name.startswith(f"{EXACT}{letter}") for name in names) for letter in initials)


@lru_cache(maxsize=20_000)
def _nearness(typed: frozenset[str], name: str) -> float:
    name = normalize(name.removeprefix(EXACT))
    if not typed.isdisjoint(forms_of(name)):
        return SAME_NAME
    if not typed.isdisjoint(forms_of_family(name)):
        return SAME_FAMILY
    by_lemma = any(name in lemmas(part) for part in typed if not _LOOKS_LIKE_A_SURNAME.search(part))
    return SAME_NAME if by_lemma else ANOTHER_NAME
