"""Read people from prose: «при участии Заместителя Губернатора … Ростислава Ровбеля». Pure.

First it finds the names of a sentence, then the position of each: before the name, if it agrees with the name in case,
or else after the name and a comma, a dash or a parenthesis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .found import Found, Span
from .lexicon import EVENT_ROLES, NOT_TRADES, TERRITORY_CODES
from .name_forms import CASES, Mention, Name, resolve
from .names import is_honorific, mentions
from .phrases import capital, is_organization_word, nominative_phrase, nominative_word, same_case
from .positions import Position, cases_of_role, is_role, read_position, start_of_phrase
from .shared_positions import shared_position
from .tokens import Token

_STOPS = {";", ":", "(", ")", ".", "!", "?", "…", "•", "·", "*", "[", "]", "|"}
DASHES = {"–", "—", "-", "−"}
_RESTARTS = {"с", "со", "к", "ко", "от", "у", "между"}  # «визит губернатора к директору …»: a new person begins
# Two of these belong to two people: «губернатор и министр экономики Иванов». «Директор и основатель …» is one person.
_OFFICES = {"губернатор", "министр", "мэр", "президент", "премьер-министр", "сенатор", "глава"}

# «Вице-губернатор — министр экономики» is one position.
_DOUBLE = {"статс-секретарь", "вице-губернатор", "вице-премьер", "вице-президент", "замгубернатора"}

_LABELS = EVENT_ROLES | {"организатор", "куратор", "координатор", "автор", "эксперт", "жюри"}

LONGEST_POSITION = 80  # tokens

UNPROVEN = "Имени нет в словаре."
NO_POSITION = "Рядом нет должности."
TWO_READINGS = "Имя можно прочитать и как мужское, и как женское."
OPEN_ORDER = "Имя и фамилия могли поменяться местами."
INITIALS = "Вместо имени — инициалы."


@dataclass(frozen=True)
class MentionedPerson:
    """A person as the text presents them. `position` and `organization` are in the nominative, or "" if unknown."""

    name: Name
    position: str = ""
    organization: str = ""
    role: str = ""  # «модератор» or «докладчик», instead of a position or in addition to one


def people_in(tokens: Sequence[Token]) -> list[Found[MentionedPerson]]:
    """The people of a sentence of prose."""
    found, people, reached = mentions(tokens), [], 0
    shared: Position | None = None
    for index, mention in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        before, position = reached, position_before(tokens, mention, reached)
        reached = mention.end
        if position is None and (behind := _behind(tokens, mention, following)):
            position, reached = behind
        position = position or _before_dash(tokens, mention, before)
        if shared and position is None and _goes_on(tokens[before : mention.start]):
            position = shared
        else:
            shared = None if position else shared_position(tokens, mention.start, before)
            position = position or shared
        if person := person_at(tokens, mention, position, in_list=False):
            people.append(person)
    return people


def _goes_on(between: Sequence[Token]) -> bool:
    """Whether only a comma, «и» or an origin in parentheses separates two people: «… (Германия), …»."""
    opening = next((place for place, token in enumerate(between) if token.text == "("), 0)
    closing = next((place + 1 for place, token in enumerate(between) if token.text == ")"), opening)
    return all(token.text in (",", "и") for token in [*between[:opening], *between[closing:]])


def person_at(
    tokens: Sequence[Token], mention: Mention, position: Position | None, *, in_list: bool, agrees: bool = False
) -> Found[MentionedPerson] | None:
    """The person of a mention; None if only capital letters suggest one. `agrees`: name and position share a case."""
    is_announced = mention.start > 0 and is_honorific(tokens[mention.start - 1])
    if not (mention.is_certain or position or is_announced or in_list):
        return None
    case = position.case if position and (agrees or not in_list) else ""
    name, _case, is_single = resolve(tokens, mention, case, likely="Nom" if in_list else "")
    role = position.role if position else ""
    person = MentionedPerson(name, position.title if position else "", position.organization if position else "", role)
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


def position_before(tokens: Sequence[Token], mention: Mention, reached: int) -> Position | None:
    """The position right before the name that agrees with it."""
    end = mention.start
    while end > reached and is_honorific(tokens[end - 1]):
        end -= 1
    if end == reached or tokens[end - 1].text in {",", "и", *DASHES, *_STOPS} - {")"}:
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
    """Where a parenthesis before the name begins: «Директор парка «Юг» (Челябинская область) Роберт Гизатуллин»."""
    if tokens[end - 1].text != ")":
        return end
    opening = next((place for place in range(end - 2, max(reached, end - 7), -1) if tokens[place].text == "("), end)
    return opening if opening > reached else end


def _by_trade(tokens: Sequence[Token], end: int, first: int, cases: set[str]) -> Position | None:
    """Any word for a person right before the name that agrees with it: «Наладчик Роман Пушкарёв»."""
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
    """A position before a dash and the name: «Куратор курса — Матвей Сухов»."""
    end = mention.start - 1
    if end <= reached or tokens[end].text not in DASHES:
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
    """Where the position ends before a verb of election: «Председателем правления вновь избран Иван Кравцов»."""
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
    """Whether the dash follows a label: «модератор — …», «куратор курса — …»."""
    if tokens[place].text not in DASHES or place == 0:
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
    """Whether nothing separates the head of the position from the name."""
    for place in range(head + 1, end):
        token, after = tokens[place], place + 1
        starts_role = _starts_role(tokens, after, end, cases)
        if token.text.lower() in _RESTARTS and starts_role:
            return False
        if token.text == "и" and starts_role and place == head + 1 and tokens[head].lemma in _OFFICES:
            return False
        if token.text in {",", *DASHES}:
            is_bare = place == head + 1 and tokens[head].lemma not in _DOUBLE
            if not (starts_role and not is_bare) and not _enumerates(tokens, after, end):
                return False
    return True


def _starts_role(tokens: Sequence[Token], place: int, end: int, cases: set[str]) -> bool:
    for head in range(place, min(end, place + 4)):
        if is_role(tokens[head]):
            return _agrees(tokens[head], cases) and start_of_phrase(tokens, head, place) == place
    return False


def _enumerates(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Whether the comma is inside of the position: «Министр промышленности, науки и новых технологий»."""
    if place >= end or not tokens[place].is_word or is_role(tokens[place]) or tokens[place].is_capitalized:
        return False
    governed = {"Gen", "Dat", "Ins"} & {reading.case for reading in tokens[place].readings[:2]}
    return bool(governed) and any(token.text in ("и", "а") for token in tokens[place + 1 : place + 8])


