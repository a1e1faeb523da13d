"""Read people from prose («при участии Заместителя Губернатора … Ростислава Ровбеля») and from lists of people. Pure.

First the names of a sentence are found. Then each looks for its position: before it, where a position agrees with the
name in case; else behind it, after a comma, a dash or a parenthesis.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .found import Found, Span
from .lexicon import EVENT_ROLES, NOT_TRADES
from .name_forms import CASES, Mention, Name, resolve
from .names import is_honorific, mentions
from .phrases import capital, is_organization_word, nominative_phrase, nominative_word, same_case
from .positions import Position, cases_of_role, is_role, read_position, start_of_phrase
from .tokens import Token, clean, sentences, tokens_of

_STOPS = {";", ":", "(", ")", ".", "!", "?", "…", "•", "·", "*", "[", "]", "|"}
_DASHES = {"–", "—", "-", "−"}
_RESTARTS = {"с", "со", "к", "ко", "от", "у", "между"}  # «визит губернатора к директору …»: a new person begins
# «губернатор и министр экономики Иванов» are two people, «директор и основатель … Иванов» is one.
_OFFICES = {"губернатор", "министр", "мэр", "президент", "премьер-министр", "сенатор", "глава"}

_LABELS = EVENT_ROLES | {"организатор", "куратор", "координатор", "автор", "эксперт", "жюри"}

_TERRITORIES = {"область", "край", "республика", "округ", "район"}

LONGEST_POSITION = 80  # tokens

UNPROVEN = "Имени нет в словаре."
NO_POSITION = "Рядом нет должности."
TWO_READINGS = "Имя можно прочитать и как мужское, и как женское."
OPEN_ORDER = "Имя и фамилия могли поменяться местами."
INITIALS = "Вместо имени — инициалы."


@dataclass(frozen=True)
class Person:
    """A person as the text presents them. `position` and `organization` are in the nominative, "" where not told."""

    name: Name
    position: str = ""
    organization: str = ""
    role: str = ""  # «модератор», «докладчик», where the text says it instead of a position or beside it


def read_people(text: str) -> list[Found[Person]]:
    """The people of a pasted list or letter, in their order. Spans count in `clean(text)`.

    A line, or what stands between two semicolons, is one person's if it begins or ends with a name; else it is prose.
    """
    text = clean(re.sub(r"[\t|]", ",", text))
    people: list[Found[Person]] = []
    for line in re.finditer(r"[^\n;]+", text):
        tokens = [token.moved(line.start()) for token in tokens_of(line[0])]
        person = person_of_line(tokens)
        people += (
            [person] if person else [found for sentence in _sentences(text, line) for found in people_in(sentence)]
        )
    return people


def _sentences(text: str, line: re.Match[str]) -> list[list[Token]]:
    return [[token.moved(line.start()) for token in sentence] for sentence in sentences(line[0])]


def person_of_line(tokens: Sequence[Token]) -> Found[Person] | None:
    """The person of a line of a list; None where the line holds no name, several, or a sentence."""
    first = next(
        (
            place
            for place, token in enumerate(tokens)
            if token.is_word or token.kind in ("initials", "quotation", "abbreviation")
        ),
        None,
    )
    if first is None:
        return None
    found = mentions(tokens)
    at_start = [mention for mention in found if mention.start <= first + _honorifics(tokens, first)]
    if at_start and (len(found) == 1 or not any(mention.is_certain for mention in found[1:])):
        return _behind_name(tokens, at_start[0])
    if len(found) == 1 and _ends_line(tokens, found[0]) and not any(token.is_finite_verb for token in tokens):
        position = _before(tokens, found[0], first) or _labelled(tokens, found[0], first)
        return _person(tokens, found[0], position, in_list=True) if position else None
    return None


def _honorifics(tokens: Sequence[Token], place: int) -> int:
    return int(place < len(tokens) and is_honorific(tokens[place]))


def _ends_line(tokens: Sequence[Token], mention: Mention) -> bool:
    return all(token.kind == "sign" for token in tokens[mention.end :])


def _behind_name(tokens: Sequence[Token], mention: Mention) -> Found[Person] | None:
    """«Фамилия Имя, должность, организация»: all that follows the name tells of the person."""
    start, end = mention.end, len(tokens)
    while start < end and tokens[start].kind == "sign" and tokens[start].text not in '«"':
        start += 1
    while end > start and tokens[end - 1].text in (".", ",", ")", ";"):
        end -= 1
    if start == mention.end and start < end and not is_role(tokens[start]) and tokens[start].part != "ADJ":
        return None  # a sentence goes on: «Иван Петров рассказал …»
    if start == end:
        return _person(tokens, mention, None, in_list=True)
    is_aside = tokens[mention.end].text == "(" and not any(map(is_role, tokens[start:end]))
    if is_aside and any(token.lemma in _TERRITORIES or _is_place(token) for token in tokens[start:end]):
        return _person(tokens, mention, None, in_list=True)  # «Ковылина Таисия Марковна (Курская область)»
    position = read_position(tokens, start, end) or _unknown_position(tokens, start, end)
    return _person(tokens, mention, position, in_list=True)


def _is_place(token: Token) -> bool:
    return bool(token.readings) and token.readings[0].name == "Geo"


def _unknown_position(tokens: Sequence[Token], start: int, end: int) -> Position:
    """«Петров Иван, горный мастер-взрывник, ООО «Карьер»»: no word that we know, so the commas part it."""
    span = Span(tokens[start].span.start, tokens[end - 1].span.end)
    comma = next((place for place in range(start, end) if tokens[place].text in {",", "/", *_DASHES}), end)
    if comma == end and any(is_organization_word(token) for token in tokens[start:end]):
        return Position("", nominative_phrase(tokens, start, end), span, "Nom")
    title = nominative_phrase(tokens, start, comma)
    return Position(title, nominative_phrase(tokens, comma, end), span, "Nom")


def _labelled(tokens: Sequence[Token], mention: Mention, first: int) -> Position | None:
    """«Директор завода — Иван Петров», «Модератор: Иван Петров»."""
    end = mention.start
    if end == first or tokens[end - 1].text not in _DASHES | {":", ","}:
        return None
    return read_position(tokens, first, end - 1)


def people_in(tokens: Sequence[Token]) -> list[Found[Person]]:
    """The people of a sentence of prose."""
    found, people, reached = mentions(tokens), [], 0
    for index, mention in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        before, position = reached, _before(tokens, mention, reached)
        reached = mention.end
        if position is None and (behind := _behind(tokens, mention, following)):
            position, reached = behind
        position = position or _before_dash(tokens, mention, before)
        if person := _person(tokens, mention, position, in_list=False):
            people.append(person)
    return people


def _person(
    tokens: Sequence[Token], mention: Mention, position: Position | None, *, in_list: bool
) -> Found[Person] | None:
    """None where nothing but the capital letters tells of a person."""
    is_announced = mention.start > 0 and is_honorific(tokens[mention.start - 1])
    if not (mention.is_certain or position or is_announced or in_list):
        return None
    case = "" if position is None or in_list else position.case
    name, _case, is_single = resolve(tokens, mention, case, likely="Nom" if in_list else "")
    role = position.role if position else ""
    person = Person(name, position.title if position else "", position.organization if position else "", role)
    return Found(person, mention.span(tokens), _doubt(mention, tokens, position, is_single, is_announced))


def _doubt(
    mention: Mention, tokens: Sequence[Token], position: Position | None, is_single: bool, is_announced: bool
) -> str:
    if any(tokens[place].kind == "initials" for place in mention.first):
        return "" if is_single or position else INITIALS
    if mention.order_is_open:
        return OPEN_ORDER
    if not mention.is_certain and not (position and is_announced):
        return UNPROVEN if position or is_announced else NO_POSITION
    return "" if is_single else TWO_READINGS


def _before(tokens: Sequence[Token], mention: Mention, reached: int) -> Position | None:
    """The position that stands right before the name and agrees with it."""
    end = mention.start
    while end > reached and is_honorific(tokens[end - 1]):
        end -= 1
    if end == reached or tokens[end - 1].text in {",", "и", *_DASHES, *_STOPS} - {")"}:
        return None
    cases = _cases_of(tokens, mention)
    end = _without_parenthesis(tokens, end, reached)
    end, elected = _without_election(tokens, end, reached)
    first = _start_of_clause(tokens, end, reached)
    if elected:
        cases = {"Ins"}
    for head in range(first, end):
        if is_role(tokens[head]) and _agrees(tokens[head], cases) and _reaches(tokens, head, end, cases):
            start = start_of_phrase(tokens, head, first)
            position = read_position(tokens, start, end)
            case = "Nom" if elected else _common_case(tokens[head], cases)
            return replace(position, case=case) if position else None
    return _by_trade(tokens, end, first, cases)


def _without_parenthesis(tokens: Sequence[Token], end: int, reached: int) -> int:
    """«Директор парка «Юг» (Челябинская область) Роберт Гизатуллин»: where the region begins."""
    if tokens[end - 1].text != ")":
        return end
    opening = next((place for place in range(end - 2, max(reached, end - 7), -1) if tokens[place].text == "("), end)
    return opening if opening > reached else end


def _by_trade(tokens: Sequence[Token], end: int, first: int, cases: set[str]) -> Position | None:
    """«Наладчик Роман Пушкарёв»: any word for somebody, right before the name, that agrees with it."""
    if end <= first:
        return None
    token = tokens[end - 1]
    fits = any(
        r.part == "NOUN" and r.is_animate and r.is_known and r.number == "Sing" and same_case(cases, r.case)
        for r in token.readings[:3]
    )
    if not fits or not token.is_word or token.is_acronym or token.lemma in NOT_TRADES or token.part != "NOUN":
        return None
    case = _common_case(token, cases)
    start = start_of_phrase(tokens, end - 1, first)
    words = [nominative_word(tokens[place], case) if case else tokens[place].text for place in range(start, end)]
    return Position(capital(" ".join(words)), "", Span(tokens[start].span.start, token.span.end), case)


def _before_dash(tokens: Sequence[Token], mention: Mention, reached: int) -> Position | None:
    """«…, исполнительным директором — Елена Зимина»; «Куратор курса — Матвей Сухов»."""
    end = mention.start - 1
    if end <= reached or tokens[end].text not in _DASHES:
        return None
    start = next(
        (place + 1 for place in range(end - 1, reached - 1, -1) if tokens[place].text in {",", "и", *_STOPS}), reached
    )
    head = next((place for place in range(start, min(end, start + 4)) if is_role(tokens[place])), None)
    if (
        head is None
        or start_of_phrase(tokens, head, start) != start
        or not {"Ins", "Nom"} & cases_of_role(tokens[head])
    ):
        return None
    if any(_is_verb(token) for token in tokens[start:end]):
        return None
    position = read_position(tokens, start, end)
    return replace(position, case="Nom") if position else None


def _without_election(tokens: Sequence[Token], end: int, reached: int) -> tuple[int, bool]:
    """«Председателем правления вновь избран Иван Кравцов»: the position ends before the verb, in the instrumental."""
    place = end
    while place > reached and tokens[place - 1].part == "ADV":
        place -= 1
    if place > reached and tokens[place - 1].lemma in (
        "избрать",
        "назначить",
        "стать",
        "утвердить",
        "выбрать",
        "являться",
    ):
        place -= 1
        while place > reached and tokens[place - 1].part == "ADV":
            place -= 1
        return place, True
    return end, False


def _start_of_clause(tokens: Sequence[Token], end: int, reached: int) -> int:
    place, reached = end, max(reached, end - LONGEST_POSITION)
    while place > reached and not (
        tokens[place - 1].text in _STOPS
        or _is_label(tokens, place - 1)
        or _is_verb(tokens[place - 1])
        or _is_relative(tokens[place - 1])
    ):
        place -= 1
    return place


def _is_label(tokens: Sequence[Token], place: int) -> bool:
    """The dash of «модератор — …», «куратор курса — …»."""
    if tokens[place].text not in _DASHES or place == 0:
        return False
    before = tokens[max(0, place - 3) : place]
    return before[-1].lemma in _LABELS or (place <= 3 and before[0].lemma in _LABELS)


def _is_verb(token: Token) -> bool:
    return (token.is_finite_verb and not token.is_capitalized) or (
        token.is_finite_verb and token.readings[0].probability > 0.9 and not is_role(token)
    )


def _is_relative(token: Token) -> bool:
    return token.lemma in ("который", "что", "где", "когда", "если", "чтобы")


def _cases_of(tokens: Sequence[Token], mention: Mention) -> set[str]:
    cases = {case for case in CASES if resolve(tokens, mention, case)[1] == case}
    return cases or set(CASES)


def _agrees(token: Token, cases: set[str]) -> bool:
    return any(same_case(cases, case) for case in cases_of_role(token))


def _common_case(token: Token, cases: set[str]) -> str:
    fitting = [r.case for r in token.readings if r.number != "Plur" and r.case and same_case(cases, r.case)]
    return fitting[0] if fitting and len(cases_of_role(token)) < 6 else ""


def _reaches(tokens: Sequence[Token], head: int, end: int, cases: set[str]) -> bool:
    """Whether nothing between the head and the name parts them."""
    for place in range(head + 1, end):
        token, after = tokens[place], place + 1
        starts_role = _starts_role(tokens, after, end, cases)
        if token.text.lower() in _RESTARTS and starts_role:
            return False
        if token.text == "и" and starts_role and place == head + 1 and tokens[head].lemma in _OFFICES:
            return False
        if token.text in {",", *_DASHES}:
            is_bare = place == head + 1 and tokens[head].lemma != "статс-секретарь"
            if not (starts_role and not is_bare) and not _enumerates(tokens, after, end):
                return False
    return True


def _starts_role(tokens: Sequence[Token], place: int, end: int, cases: set[str]) -> bool:
    for head in range(place, min(end, place + 4)):
        if is_role(tokens[head]):
            return _agrees(tokens[head], cases) and start_of_phrase(tokens, head, place) == place
    return False


def _enumerates(tokens: Sequence[Token], place: int, end: int) -> bool:
    """«Министр промышленности, науки и новых технологий»: a comma within the words that the head governs."""
    if place >= end or not tokens[place].is_word or is_role(tokens[place]) or tokens[place].is_capitalized:
        return False
    governed = {"Gen", "Dat", "Ins"} & {reading.case for reading in tokens[place].readings[:2]}
    return bool(governed) and any(token.text in ("и", "а") for token in tokens[place + 1 : place + 8])


def _behind(tokens: Sequence[Token], mention: Mention, following: Mention | None) -> tuple[Position, int] | None:
    """The position that follows the name, and where it ends; None where there is none or it is the next person's."""
    start = mention.end + 1
    if start >= len(tokens) or tokens[mention.end].text not in {",", "(", *_DASHES}:
        return None
    head = next((place for place in range(start, min(start + 5, len(tokens))) if is_role(tokens[place])), None)
    if head is None or start_of_phrase(tokens, head, start) != start:
        return None
    limit = min(following.start if following else len(tokens), head + LONGEST_POSITION)
    end = _end_of_apposition(tokens, head, limit, in_parentheses=tokens[mention.end].text == "(")
    if following and end == following.start:
        return None  # the position is the next person's
    position = read_position(tokens, start, end)
    return (position, end) if position else None


def _end_of_apposition(tokens: Sequence[Token], head: int, limit: int, *, in_parentheses: bool) -> int:
    for place in range(head + 1, limit):
        token = tokens[place]
        if in_parentheses and token.text == ")":
            return place
        if token.text in _STOPS - {"("} or _is_verb(token) or _is_relative(token):
            return place - (tokens[place - 1].text == ",")
        if token.text in {",", *_DASHES} and not _apposition_goes_on(tokens, place + 1, limit):
            return place
        if token.text == "и" and place + 1 == limit:
            return place
    return limit


def _apposition_goes_on(tokens: Sequence[Token], place: int, limit: int) -> bool:
    if place >= limit:
        return False
    if _starts_role(tokens, place, limit, set(CASES)):
        return not any(token.text in _STOPS for token in tokens[place:limit]) or limit == len(tokens)
    return is_organization_word(tokens[place]) or _enumerates(tokens, place, limit)
