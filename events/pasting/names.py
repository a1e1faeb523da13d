"""Find the names of people in a sentence and put them into the nominative. Pure.

A name is recognized by its parts: a given name from the dictionary beside another capitalized word, a patronymic, or
initials beside a surname. Names that the dictionary lacks (Turkic, Chinese, Western ones) need further evidence beside
them, such as «господин», a position or a list of people.
"""

import re
from collections.abc import Sequence

from .lexicon import (
    EASTERN_FAMILY_NAMES,
    EPONYMS,
    HONORIFICS,
    MORE_GIVEN_NAMES,
    NAME_PARTICLES,
    ROLES,
    TURKIC_PATRONYMICS,
)
from .name_forms import Mention, agree
from .tokens import Token

_PATRONYMIC = re.compile(r"\w{2,}(?:ович|евич|ьич|овн|евн|ичн|иничн)(?:а|у|ем|ом|е|ы|ой|ою)?", re.IGNORECASE)
_SURNAME = re.compile(
    r"\w+(?:[оеё]в|[иы]н|[сц]к(?:ий|ой)|енко|ян|дзе|швили|ук|юк|их|ых)(?:а|у|ы|ой|ым|е|ая|ую|ого|ому|ом|им)?",
    re.IGNORECASE,
)

_MINISTRY = re.compile(r"Мин(?:пром|эконом|фин|строй|энерго|сель|транс|инвест|цифр|природ|торг|юст)")
_VIETNAMESE_MIDDLE_NAMES = {"тхи", "ван", "суан", "минь", "дык", "куанг", "тхань", "хыу", "конг", "динь", "дин"}
_TRADE = re.compile(r"\w{4,}(?:[тдзс]чик|щик|тель|ница|щица|чица|истка|олог)(?:а|у|ом|ем|ы|ей|я|ю)?", re.IGNORECASE)
_CHINESE = re.compile(r"(?:цз|чж|сю|юй|юэ|хуэ|цю|жу|шуа|\w{0,3}нь[а-я]|\w+(?:вэй|мэй|нин|хуа|лян|дун)$)", re.IGNORECASE)


def mentions(tokens: Sequence[Token], *, uncertain: bool = True) -> list[Mention]:
    """The names of a sentence from left to right. `uncertain=False` leaves out those that their parts do not prove."""
    found, place = [], 0
    while place < len(tokens):
        mention = _mention_at(tokens, place)
        if mention and (uncertain or mention.is_certain) and not _is_eponym(tokens, place):
            found.append(mention)
            place = mention.end
        else:
            place += 1
    return found


def _mention_at(tokens: Sequence[Token], place: int) -> Mention | None:
    """The longest name that begins here."""
    token = tokens[place]
    if token.kind == "initials":
        return _initials_first(tokens, place)
    if not _may_be_name(token):
        return None
    run = _run_of_names(tokens, place)
    if _are_short_and_eastern(tokens, run):
        return _eastern(tokens, run)
    if _belongs_before(tokens, run):
        return None
    if len(run) == 1:
        return _initials_last(tokens, place)
    return _proven(tokens, run) or _unproven(tokens, run)


def _belongs_before(tokens: Sequence[Token], run: list[int]) -> bool:
    """Whether the first word belongs to the words before the name: «… Республики Мордовия Владимир Мазов»."""
    if len(run) < 3 or _is_given(tokens[run[0]]):
        return False
    if _is_only_a_place(tokens[run[0]]):
        return True
    if _TRADE.fullmatch(tokens[run[0]].text) and _looks_like_surname(tokens[run[2]]):
        return True  # «Рыбопереработчик Арам Погосян»
    if not _is_given(tokens[run[1]]) or is_patronymic(tokens[run[2]]):
        return False
    return (
        not _weight(tokens[run[0]], "Sur")
        and not _looks_like_surname(tokens[run[0]])
        and _may_be_surname(tokens[run[2]])
    )


def _is_only_a_place(token: Token) -> bool:
    """Whether the word can only be a place: «… в России Драгослав Милинкович»."""
    known = [reading for reading in token.readings if reading.is_known]
    return bool(known) and all(reading.name == "Geo" for reading in known)


def _run_of_names(tokens: Sequence[Token], place: int) -> list[int]:
    """Up to four adjacent words that may be parts of one name. A particle is never the last of them."""
    run = [place]
    for index in range(place + 1, min(place + 5, len(tokens))):
        token = tokens[index]
        if _may_be_name(token):
            run.append(index)
        elif token.text.lower() in TURKIC_PATRONYMICS:
            return [*run, index]
        elif not (token.text in NAME_PARTICLES and index + 1 < len(tokens) and _may_be_name(tokens[index + 1])):
            break
    return run


