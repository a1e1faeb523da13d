"""Split a line of a pasted programme into the people that it names and the rest. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .found import Span
from .lexicon import EMPTY_CLASSES
from .name_forms import Mention
from .names import is_honorific, mentions
from .people import MentionedPerson, people_in
from .people_lists import person_of_line
from .phrases import is_organization_word
from .positions import is_role, start_of_phrase
from .programme_lines import LABEL, QUOTES
from .tokens import Token, tokens_of


@dataclass(frozen=True)
class People:
    """The people of a line, and the rest: the title of the item or the subject of the talk."""

    people: list[MentionedPerson]
    title: str
    are_moderators: bool = False


def is_people(text: str) -> bool:
    """Whether the line begins with a person: with a name, or with a position and a name."""
    tokens = tokens_of(text)
    found = mentions(tokens)
    if not found:
        return False
    begin = found[0].start
    return begin == 0 or (is_role_phrase(tokens, 0, begin) and people_in(tokens) != [])


def is_role_phrase(tokens: Sequence[Token], start: int, end: int) -> bool:
    for head in range(start, min(end, start + 4)):
        if is_role(tokens[head]):
            return start_of_phrase(tokens, head, start) == start
    return False


def people_and_title(text: str, label: str = "") -> People:
    """Split a line into people and the rest, at full stops, dashes, table cells and parentheses."""
    text = _ANNOUNCED.sub(" | ", text)
    if inline := _inline_moderator(text):
        moderators = people_and_title(text[inline.end() :]).people
        return People(moderators, _title(text[: inline.start()]), are_moderators=True)
    people: list[MentionedPerson] = []
    title: list[Span] = []
    segments = _segments(text)
    index = 0
    while index < len(segments):
        found, rest, used = _people_of([text[slice(*segment)] for segment in segments], index)
        if found:
            if title and _is_label(text[slice(*title[-1])]):
                title.pop()
            people += found
            if rest:
                title.append(Span(segments[index].start, segments[index].start + rest))
        else:
            title.append(segments[index])
        index += used
    parts = [text[span.start : _end_of_row(title, place, segments)] for place, span in enumerate(title)
             if not (place and _touch(title[place - 1], span, segments))]  # fmt: skip
    if people and len(parts) > 1 and _ONLY_SPEECH.fullmatch(parts[0].strip()):
        del parts[0]
    return People(
        people, _title(". ".join(part.strip(" .,;|") for part in parts)), are_moderators=label == "moderators"
    )


# «О плане (докл. — Иванов И. И., содокладчик — Петров П. П.)»
_ANNOUNCED = re.compile(
    r"[\s(,;]+(?:(?:со)?докл(?:адчик(?:и|ом)?|адывает)?|отв(?:етственн(?:ый|ая|ые))?|спикер(?:ы)?|выступа(?:ет|ют))\.?"
    r"\s*[:—–-]\s*(?=(?-i:[А-ЯЁ]))",
    re.IGNORECASE,
)


def _touch(one: Span, other: Span, segments: Sequence[Span]) -> bool:
    """Whether nothing between the two was taken out."""
    is_whole = any(segment.end == one.end for segment in segments)
    return is_whole and not any(one.end <= segment.start < other.start for segment in segments)


def _end_of_row(title: Sequence[Span], place: int, segments: Sequence[Span]) -> int:
    while place + 1 < len(title) and _touch(title[place], title[place + 1], segments):
        place += 1
    return title[place].end


def _is_label(text: str) -> bool:
    """Whether the text only announces the person: «Докладчик», «Тренер», «Вручает»."""
    text = text.strip(" .,;:")
    tokens = tokens_of(text)
    return bool(LABEL.fullmatch(f"{text}:")) or (len(tokens) == 1 and (is_role(tokens[0]) or tokens[0].is_finite_verb))


def _inline_moderator(text: str) -> re.Match[str] | None:
    """A moderator at the end of a line: «Пленарное заседание. Модератор: Иванов И. И.»."""
    return re.search(
        r"[\s.,;(|–—-]+(?:(?:модераторы?|ведущ(?:ий|ая))\s*[:—–-]\s*|(?:модератор|модерирует|(?-i:Вед[её]т))\s+(?=(?-i:[А-ЯЁ])))",
        text,
        re.I,
    )


_SEPARATOR = re.compile(
    r"\s\|\s|\s+[—–]\s+|\s-\s|(?<=[^\s.])[.!?]\s+(?=[«\"“А-ЯЁA-Z])|[;:]\s+|\s*\((?=[А-ЯЁ])|\),?\s+(?:и\s+)?(?=[А-ЯЁ])|(?<=[»\"])[,.]?\s+(?=[А-ЯЁ])|"
    r",\s+(?=[«\"“])|"  # «Доклад Ирины Заславской, директора, «Стандарт парка»»
    r"(?<=[а-яё.])\s+(?=[«\"“])"  # «Доклад Ирины Заславской «Стандарт парка»»
)


def _segments(text: str) -> list[Span]:
    """The parts between separators, except separators in quotations or after initials and abbreviations."""
    parts, place = [], 0
    quoted = list(_quotations(text))
    for found in _SEPARATOR.finditer(text):
        if any(span.start < found.start() < span.end - 1 for span in quoted) or _is_abbreviation(text, found):
            continue
        before = text[place : found.start()]
        if found[0].strip() in ("", ",") and text[found.end()] in QUOTES and not (_governs(before) or _is_name(before)):
            continue
        parts.append(Span(place, found.start()))
        place = found.end()
    return [part for part in [*parts, Span(place, len(text))] if text[slice(*part)].strip(" .,;|")]


def _quotations(text: str) -> Iterator[Span]:
    return (token.span for token in tokens_of(text) if token.kind == "quotation")


def _is_abbreviation(text: str, found: re.Match[str]) -> bool:
    if not found[0].startswith("."):
        return False
    before = re.search(r"[\w.]+$", text[: found.start()])
    word = before[0] if before else ""
    return len(word) == 1 or bool(
        re.fullmatch(
            r"(?:[А-ЯЁ]\.)*[А-ЯЁ]|им|ул|г|гг|обл|зам|ген|проф|акад|рук|нач|гл|и\.о|стр|пос|д|тел|пом|зав|дир",
            word,
            re.I,
        )
    )


def _people_of(segments: list[str], index: int) -> tuple[list[MentionedPerson], int, int]:
    """The people of the segment, the length of other text before them, and the number of segments they used.

    The position of a person may be in the segments after the name.
    """
    text = _trimmed(segments[index])
    tokens = tokens_of(text)
    found = mentions(tokens, uncertain=False) or _uncertain_at_start(tokens)
    if not found:
        return _person_behind_position(segments, index, tokens)
    start = _start_of_person(tokens, found[0])
    begin = tokens[start].span.start
    is_governed = _governs(text[:begin])
    people, used = _all_people(text[begin:], in_list=not is_governed), 1
    while index + used < len(segments) and tells_position(segments[index + used]):
        if len(people) == 1 and not people[0].position:
            people = _all_people(f"{text[begin:]} – {_trimmed(segments[index + used])}")
        used += 1
    if start == 0:
        return people, 0, used
    says_more = found[-1].end < len(tokens) and not any(one.position or one.organization for one in people)
    if _is_label(text[:begin]) and not says_more:
        return people, 0, used
    needs_name = _ENDS_OPEN.search(text[:begin]) or (start and tokens[start - 1].is_finite_verb)
    return people, len(text) if needs_name else len(text[:begin].rstrip(" ,;:—–-(")), used


# Words that govern a genitive: the speaker of «Выступление Фролова И. Н.» is Фролов.
_GOVERNS = re.compile(
    r"(?:выступлени[ея]|доклады?|сообщени[ея]|приветстви[ея]|слово|презентаци[яи]|лекци[яи])\s+(?:(?-i:[А-ЯЁ]).*)?$",
    re.IGNORECASE,
)
_ONLY_SPEECH = re.compile("выступление|доклад|сообщение|презентация|лекция", re.IGNORECASE)
# Endings of a title that would make no sense without the name: «Встреча с губернатором Ручкиным».
_ENDS_OPEN = re.compile(
    r"(?:^|\s)(?:с|со|у|к|от|для|о|об|на|в|за|вместе с|при участии|памяти|имени)\s+$", re.IGNORECASE
)


def _governs(text: str) -> bool:
    return bool(_GOVERNS.search(text))


def _is_name(text: str) -> bool:
    """Whether the text is only a name. A quotation after a name is a subject, and after a position an employer."""
    tokens = tokens_of(text)
    return any(mention.start == 0 and mention.end == len(tokens) for mention in mentions(tokens, uncertain=False))


def _trimmed(text: str) -> str:
    """The text without punctuation around it, but with the full stop of an initial."""
    text = text.strip(" ,;)")
    return text if re.search(r"(?:^|[\s.])[А-ЯЁ]\.$", text) else text.rstrip(" .,;)")


def _uncertain_at_start(tokens: Sequence[Token]) -> list[Mention]:
    """Names that the dictionary lacks, if they begin the segment and a position follows.

    An organization right after a comma or a parenthesis will do too.
    """
    found = [mention for mention in mentions(tokens) if mention.start == int(is_honorific(tokens[0]))]
    behind = tokens[found[0].end : found[0].end + 5] if found else []
    is_employed = len(behind) > 1 and behind[0].text in ",(" and is_organization_word(behind[1])
    return found if is_employed or any(map(is_role, behind)) else []


def _person_behind_position(
    segments: list[str], index: int, tokens: Sequence[Token]
) -> tuple[list[MentionedPerson], int, int]:
    """A position whose name is in the next segment: «Заместитель министра — Иванов И. И.»."""
    if (
        index + 1 == len(segments)
        or not is_role_phrase(tokens, 0, len(tokens))
        or any(t.is_finite_verb for t in tokens)
    ):
        return [], 0, 1
    following = tokens_of(_trimmed(segments[index + 1]))
    found = mentions(following, uncertain=False)
    if len(found) != 1 or found[0].start != 0 or found[0].end < len(following):
        return [], 0, 1
    person = person_of_line(tokens_of(f"{_trimmed(segments[index + 1])}, {_trimmed(segments[index])}"))
    return ([person.value], 0, 2) if person else ([], 0, 1)


def tells_position(segment: str) -> bool:
    tokens = tokens_of(_trimmed(segment))
    if not tokens or mentions(tokens, uncertain=False) or tokens[0].kind == "quotation":
        return False
    if any(token.is_finite_verb for token in tokens):
        return False
    is_named_class = len(tokens) == 2 and tokens[0].lemma in EMPTY_CLASSES and tokens[1].kind == "quotation"
    is_organization = is_named_class or (is_organization_word(tokens[0]) and len(tokens) < 8)
    return is_organization or is_role_phrase(tokens, 0, len(tokens))


def _start_of_person(tokens: Sequence[Token], mention: Mention) -> int:
    """Where the person begins: at the position before the name, or at the name."""
    begin = mention.start
    if begin and is_honorific(tokens[begin - 1]):
        begin -= 1
    for head in range(begin):
        parted = any(token.text in ",;:." or token.is_finite_verb for token in tokens[head:begin])
        if (
            is_role(tokens[head])
            and not parted
            and any(found.value.position for found in people_in(tokens[: mention.end]))
        ):
            return start_of_phrase(tokens, head)
    return begin


def _all_people(text: str, *, in_list: bool = True) -> list[MentionedPerson]:
    tokens = tokens_of(text)
    found = mentions(tokens, uncertain=False)
    if len(found) > 1:
        in_prose = people_in(tokens)
        return [person.value for person in in_prose]
    person = person_of_line(tokens) if in_list else None
    return [person.value] if person else [found.value for found in people_in(tokens)]


def _title(text: str) -> str:
    text = text.strip(" .,;|")
    tokens = tokens_of(text)
    return tokens[0].text if len(tokens) == 1 and tokens[0].kind == "quotation" else text
