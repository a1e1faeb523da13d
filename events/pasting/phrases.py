"""Noun phrases: find where the name of an organization begins, and put it into the nominative. Pure."""

import re
from collections.abc import Sequence

from parks.names import LEGAL_FORMS

from .lexicon import EMPTY_CLASSES, FORMS, NOT_IN_NAMES, ORGANIZATIONS, UNITS
from .tokens import Token


def is_organization_word(token: Token) -> bool:
    """Whether a name of an organization can begin with it: «Корпорация», «ТПП», «Минэкономразвития», a quotation."""
    if token.kind == "quotation":
        return True
    if not token.is_word:
        return False
    if token.is_acronym or token.lemma in ORGANIZATIONS:
        return True
    if token.part == "ADJ":
        return False
    if any(reading.name == "Giv" and reading.is_known for reading in token.readings):
        return False  # «Ростислав» is not like «Росстат»
    if token.is_latin:
        return token.text[0].isupper() and len(token.text) > 2
    return (
        bool(re.match(r"(?:Мин[а-я]{3,}|Рос[а-я]{4,}|Гос[а-я]{4,}|Обл[а-я]{5,}|Гор[а-я]{5,})", token.text))
        and (
            token.lemma.startswith(("мин", "рос", "гос", "обл", "гор"))
            and token.lemma not in ("министерство", "министр", "россия", "город", "область")
        )
        and not token.lemma.startswith(("росси", "министр"))
    )


def start_of_noun_phrase(tokens: Sequence[Token], noun: int, first: int) -> int:
    """The start of the phrase, including adjectives before the noun and a class word before a quoted name."""
    place = noun
    if tokens[noun].kind == "quotation" or tokens[noun].is_acronym or tokens[noun].is_latin:
        classes = ORGANIZATIONS | UNITS if tokens[noun].kind == "quotation" else ORGANIZATIONS
        while place > first and (tokens[place - 1].text in LEGAL_FORMS | FORMS or tokens[place - 1].lemma in classes):
            place -= 1
    if place > first and tokens[place].lemma == "компания" and tokens[place - 1].lemma == "группа":
        place -= 1
    head = tokens[place]
    while place > first and _is_adjective_of(tokens[place - 1], head) and tokens[place - 1].lemma not in NOT_IN_NAMES:
        place -= 1
    return place


def _is_adjective_of(token: Token, noun: Token) -> bool:
    if (
        not token.is_word
        or not token.readings
        or not (token.readings[0].part == "ADJ" or token.readings[0].verb_form == "Part")
    ):
        return False
    if not noun.readings or not noun.readings[0].case:
        return token.is_capitalized
    return any(
        (r.part == "ADJ" or r.verb_form == "Part")
        and r.case == noun.readings[0].case
        and r.number == noun.readings[0].number
        for r in token.readings
    )


def is_named(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Whether the words name an organization: «Ассоциация парков», «АРКО», but not «управляющая компания парка»."""
    if any(token.kind == "quotation" or token.is_acronym or token.is_latin for token in tokens[begin:end]):
        return True
    if end - begin == 1:
        return tokens[begin].is_capitalized and tokens[begin].lemma not in ORGANIZATIONS | UNITS
    return any(token.is_capitalized for token in tokens[begin:end])


def without_empty_class(tokens: Sequence[Token], begin: int, end: int) -> int:
    """The start of the name, without an empty class word such as «компания» before a quotation."""
    if end - begin < 2 or tokens[end - 1].kind != "quotation" or tokens[end - 2].lemma not in EMPTY_CLASSES:
        return begin
    if end - begin == 3 and tokens[begin].lemma == "группа":
        return end - 1
    small = all(
        token.is_word and (token.text.islower() or (place == 0 and token.lemma in EMPTY_CLASSES))
        for place, token in enumerate(tokens[begin : end - 1], begin)
    )
    return end - 1 if small else begin


def nominative_phrase(tokens: Sequence[Token], start: int, end: int) -> str:
    """The name of an organization in the nominative. Its adjectives and first noun change, and the rest stays."""
    while start < end and tokens[start].text in (",", "–", "—", "-", "("):
        start += 1
    while end > start and tokens[end - 1].text in (",", ".", ";", ":", "–", "—", "-", "("):
        end -= 1
    if start >= end:
        return ""
    if end == start + 1 and tokens[start].kind == "quotation":
        return inner_quotes(tokens[start].text)
    words = [token.text for token in tokens]
    noun = next(
        (
            i
            for i in range(start, end)
            if tokens[i].part in ("NOUN", "PROPN") or not tokens[i].readings or tokens[i].is_acronym
        ),
        start,
    )
    head = tokens[noun]
    case = head.readings[0].case if head.readings and not head.is_acronym else ""
    if not case and noun > start and tokens[start].readings:
        case = tokens[start].readings[0].case
    if case == "Nom" and _is_in_instrumental(head):
        case = "Ins"
    if case and case != "Nom":
        for place in range(start, noun + 1):
            words[place] = nominative_word(tokens[place], case)
    return capital(joined(tokens, words, start, end))


def _is_in_instrumental(token: Token) -> bool:
    """Whether a word that the dictionary lacks is in the instrumental: «Минпромторгом»."""
    cases = {reading.case for reading in token.readings}
    return token.text.endswith(("ом", "ем")) and "Ins" in cases and not any(r.is_known for r in token.readings)


def same_case(cases: set[str], case: str) -> bool:
    return case in cases or (case in ("Gen", "Acc") and bool({"Gen", "Acc"} & cases))


def nominative_word(token: Token, case: str) -> str:
    if not token.is_word or token.is_acronym:
        return token.text
    fitting = [r for r in token.readings if r.number != "Plur" and same_case({r.case}, case)] or list(token.readings)
    nominative = fitting[0].nominative() if fitting else token.text
    nominative = nominative if "ё" in token.text.lower() else nominative.replace("ё", "е")
    return nominative[:1].upper() + nominative[1:] if token.text[:1].isupper() else nominative


def written(tokens: Sequence[Token], start: int, end: int) -> str:
    return joined(tokens, [token.text for token in tokens], start, end)


def joined(tokens: Sequence[Token], words: list[str], start: int, end: int) -> str:
    """The words with the spaces of the text, and with «ёлочки» around quotations."""
    parts = []
    for place in range(start, end):
        if place > start and tokens[place].span.start > tokens[place - 1].span.end:
            parts.append(" ")
        parts.append(f"«{inner_quotes(words[place])}»" if tokens[place].kind == "quotation" else words[place])
    return "".join(parts)


def inner_quotes(text: str) -> str:
    """The text with «ёлочки» around a name within a name: «Завод «Прогресс»»."""
    return re.sub(r'["“„](\S[^"“”„]*)["”“]', r"«\1»", text).strip()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