def _proven(tokens: Sequence[Token], run: list[int]) -> Mention | None:
    """A name with a given name from the dictionary, a patronymic, or both."""
    if middle := _middle(tokens, run):
        return _with_patronymic(tokens, run, middle)
    first, second = run[0], run[1]
    if second != first + 1:  # «Людвиг ван Бетховен»
        is_given = _is_given(tokens[first])
        return Mention(first, second + 1, (first,), (), tuple(range(first + 1, second + 1)), is_certain=is_given)
    given = [_is_given(tokens[index]) for index in (first, second)]
    if not any(given):
        return None
    if _is_eastern(tokens[first], tokens[second], given[1]):
        return _eastern(tokens, run)
    surname_first = given[1] and (not given[0] or _is_rather_surname(tokens[first], tokens[second]))
    last, first_name = (first, second) if surname_first else (second, first)
    if not _may_be_surname(tokens[last]) or not agree(tokens[first_name], tokens[last]):
        return None
    end = second + 1
    names: tuple[int, ...] = (first_name,)
    if not surname_first and len(run) > 2 and run[2] == second + 1 and given[1] and _may_be_surname(tokens[run[2]]):
        names, last, end = (first, second), run[2], run[2] + 1  # «Анна Мария Шмидт»
    certain = _is_telling_pair(tokens[first_name], tokens[last])
    return Mention(first, end, names, (), (last,), is_certain=certain, order_is_open=all(given) and end == second + 1)


def _middle(tokens: Sequence[Token], run: list[int]) -> tuple[int, ...]:
    """The places of a patronymic that is not the first of the words."""
    for index in run[1:]:
        if tokens[index].text.lower() in TURKIC_PATRONYMICS and index - 1 in run[1:]:
            return (index - 1, index)
        if is_patronymic(tokens[index]):
            goes_on = index + 1 in run and tokens[index + 1].text.lower() in TURKIC_PATRONYMICS
            return (index, index + 1) if goes_on else (index,)
    return ()


def _with_patronymic(tokens: Sequence[Token], run: list[int], middle: tuple[int, ...]) -> Mention:
    at, after = run.index(middle[0]), middle[-1] + 1
    given = run[at - 1]
    last = (after,) if after in run and _may_be_surname(tokens[after]) else ()
    if at >= 2 and _comes_first(tokens[run[at - 2]], is_only=not last):  # Фамилия Имя Отчество
        return Mention(run[at - 2], after, (given,), middle, (run[at - 2],), is_certain=True)
    if not last and not any(reading.is_known for place in middle for reading in tokens[place].readings):
        return Mention(given, after, (given,), (), middle[-1:], is_certain=_is_given(tokens[given]))  # «Ясна Обрадович»
    return Mention(given, (last or middle)[-1] + 1, (given,), middle, last, is_certain=bool(last))


def _comes_first(token: Token, *, is_only: bool) -> bool:
    """Whether it is a surname before the given name, not the end of a position as in «председатель Комитета»."""
    if _weight(token, "Sur") or _looks_like_surname(token) or not any(reading.is_known for reading in token.readings):
        return True
    return is_only and _may_be_surname(token) and token.readings[0].case == "Nom"


def _unproven(tokens: Sequence[Token], run: list[int]) -> Mention | None:
    """A name of two capitalized words that the dictionary does not have, or does not have as names."""
    first, second = run[0], run[1]
    if (tokens[first].text, tokens[second].text) == ("Марий", "Эл"):
        return None
    strange = [_is_strange(tokens[index]) for index in (first, second)]
    has_post = first > 0 and tokens[first - 1].lemma in ROLES and strange[1]  # «архитектор Седа Вахаева»
    is_telling = (strange[0] or has_post) and _looks_like_surname(tokens[second])
    if second != first + 1 or not (all(strange) or is_telling or _is_after_post(tokens, first, second)):
        return None
    if _is_eastern(tokens[first], tokens[second], False):
        return _eastern(tokens, run)
    if _looks_like_surname(tokens[first]) and not _looks_like_surname(tokens[second]):
        return Mention(first, second + 1, (second,), (), (first,), is_certain=False)
    return Mention(first, second + 1, (first,), (), (second,), is_certain=False)


def _is_after_post(tokens: Sequence[Token], first: int, second: int) -> bool:
    """Whether a position stands before the two words: «Программист Тодар Лис»."""
    is_unknown = not any(reading.is_known for reading in tokens[first].readings)
    is_common = tokens[second].readings[0].part == "NOUN" and tokens[second].readings[0].case == "Nom"
    return is_unknown and is_common and first > 0 and tokens[first - 1].lemma in ROLES


def _initials_last(tokens: Sequence[Token], place: int) -> Mention | None:
    """A surname followed by initials, «Иванов И. И.», but not «Слово И. И. Иванову»."""
    after = place + 1
    if after >= len(tokens) or tokens[after].kind != "initials" or not _may_be_surname(tokens[place]):
        return None
    follows = after + 1 < len(tokens) and _may_be_surname(tokens[after + 1])
    if follows and not any(reading.name == "Sur" for reading in tokens[place].readings):
        return None
    return Mention(place, after + 1, (after,), (), (place,), is_certain=True)


def _initials_first(tokens: Sequence[Token], place: int) -> Mention | None:
    after = place + 1
    if after < len(tokens) and tokens[after].kind == "initials":
        after += 1
    if after < len(tokens) and _may_be_surname(tokens[after]):
        return Mention(place, after + 1, tuple(range(place, after)), (), (after,), is_certain=True)
    return None


