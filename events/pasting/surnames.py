"""Put a surname into the nominative, given its case and the person's gender. Pure.

The dictionary has the common surnames. The others have only a few endings.
"""

import re
from dataclasses import replace

from core.sentences import read_sentence

from .lexicon import EASTERN_FAMILY_NAMES
from .tokens import Token

_VOWELS = "аеёиоуыэюя"
# (case, ending of the surname, ending of the nominative). The first one that matches is used.
_MASCULINE = [
    ("Gen Acc", r"([оеё]в|[иы]н)а$", r"\1"),
    ("Dat", r"([оеё]в|[иы]н)у$", r"\1"),
    ("Ins", r"([оеё]в|[иы]н)ым$", r"\1"),
    ("Loc", r"([оеё]в|[иы]н)е$", r"\1"),
    ("Gen Acc", r"([сц]к)ого$", r"\1ий"),
    ("Dat", r"([сц]к)ому$", r"\1ий"),
    ("Ins", r"([сц]к)им$", r"\1ий"),
    ("Loc", r"([сц]к)ом$", r"\1ий"),
    ("Gen Acc", r"([гкх])ого$", r"\1ий"),
    ("Gen Acc", r"ого$", "ый"),
    ("Gen Acc", r"его$", "ий"),
    ("Dat", r"ому$", "ый"),
    ("Dat", r"ему$", "ий"),
    ("Ins", r"([гкхжшчщ])им$", r"\1ий"),
    ("Ins", r"ым$", "ый"),
    ("Gen", r"ии$", "ия"),
    ("Gen", r"([гкхжшчщ])и$", r"\1а"),
    ("Gen", r"ы$", "а"),
    ("Gen", r"и$", "я"),
    ("Gen Acc", r"([аеёиоуыэюя])я$", r"\1й"),
    ("Gen Acc", r"ья$", "ей"),
    ("Gen Acc", r"я$", "ь"),
    ("Gen Acc", r"([^аеёиоуыэюя])а$", r"\1"),
    ("Acc", r"у$", "а"),
    ("Acc", r"ю$", "я"),
    ("Dat", r"([аеёиоуыэюя])ю$", r"\1й"),
    ("Dat", r"ью$", "ей"),
    ("Dat", r"ю$", "ь"),
    ("Dat", r"([^аеёиоуыэюя])у$", r"\1"),
    ("Ins", r"([аеёиоуыэюя])[её]м$", r"\1й"),
    ("Ins", r"([жшчщц])[её]м$", r"\1"),
    ("Ins", r"ь[её]м$", "ей"),
    ("Ins", r"[её]м$", "ь"),
    ("Ins", r"([^аеёиоуыэюя])ом$", r"\1"),
    ("Ins", r"ой$", "а"),
    ("Ins", r"ей$", "я"),
    ("Dat Loc", r"([^аеёиоуыэюя])е$", r"\1а"),
]
_FEMININE = [
    ("Gen Dat Ins Loc", r"([оеё]в|[иы]н)ой$", r"\1а"),
    ("Acc", r"([оеё]в|[иы]н)у$", r"\1а"),
    ("Gen Dat Ins Loc", r"([сц]к|[гхн])ой$", r"\1ая"),
    ("Gen Dat Ins Loc", r"([жшщч])ей$", r"\1ая"),
    ("Acc", r"ую$", "ая"),
    ("Acc", r"юю$", "яя"),
    ("Gen", r"([гкхжшчщ])и$", r"\1а"),
    ("Gen", r"ы$", "а"),
    ("Gen", r"и$", "я"),
    ("Acc", r"у$", "а"),
    ("Acc", r"ю$", "я"),
    ("Ins", r"ой$", "а"),
    ("Ins", r"ей$", "я"),
    ("Dat Loc", r"е$", "а"),
]


def is_short_and_indeclinable(token: Token) -> bool:
    """Whether it is short and does not decline: «Севастьян Лю» is not a form of «Ля»."""
    return token.text.lower() in EASTERN_FAMILY_NAMES and token.text[-1] in _VOWELS


def nominative_of_surname(token: Token, case: str, gender: str) -> str:
    if is_short_and_indeclinable(token):
        return token.text
    parts = token.text.split("-")
    if len(parts) > 1 and len(parts[0]) > 2:  # «Римской-Корсаковой»
        return "-".join(nominative_of_surname(_part(token, part), case, gender) for part in parts)
    if gender == "Fem" and case not in ("Nom", "Acc") and _is_adjective(token):
        return _nominative_adjective(token)  # «Аси Полевой» is Полевая
    if gender == "Masc" and case != "Nom" and (adjective := _masculine_adjective(token)):
        return adjective  # «Лугового» is Луговой
    known = [
        reading
        for reading in token.readings
        if reading.name == "Sur"
        and reading.is_known
        and reading.case == case
        and reading.number != "Plur"
        and (reading.gender == gender or reading.lemma[-1:] in "ая" or reading.is_indeclinable)
    ]
    if known and case != "Nom":
        lemma = known[0].lemma
        fits_gender = gender != "Fem" or known[0].gender == "Fem" or lemma[-1] in "ая"
        if fits_gender:
            return _like(token.text, lemma if "ё" in token.text.lower() else lemma.replace("ё", "е"))
    return _nominative(token.text, case, gender)


def _part(token: Token, part: str) -> Token:
    return replace(token, text=part, readings=read_sentence([part])[0])


def _is_adjective(token: Token) -> bool:
    """Whether the dictionary has the word as an adjective, but not as a surname in -ов or -ин."""
    if re.search(r"(?:[оеё]в|[иы]н)ой$", token.text.lower()) and not any(
        reading.part == "ADJ" and reading.lemma.endswith("ой") and reading.is_known for reading in token.readings
    ):
        return False
    return any(
        r.part == "ADJ" and r.is_known and r.gender == "Fem" and r.lemma.endswith(("ий", "ый", "ой"))
        for r in token.readings
    )


def _masculine_adjective(token: Token) -> str:
    if not re.search(r"(?:ого|ому|ым|ом)$", token.text.lower()) or any(
        r.name == "Sur" and r.is_known for r in token.readings
    ):
        return ""
    lemma = next((r.lemma for r in token.readings if r.part == "ADJ" and r.is_known and r.lemma.endswith("ой")), "")
    return _like(token.text, lemma) if lemma else ""


def _nominative_adjective(token: Token) -> str:
    word = token.text
    return _like(
        word, re.sub(r"ей$", "яя" if word.lower().endswith("ней") else "ая", re.sub(r"ой$", "ая", word.lower()))
    )


def _nominative(word: str, case: str, gender: str) -> str:
    if case == "Nom" or not _declines(word.lower(), gender):
        return _like(word, word)
    for cases, ending, nominative in _FEMININE if gender == "Fem" else _MASCULINE:
        if case in cases.split() and re.search(ending, word.lower()):
            return _like(word, re.sub(ending, nominative, word.lower()))
    return _like(word, word)


def _declines(word: str, gender: str) -> bool:
    """Whether the surname declines. «Шевченко», «Черных» and a woman's surname that ends in a consonant do not."""
    if re.search(r"(?:ко|[ое]|[иы]х|[эоу]|[ая]го)$", word) and not re.search(r"(?:ого|его|[^аеёиоуыэюя]е|у)$", word):
        return False
    return gender != "Fem" or word[-1] in _VOWELS or bool(re.search(r"(?:ой|ей)$", word))


def _like(written: str, word: str) -> str:
    """The word with a capital at each of its parts, unless the text mixes capitals («МакКинли»)."""
    if written.lower() == word.lower() and not written.isupper():
        return written
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
