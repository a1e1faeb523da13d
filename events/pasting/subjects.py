"""Tell which organizations of a sentence are its subjects. Pure."""

from collections.abc import Sequence
from typing import TypeVar

from core.dates import MONTHS_NOMINATIVE
from parks.names import LEGAL_FORMS

from .found import Found, Span
from .lexicon import ROLES
from .tokens import Token

T = TypeVar("T")
_IN_THE_NAME = {
    "член",
    "специалист",
    "сотрудник",
    "команда",
    "коллектив",
    "руководство",
    "пресс-служба",
}  # of an organization: it acts itself
_DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_TIMES = {*MONTHS_NOMINATIVE, *_DAYS, "год", "г."}


def acting_organizations(tokens: Sequence[Token], named: Sequence[Found[T]]) -> list[Found[T]]:
    """The organizations that act in the sentence: its subjects, and those after «совместно с»."""
    acting: list[Found[T]] = []
    joined = has_subject = in_the_name = False
    for found in named:
        place = next(i for i, token in enumerate(tokens) if token.span.start >= found.span.start)
        before = [token.text.lower() for token in tokens[max(0, place - 2) : place]]
        follows = bool(acting) and before[-1:] in (["и"], [","]) and _stand_side_by_side(tokens, acting[-1].span, place)
        joined = before in (["совместно", "с"], ["вместе", "с"], ["совместно", "со"], ["вместе", "со"]) or (
            joined and follows
        )
        is_subject = not joined and (
            (place and _acts_in_the_name(tokens, place - 1))
            or (in_the_name and follows and before[-1:] == ["и"] and not _is_subject(tokens, place))
            or (follows and _may_be_nominative(tokens, place))
            or (_is_subject(tokens, place) and (not has_subject or follows))
            or (has_subject and before[-1:] == ["и"] and _is_done_by_many(tokens, place))
        )
        in_the_name = in_the_name or (place > 0 and _acts_in_the_name(tokens, place - 1))
        has_subject = has_subject or bool(is_subject)
        if joined or is_subject:
            acting.append(found)
    return acting


def _is_done_by_many(tokens: Sequence[Token], place: int) -> bool:
    """Whether the verb is in the plural: «Ассоциация … при участии экспертов и Агентство «Данные» провели»."""
    verb = next((token for token in tokens[place:] if token.is_finite_verb), None)
    cases = {reading.case for reading in tokens[place].readings if reading.probability > 0.02}
    return bool(verb and verb.readings[0].number == "Plur" and "Nom" in cases)


def _stand_side_by_side(tokens: Sequence[Token], span: Span, place: int) -> bool:
    between = [token for token in tokens[:place] if token.span.start >= span.end]
    if between[:1] and between[0].text == "(":  # «Технопарк «Луч» (Пермь) и …»
        between = between[next((i + 1 for i, token in enumerate(between) if token.text == ")"), 0) :]
    return len(between) == 1


def _is_subject(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token is in the nominative. If its form does not show that, its place in the sentence decides."""
    head = next(
        (t for t in tokens[place:] if t.part in ("NOUN", "PROPN") or t.is_acronym or t.kind == "quotation"),
        tokens[place],
    )
    before = tokens[max(0, place - 8) : place]
    opens = len(before) == place and all(_tells_when(token) for token in before)
    follows_verb = _follows_verb(before)
    if tokens[place].part == "ADJ" and head.is_acronym:
        return tokens[place].readings[0].case == "Nom"
    if head.is_acronym or head.kind == "quotation":
        return opens or follows_verb
    least = 0.0 if opens else 0.001 if follows_verb else 0.02  # the reader misjudges «… проводит Министерство»
    cases = {reading.case for reading in head.readings if reading.probability > least}
    if head.readings[0].case == "Nom" and "Acc" not in cases:
        return True
    return "Nom" in cases and (head.readings[0].case == "Nom" or opens or follows_verb)


def _acts_in_the_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether its staff are the subject: «Специалисты Корпорации провели …», «эксперты Фонда провели …»."""
    token = tokens[place]
    are_experts = token.lemma in ROLES and bool(token.readings) and token.readings[0].number == "Plur"
    return (token.lemma in _IN_THE_NAME or are_experts) and _is_subject(tokens, place)


def _follows_verb(before: Sequence[Token]) -> bool:
    """Whether it follows a verb: «Организовало её …», «взяли на себя …», «проводит ежегодно …»."""
    words = [token for token in before if token.part not in ("PRON", "DET", "ADV") and token.text.lower() != "на"]
    return bool(words) and words[-1].is_finite_verb


def _may_be_nominative(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.is_acronym or token.kind == "quotation" or token.text in LEGAL_FORMS:
        return True
    least = 0.0 if token.readings and token.readings[0].case == "Acc" else 0.02  # a neuter looks the same in both
    return any(reading.case == "Nom" and reading.probability > least for reading in token.readings)


def _tells_when(token: Token) -> bool:
    """Whether the word tells the time: «25 мая АИП провела …», «Сегодня …», «В среду, …»."""
    if (
        token.kind in ("number", "abbreviation", "time")
        or token.part in ("ADV", "NUM", "ADP", "PUNCT")
        or token.lemma in _TIMES
    ):
        return True
    return any(reading.case == "Loc" and reading.name == "Geo" for reading in token.readings[:1])