def _eastern(tokens: Sequence[Token], run: list[int]) -> Mention:
    """A family name and then a given name of one or two words: «Ли Мин», «Пак Чон Хо»."""
    first, second = run[0], run[1]
    third = run[2] if len(run) > 2 and run[2] == second + 1 else None
    names: tuple[int, ...] = (second,)
    if third is not None and len(tokens[second].text) <= 5 and len(tokens[third].text) <= 6:
        names = (second, third)
    return Mention(first, names[-1] + 1, names, (), (first,), is_certain=False, is_eastern=True)


def _are_short_and_eastern(tokens: Sequence[Token], run: list[int]) -> bool:
    """Whether these are three short words, the first a family name: «Ким Мин Су»."""
    if len(run) < 3 or run[2] != run[0] + 2:
        return False
    middle = tokens[run[1]]
    if _is_known_name(middle) and middle.text.lower() not in EASTERN_FAMILY_NAMES | _VIETNAMESE_MIDDLE_NAMES:
        return False
    return tokens[run[0]].text.lower() in EASTERN_FAMILY_NAMES and all(
        len(tokens[place].text) <= longest for place, longest in zip(run[:3], (5, 5, 6), strict=True)
    )


def _is_eastern(first: Token, second: Token, second_is_given: bool) -> bool:
    is_family_name = first.text.lower() in EASTERN_FAMILY_NAMES
    if is_family_name and _CHINESE.match(second.text) and not _is_known_name(second):
        return True
    if is_family_name and len(second.text) <= 3 and second.text.lower() in EASTERN_FAMILY_NAMES:
        return True
    return is_family_name and not second_is_given and not _looks_like_surname(second) and not _is_known_name(second)


def _is_known_name(token: Token) -> bool:
    return any(reading.is_known and reading.name in ("Giv", "Sur") for reading in token.readings)


def _may_be_name(token: Token) -> bool:
    if not token.is_capitalized or token.is_latin or token.text[-1].isdigit():
        return False
    if _MINISTRY.match(token.text):
        return False
    return not token.is_acronym or _is_name_in_capitals(token)


def _is_name_in_capitals(token: Token) -> bool:
    return token.text.isupper() and len(token.text) > 2 and (_is_known_name(token) or is_patronymic(token))


def _is_given(token: Token) -> bool:
    """Whether the dictionary has the word as the given name of one person."""
    givens = [reading for reading in token.readings if reading.name == "Giv" and reading.number != "Plur"]
    if any(reading.is_known or ("-" in token.text and reading.probability > 0.5) for reading in givens):
        return True
    return any(reading.lemma in MORE_GIVEN_NAMES for reading in token.readings if reading.number != "Plur")


def is_patronymic(token: Token) -> bool:
    told = [reading for reading in token.readings if reading.name == "Pat"]
    return any(reading.is_known for reading in told) or (bool(told) and bool(_PATRONYMIC.fullmatch(token.text)))


def _may_be_surname(token: Token) -> bool:
    """Whether the word, in this form, can be more than a common word or a place."""
    if not _may_be_name(token) or len(token.text) < 2:
        return False
    known = [reading for reading in token.readings if reading.is_known]
    if len(token.text) <= 3:
        return True  # «Юлия Ан»
    if not known or any(reading.name in ("Sur", "Giv", "Pat") for reading in known):
        return True
    if _looks_like_surname(token):
        return True
    return all(reading.part in ("NOUN", "ADJ", "VERB", "ADV", "PROPN") for reading in known[:1])


def _looks_like_surname(token: Token) -> bool:
    return bool(_SURNAME.fullmatch(token.text))


def _is_strange(token: Token) -> bool:
    """Whether the dictionary lacks the word or has it as a person's name, or the word is too short for another use."""
    known = [reading for reading in token.readings if reading.is_known]
    return (
        not known
        or any(reading.name in ("Giv", "Sur") for reading in known)
        or token.text.lower() in EASTERN_FAMILY_NAMES
    )


def _is_rather_surname(first: Token, second: Token) -> bool:
    """Whether, of two words that may be given names, the first is the surname: «Денисов Роман», «Мороз Кузьма»."""
    return _weight(first, "Sur") > _weight(first, "Giv") and _weight(second, "Giv") >= _weight(second, "Sur")


def _weight(token: Token, name: str) -> float:
    return sum(reading.probability for reading in token.readings if reading.name == name)


def _is_telling_pair(given: Token, surname: Token) -> bool:
    """Whether the pair proves a person. «Вера Христова» and «Роза Ветров» do not: their words may be common ones."""
    common = any(
        reading.is_known and reading.part == "NOUN" and reading.probability > 0.3 for reading in given.readings
    )
    return not common or _looks_like_surname(surname) or any(r.name == "Sur" and r.is_known for r in surname.readings)


def _is_eponym(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[max(0, place - 2) : place]
    return any(token.lemma in EPONYMS or token.text.lower() in EPONYMS for token in before)


def is_honorific(token: Token) -> bool:
    return token.text.lower() in HONORIFICS or (token.is_word and token.lemma in HONORIFICS)
