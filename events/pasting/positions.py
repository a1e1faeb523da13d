"""Recognize a position, separate it from the organization, and put both into the nominative. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parks.names import LEGAL_FORMS

from .found import Span
from .lexicon import (
    AUTHORITIES,
    DROPPED_BEFORE_ROLE,
    EVENT_ROLES,
    FORMS,
    HEADS_OF_TERRITORY,
    ORGANIZATIONS,
    ROLES,
    TERRITORY_CODES,
    UNIT_ACRONYMS,
    UNITS,
)
from .phrases import (
    capital,
    is_named,
    is_organization_word,
    joined,
    nominative_phrase,
    nominative_word,
    same_case,
    start_of_noun_phrase,
    without_empty_class,
    written,
)
from .tokens import Token


@dataclass(frozen=True)
class Position:
    """A position in the nominative, with a capital letter, and the organization, or "" if none is named."""

    title: str
    organization: str
    span: Span
    case: str  # of the head in the text
    role: str = ""  # a role such as moderator, if the word is not a position


def is_role(token: Token) -> bool:
    """Whether the word can be the head of a position: «директор», «замминистра», «вице-президент», «бизнес-тренер»."""
    if token.kind == "abbreviation":
        return token.text.lower().replace(" ", "") in ROLES
    if token.is_latin and token.text.lower() in ROLES:
        return True
    if not token.is_word or (token.is_acronym and token.text not in ("ВРИО", "ИО")):
        return False
    readings = [reading for reading in token.readings if reading.number != "Plur" and reading.probability > 0.02]
    lemmas = {token.text.lower(), *(reading.lemma.replace("ё", "е") for reading in readings)}
    return any(lemma in ROLES or _is_compound_role(lemma) for lemma in lemmas)


def _is_compound_role(lemma: str) -> bool:
    return "-" in lemma and bool({*lemma.split("-")} & (ROLES - {"ведущий"}))


def case_of_role(token: Token) -> str:
    """The case of the word as a singular noun; "" if it does not decline («врио», «и. о.»)."""
    if not token.is_word or token.text.lower() in ("врио", "врид", "ио"):
        return ""
    readings = [
        r for r in token.readings if r.number != "Plur" and r.part in ("NOUN", "ADJ", "VERB", "PROPN") and r.case
    ]
    indeclinable = token.text.lower() == "замгенерального" or (
        token.lemma.startswith("зам") and token.lemma.endswith("а")
    )
    if indeclinable or not readings:
        return ""
    if readings[0].case == "Acc" and any(r.case == "Nom" and r.gender == "Masc" for r in readings):
        return "Nom"  # a man's accusative is his genitive: «говорила главный энергетик …»
    return readings[0].case


def cases_of_role(token: Token) -> set[str]:
    if not case_of_role(token):
        return {"Nom", "Gen", "Dat", "Acc", "Ins", "Loc"}
    return {
        r.case
        for r in token.readings
        if r.number != "Plur" and r.part in ("NOUN", "ADJ", "VERB", "PROPN") and r.case and r.probability > 0.005
    }


def start_of_phrase(tokens: Sequence[Token], head: int, first: int = 0) -> int:
    """Where the phrase before the head begins: «первый заместитель», «временно исполняющий»."""
    place = head
    while place > first and _qualifies(tokens[place - 1], tokens[head]):
        place -= 1
        if (
            place < head
            and place - 2 >= first
            and tokens[place - 1].text == "и"
            and _qualifies(tokens[place - 2], tokens[head])
        ):
            place -= 1  # «Чрезвычайный и Полномочный Посол»
    while place < head and (tokens[place].lemma in DROPPED_BEFORE_ROLE or tokens[place].text in ("и", ",")):
        place += 1
    return place


def _qualifies(token: Token, head: Token) -> bool:
    if (
        token.text.lower() in ("временно",)
        or (token.kind == "abbreviation" and is_role(token))
        or token.text.lower() in ("врио", "ген.")
    ):
        return True
    if token.kind == "abbreviation":
        return token.text.lower() in ("зам.", "ген.", "гл.", "нач.", "рук.", "пом.")
    if not token.is_word or not token.readings:
        return False
    cases = {reading.case for reading in head.readings} - {""}  # a short adjective is a predicate: «уверен директор»
    return any(
        reading.part in ("ADJ", "DET")
        and reading.number != "Plur"
        and reading.case in cases
        and reading.probability > 0.01
        for reading in token.readings[:3]
    )


def read_position(tokens: Sequence[Token], start: int, end: int) -> Position | None:
    """The position in `tokens[start:end]`, including the words before its head; None without a head."""
    head = next((index for index in range(start, end) if is_role(tokens[index])), None)
    if head is None:
        return None
    end = _without_city(tokens, head, end)
    case = case_of_role(tokens[head])
    span = Span(tokens[start].span.start, tokens[end - 1].span.end)
    if tokens[head].lemma in EVENT_ROLES and (
        end - start == 1 or (tokens[head + 1 : head + 2] and tokens[head + 1].text in ",:–—-")
    ):
        rest = read_position(tokens, head + 2, end) if end > head + 2 else None
        return Position(rest.title if rest else "", rest.organization if rest else "", span, case, tokens[head].lemma)
    cut, resume, stop = _organization_within(tokens, head, end)
    title = phrase(tokens, start, cut, case)
    if resume < end:
        title += " " + written(tokens, resume, end)
    organization = (
        nominative_phrase(tokens, without_empty_class(tokens, cut, stop), stop)
        if stop > cut
        else _organization_kept(tokens, head, end)
    )
    return Position(capital(title.strip(" ,–—-")), organization, span, case)


def _without_city(tokens: Sequence[Token], head: int, end: int) -> int:
    """Where the position ends before a city, which is not part of it: «Бизнес-консультант, г. Москва»."""
    for place in range(head + 1, end):
        if tokens[place].text == "из" and place + 2 == end and any(r.name == "Geo" for r in tokens[place + 1].readings):
            return place  # «эксперт из Казани»
        if tokens[place].text == "," and tokens[place + 1 : place + 2] and tokens[place + 1].text in ("г.", "город"):
            return place
    return end


def _organization_within(tokens: Sequence[Token], head: int, end: int) -> tuple[int, int, int]:
    """Where the organization begins, where the position continues after it, and where the organization ends.

    The position may continue with «по»: «Председатель Совета | ТПП РФ | по промышленной политике».
    """
    heads = [index for index in range(head, end) if is_role(tokens[index])]
    inner = heads[-1] if _is_chain(tokens, heads) else head
    begin = _start_of_organization(tokens, inner, end)
    if begin is None or not is_named(tokens, begin, end):
        return end, end, end
    stop = end
    if any(_joins_role(tokens, index, end) for index in range(head + 1, end)):
        return end, end, end  # more positions follow, so everything stays as it is
    for index in range(begin + 1, end):
        if tokens[index].text == "по" and not _is_named_by(tokens, begin, index):
            stop = index
            break
    return begin, stop, stop


def _starts_role(tokens: Sequence[Token], place: int, end: int) -> bool:
    return any(
        is_role(tokens[i]) and start_of_phrase(tokens, i, place) == place for i in range(place, min(end, place + 4))
    )


def _is_named_by(tokens: Sequence[Token], begin: int, preposition: int) -> bool:
    """Whether the words with «по» belong to the name: «Агентство по развитию», «Комитет по строительству»."""
    return tokens[preposition - 1].lemma in ORGANIZATIONS | UNITS and preposition - 1 == _head_noun(
        tokens, begin, preposition
    )


def _head_noun(tokens: Sequence[Token], begin: int, end: int) -> int:
    for index in range(begin, end):
        if tokens[index].part in ("NOUN", "PROPN", "X") or tokens[index].is_acronym:
            return index
    return begin


def _is_chain(tokens: Sequence[Token], heads: list[int]) -> bool:
    """Whether the heads follow one another directly: «помощник первого заместителя министра»."""
    return all(start_of_phrase(tokens, later, earlier + 1) == earlier + 1 for earlier, later in pairwise(heads))


def _start_of_organization(tokens: Sequence[Token], head: int, end: int) -> int | None:
    """The first token of an organization inside of a position."""
    is_office = tokens[head].lemma in HEADS_OF_TERRITORY or tokens[head].lemma.startswith(
        ("замминистр", "замгубернатор", "замглав")
    )
    units: list[int] = []
    place = head + 1
    while place < end:
        token = tokens[place]
        begin = start_of_noun_phrase(tokens, place, head + 1)
        if token.text in (",", ";", "(", "–", "—") and place > head + 1 and not units:
            return _after_comma(tokens, place, end)
        if token.text in (",", "–", "—", "(") and (after := _after_comma(tokens, place, end)) is not None:
            return after
        if token.text == "по" and not units and place == head + 1:
            return _after_topic(tokens, place, end)
        if _is_authority(tokens, place) and (is_office or _keeps_authority(tokens, head)):
            return None
        if _is_unit(tokens, place):
            units.append(begin)
        elif token.text not in UNIT_ACRONYMS and is_organization_word(token) and token.text not in TERRITORY_CODES:
            return begin
        place += 1
    if is_office or len(units) < 2:
        return None
    return units[-1]


def _after_comma(tokens: Sequence[Token], place: int, end: int) -> int | None:
    """An organization after a comma: «Финансовый директор, ЗАО «Алвид»»."""
    index = place + 1
    while index < min(end, place + 6):
        if is_role(tokens[index]):
            return None
        if is_organization_word(tokens[index]) or tokens[index].lemma in UNITS - {"направление", "проект"}:
            return place + 1
        if not (tokens[index].part == "ADJ" or tokens[index].is_capitalized):
            return None
        index += 1
    return place + 1 if index == end and index > place + 1 else None


def _after_topic(tokens: Sequence[Token], place: int, end: int) -> int | None:
    """An organization after the field of the position: «Менеджер по развитию бизнеса BOES»."""
    for index in range(place + 1, end):
        token = tokens[index]
        if token.text in (",", "–", "—", "("):
            return _after_comma(tokens, index, end)
        if (
            token.kind == "quotation"
            or (token.is_acronym and token.text in (LEGAL_FORMS | FORMS))
            or (token.is_latin and len(token.text) > 2)
        ):
            return start_of_noun_phrase(tokens, index, place + 2)
        if index > place + 1 and is_organization_word(token) and token.text not in TERRITORY_CODES:
            return start_of_noun_phrase(tokens, index, place + 2)
    return None


def _is_unit(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].is_word and tokens[place].lemma in UNITS


def _is_authority(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].is_word and tokens[place].lemma in AUTHORITIES


def _keeps_authority(tokens: Sequence[Token], head: int) -> bool:
    return tokens[head].lemma in (
        "председатель",
        "вице-премьер",
        "премьер-министр",
        "премьер",
        "зампред",
        "зампредседателя",
        "спикер",
    )


def _organization_kept(tokens: Sequence[Token], head: int, end: int) -> str:
    """The organization of a position that is kept as a whole: an authority of its chairman, or the first of several."""
    joints = [place for place in range(head + 1, end) if _joins_role(tokens, place, end)]
    if not joints:
        return _authority(tokens, head, end)
    for start, stop in zip([head, *joints], [*joints, end], strict=True):
        role = next((place for place in range(start, stop) if is_role(tokens[place])), start)
        begin, _resume, last = _organization_within(tokens, role, stop)
        if last > begin:
            return nominative_phrase(tokens, begin, last)
    return ""


def _joins_role(tokens: Sequence[Token], place: int, end: int) -> bool:
    return tokens[place].text in (",", "–", "—") and _starts_role(tokens, place + 1, end)


def _authority(tokens: Sequence[Token], head: int, end: int) -> str:
    """The authority that stays in the position: «заместитель председателя Правительства Тульской области»."""
    for index in range(head + 1, end):
        if tokens[index].text in (",", "–", "—"):
            return ""
        if _is_authority(tokens, index) and _chairs(tokens, head, index):
            begin = start_of_noun_phrase(tokens, index, head + 1)
            stop = next((i for i in range(index, end) if tokens[i].text == "по"), end)
            return nominative_phrase(tokens, begin, stop)
    return ""


def _chairs(tokens: Sequence[Token], head: int, authority: int) -> bool:
    chairs = [index for index in range(head, authority) if is_role(tokens[index])]
    begin = start_of_noun_phrase(tokens, authority, chairs[-1] + 1)
    return begin == chairs[-1] + 1 and tokens[chairs[-1]].lemma == "председатель"


def phrase(tokens: Sequence[Token], start: int, end: int, case: str) -> str:
    """`tokens[start:end]` as written, but with each position in it changed from `case` to the nominative."""
    if case in ("", "Nom"):
        return written(tokens, start, end)
    words = [token.text for token in tokens]
    heads = [
        index for index in range(start, end) if is_role(tokens[index]) and same_case(cases_of_role(tokens[index]), case)
    ]
    for index, head in enumerate(heads):
        begin = start_of_phrase(tokens, head, heads[index - 1] + 1 if index else start)
        is_own = index == 0 or (begin > 0 and tokens[begin - 1].text in (",", "–", "—", "-", "и"))
        if is_own:
            for place in range(begin, head + 1):
                words[place] = nominative_word(tokens[place], case)
    return joined(tokens, words, start, end)
