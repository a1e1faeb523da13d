"""Read people from lists with one person in a line: «Фамилия Имя, должность, организация». Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .found import Found, Span
from .lexicon import EVENT_ROLES
from .name_forms import Mention
from .names import is_honorific, mentions
from .people import DASHES, MentionedPerson, people_in, person_at, position_before
from .phrases import is_organization_word, nominative_phrase
from .positions import Position, is_role, read_position, start_of_phrase
from .tokens import Token, clean, sentences, tokens_of

_TERRITORIES = {"область", "край", "республика", "округ", "район"}
_SMALL_PART = re.compile(r";(?=\s+(?P<part>[а-яё][^;\n]*))")


def read_people(text: str) -> list[Found[MentionedPerson]]:
    """The people of a pasted list or letter, in order. Spans refer to `clean(text)`.

    A line, or a part between semicolons, describes one person if it begins or ends with a name. Otherwise it is prose.
    """
    text = _SMALL_PART.sub(_comma_before_position, clean(re.sub(r"[\t|]", ",", text)))
    people: list[Found[MentionedPerson]] = []
    for line in re.finditer(r"[^\n;]+", text):
        tokens = [token.moved(line.start()) for token in tokens_of(line[0])]
        person = person_of_line(tokens)
        people += (
            [person] if person else [found for sentence in _sentences(text, line) for found in people_in(sentence)]
        )
    return people


def _comma_before_position(part: re.Match[str]) -> str:
    """«Хачатрян Армен; учредитель парка» goes on with the same person, «…; юрист Мария Сапожкова» does not."""
    return ";" if mentions(tokens_of(part["part"])) else ","


def _sentences(text: str, line: re.Match[str]) -> list[list[Token]]:
    return [[token.moved(line.start()) for token in sentence] for sentence in sentences(line[0])]


def person_of_line(tokens: Sequence[Token]) -> Found[MentionedPerson] | None:
    """The person of a line of a list; None if the line has no name, several names, or a sentence."""
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
        if position := position_before(tokens, found[0], first):
            return person_at(tokens, found[0], position, in_list=True, agrees=True)
        position = _labelled(tokens, found[0], first)
        return person_at(tokens, found[0], position, in_list=True) if position else None
    return None


def _honorifics(tokens: Sequence[Token], place: int) -> int:
    return int(place < len(tokens) and is_honorific(tokens[place]))


def _ends_line(tokens: Sequence[Token], mention: Mention) -> bool:
    return all(token.kind == "sign" for token in tokens[mention.end :])


def _behind_name(tokens: Sequence[Token], mention: Mention) -> Found[MentionedPerson] | None:
    """A name followed by nothing but the person's details: «Фамилия Имя, должность, организация»."""
    start, end = mention.end, len(tokens)
    while start < end and tokens[start].kind == "sign" and tokens[start].text not in '«"':
        start += 1
    while end > start and tokens[end - 1].text in (".", ",", ")", ";"):
        end -= 1
    if start == mention.end and start < end and not is_role(tokens[start]) and tokens[start].part != "ADJ":
        return None  # a sentence goes on: «Иван Петров рассказал …»
    if start == end:
        return person_at(tokens, mention, None, in_list=True)
    is_aside = tokens[mention.end].text == "(" and not any(map(is_role, tokens[start:end]))
    if is_aside and any(token.lemma in _TERRITORIES or _is_place(token) for token in tokens[start:end]):
        return person_at(tokens, mention, None, in_list=True)  # «Ковылина Таисия Марковна (Курская область)»
    role, start = _role_in_parentheses(tokens, mention.end, start, end)
    position = (
        _organization_first(tokens, start, end)
        or read_position(tokens, start, end)
        or _unknown_position(tokens, start, end)
    )
    return person_at(tokens, mention, replace(position, role=role or position.role), in_list=True)


def _role_in_parentheses(tokens: Sequence[Token], opens: int, start: int, end: int) -> tuple[str, int]:
    """The role at the event, and where the position begins: «Елисеева Мария (модератор), главный редактор …»."""
    closes = start + 1
    if (
        closes >= end
        or (tokens[opens].text, tokens[closes].text) != ("(", ")")
        or tokens[start].lemma not in EVENT_ROLES
    ):
        return "", start
    behind = closes + 1
    while behind < end and tokens[behind].kind == "sign":
        behind += 1
    return (tokens[start].lemma, behind) if behind < end else ("", start)


def _organization_first(tokens: Sequence[Token], start: int, end: int) -> Position | None:
    """A position after its organization: «…, ООО «Луч», ведущий инженер»."""
    parts = [place for place in range(start + 1, end - 1) if tokens[place].text in {",", "/", *DASHES}]
    head = next((place for place in range(start, min(start + 3, end)) if is_role(tokens[place])), None)
    if not parts or head is not None or not any(map(is_organization_word, tokens[start : start + 3])):
        return None
    last = parts[-1] + 1
    head = next((place for place in range(last, min(last + 4, end)) if is_role(tokens[place])), None)
    if head is None or start_of_phrase(tokens, head, last) != last:
        return None
    position = read_position(tokens, last, end)
    if position is None or position.organization:
        return position
    return replace(position, organization=nominative_phrase(tokens, start, parts[-1]))


def _is_place(token: Token) -> bool:
    return bool(token.readings) and token.readings[0].name == "Geo"


def _unknown_position(tokens: Sequence[Token], start: int, end: int) -> Position:
    """A position without known words, delimited by commas: «Петров Иван, горный мастер-взрывник, ООО «Карьер»»."""
    span = Span(tokens[start].span.start, tokens[end - 1].span.end)
    comma = next((place for place in range(start, end) if tokens[place].text in {",", "/", *DASHES}), end)
    if comma == end and any(is_organization_word(token) for token in tokens[start:end]):
        return Position("", nominative_phrase(tokens, start, end), span, "Nom")
    title = nominative_phrase(tokens, start, comma)
    return Position(title, nominative_phrase(tokens, comma, end), span, "Nom")


def _labelled(tokens: Sequence[Token], mention: Mention, first: int) -> Position | None:
    """A position as a label before the name: «Директор завода — Иван Петров», «Модератор: Иван Петров»."""
    end = mention.start
    if end == first or tokens[end - 1].text not in DASHES | {":", ","}:
        return None
    return read_position(tokens, first, end - 1)
