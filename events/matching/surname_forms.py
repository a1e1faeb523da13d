"""All case forms of a surname, from its nominative. Pure.

Russian surnames have few endings, so this needs no dictionary and declines rare surnames too.
"""

import re
from functools import lru_cache

from .lexicon import MEN_IN_A, WOMEN_ON_A_CONSONANT

_ADJECTIVE = re.compile(r"(?:[сцк]к|[гкхжшщчн])ий$|[ыо]й$")
_FEMININE_ADJECTIVE = re.compile(r"[ая]я$")
_POSSESSIVE = re.compile(r"(?:[оеё]в|[иы]н)$")
_FEMININE_POSSESSIVE = re.compile(r"(?:[оеё]в|[иы]н)а$")
_NEVER = re.compile(r"(?:[оеиуюэ]|[иы]х)$")
_HISSING = "жшщчц"


@lru_cache(maxsize=5_000)
def forms_of(surname: str, gender: str = "") -> frozenset[str]:
    """The forms in lower case with е for ё, including the nominative. `gender` is m, f or "" if unknown."""
    word = surname.lower().replace("ё", "е")
    first, hyphen, last = word.rpartition("-")
    if hyphen:
        heads = forms_of(first, gender) if len(first) > 2 else frozenset([first])
        return frozenset(f"{head}-{tail}" for head in heads for tail in forms_of(last, gender))
    return frozenset([word, *(word[: len(word) - cut] + ending for cut, ending in _endings(word, gender))])


@lru_cache(maxsize=5_000)
def forms_of_family(surname: str) -> frozenset[str]:
    """The forms of the surname for men, women and families: «Соловьёву», «Соловьёвой», «Соловьёвых»."""
    word = surname.lower().replace("ё", "е")
    found = forms_of(word)
    for other in _borne_by_others(word):
        found |= forms_of(other)
    return found


def _borne_by_others(word: str) -> list[str]:
    """All possible nominatives of the other gender, and the plural forms."""
    if _FEMININE_POSSESSIVE.search(word):
        word = word[:-1]
        return [word, *(word + ending for ending in ("ы", "ых", "ым", "ыми"))]
    if _POSSESSIVE.search(word):
        return [word + ending for ending in ("а", "ы", "ых", "ым", "ыми")]
    if _FEMININE_ADJECTIVE.search(word) and len(word) > 4:
        base, ending = word[:-2], word[-2]
        return [
            base + other for other in (("ий", "ие", "их") if ending == "я" else ("ый", "ой", "ий", "ые", "ых", "их"))
        ]
    if _ADJECTIVE.search(word) and len(word) > 4:
        return [word[:-2] + other for other in ("ая", "яя", "ые", "ие", "ых", "их")]
    return []


def _endings(word: str, gender: str) -> list[tuple[int, str]]:
    """(number of letters to drop, ending to add) for each oblique form."""
    if len(word) < 2 or _NEVER.search(word):
        return []
    if _FEMININE_POSSESSIVE.search(word) and gender != "m":
        return [(1, ending) for ending in ("ой", "у", "ою")]
    if _FEMININE_ADJECTIVE.search(word) and gender != "m":
        soft = word[-2] == "я" or word[-3] in _HISSING
        return [(2, ending) for ending in (("ей", "юю", "ую") if soft else ("ой", "ую", "ою"))]
    if word.endswith("ия"):
        return [(1, ending) for ending in ("и", "ю", "ей")]
    if word.endswith("а"):
        return [(1, ending) for ending in ("ы", "и", "е", "у", "ой", "ей", "ою")]
    if word.endswith("я"):
        return [(1, ending) for ending in ("и", "е", "ю", "ей", "ею")]
    return [] if gender == "f" else _masculine(word)


def _masculine(word: str) -> list[tuple[int, str]]:
    if _ADJECTIVE.search(word) and len(word) > 3:
        return [(2, ending) for ending in ("ого", "его", "ому", "ему", "ым", "им", "ом", "ем")] + [
            (1, ending)
            for ending in ("я", "ю", "ем", "е")  # «Цой», «Гай» are nouns
        ]
    if _POSSESSIVE.search(word):
        return [(0, ending) for ending in ("а", "у", "ым", "ом", "е")]
    if word.endswith(("ь", "й")):
        found = [(1, ending) for ending in ("я", "ю", "ем", "е")]
        return found + [(2, f"ь{ending}") for ending in ("я", "ю", "ем", "е") if word.endswith("ей")]  # «Соловей»
    found = [(0, ending) for ending in ("а", "у", "ом", "ем", "е")]
    if fleeting := re.search(
        r"[^аеиоуыэюя](?:е|о)(?=[цкнл]$)", word
    ):  # «Швец» → «Швеца» and «Шевца», «Песок» → «Песка»
        stem = word[: fleeting.end() - 1] + word[-1]
        soft = word[: fleeting.end() - 1] + "ь" + word[-1]
        found += [(len(word), base + ending) for base in (stem, soft) for ending in ("а", "у", "ом", "ем", "е")]
    if fleeting := re.search(r"[аеиоуыэюя]е(?=[цк]$)", word):  # «Заец» → «Зайца»
        base = word[: fleeting.end() - 1] + "й" + word[-1]
        found += [(len(word), base + ending) for ending in ("а", "у", "ом", "ем", "е")]
    return found


def gender_of(first: str, middle: str, last: str) -> str:
    """m, f or "" by the patronymic, then by the surname, then by the given name."""
    middle, last, first = middle.lower(), last.lower(), first.lower().rstrip(".")
    if re.search(r"(?:вич|ьич|[иы]ч|оглы|улы)$", middle):
        return "m"
    if re.search(r"(?:вна|ична|инична|кызы)$", middle):
        return "f"
    if _FEMININE_POSSESSIVE.search(last) or _FEMININE_ADJECTIVE.search(last):
        return "f"
    if _POSSESSIVE.search(last) or (_ADJECTIVE.search(last) and last.endswith("ий")):
        return "m"
    if len(first) < 3:
        return ""
    if first in MEN_IN_A:
        return "m"
    return "f" if first[-1] in "ая" or first in WOMEN_ON_A_CONSONANT else "m"