def _behind(tokens: Sequence[Token], mention: Mention, following: Mention | None) -> tuple[Position, int] | None:
    """The position after the name, and where it ends; None if there is none or it belongs to the next person."""
    start = mention.end + 1
    if start >= len(tokens) or tokens[mention.end].text not in {",", "(", *DASHES}:
        return None
    head = next((place for place in range(start, min(start + 5, len(tokens))) if is_role(tokens[place])), None)
    if head is None and tokens[mention.end].text == "(":
        return _employer(tokens, mention, start)
    if head is None or start_of_phrase(tokens, head, start) != start:
        return None
    limit = min(following.start if following else len(tokens), head + LONGEST_POSITION)
    end = _end_of_apposition(tokens, head, limit, in_parentheses=tokens[mention.end].text == "(")
    if following and end == following.start:
        return None  # the position belongs to the next person
    position = read_position(tokens, start, end)
    return (position, end) if position else None


def _employer(tokens: Sequence[Token], mention: Mention, start: int) -> tuple[Position, int] | None:
    """An employer in parentheses: «Пак Чжэ Ён (Hanbit Marine)», but not «Иван Кучма (Ivan Kuchma)»."""
    end = next((place for place in range(start, min(start + 10, len(tokens))) if tokens[place].text == ")"), start)
    inside = tokens[start:end]
    is_spelling = len(inside) == mention.end - mention.start and all(token.is_latin for token in inside)
    if not inside or is_spelling or not is_organization_word(inside[0]) or inside[0].text in TERRITORY_CODES:
        return None
    span = Span(inside[0].span.start, inside[-1].span.end)
    return Position("", nominative_phrase(tokens, start, end), span, ""), end


def _end_of_apposition(tokens: Sequence[Token], head: int, limit: int, *, in_parentheses: bool) -> int:
    for place in range(head + 1, limit):
        token = tokens[place]
        if in_parentheses and token.text == ")":
            return place
        if token.text in _STOPS - {"("} or _is_verb(token) or _is_relative(token):
            return place - (tokens[place - 1].text == ",")
        if token.text in {",", *DASHES} and not _apposition_goes_on(tokens, place + 1, limit):
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
