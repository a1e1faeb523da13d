"""The lines of a pasted programme: what time each begins with, what its label is, whom and what it names. Pure."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.dates import read_time

from .found import Span
from .name_forms import Mention
from .names import is_honorific, mentions
from .people import Person, people_in
from .people_lists import person_of_line
from .phrases import is_organization_word
from .positions import is_role, start_of_phrase
from .programme_rows import TIME, rows_of
from .tokens import Token, clean, tokens_of

LONGEST_LINE = 2_000  # characters
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HOURS = re.compile(  # «с 9 до 10 часов»
    r"(?:с\s+)?(?P<start>[01]?\d|2[0-4])\s*(?:[-–—−]|до)\s*(?P<stop>[01]?\d|2[0-4])\s*час(?:ов|а)?(?!\w)[\s.,:;|–—-]*",
    re.IGNORECASE,
)
_SUPERSCRIPT_TIME = re.compile(r"\b(\d{1,2})([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})")
_BULLET = re.compile(r"^[\s]*(?:[•·●▪■◦*‣►→✓–—-]|[-–—]\s)\s*")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})?[.)]|[а-яa-z]\)|№\s?\d+\.?)\s+(?=\S)", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?P<label>(?:со)?модератор(?:ы|ами|ом)?|ведущ(?:ий|ая|ие)|спикер(?:ы|ами|ом)?|докладчик(?:и|ами|ом)?|выступа(?:ют|ет)|"
    r"выступающи[ей]|эксперт(?:ы)?|участник(?:и)?(?: дискуссии)?|тем[аы](?: доклада| выступления)?|доклад|с участием|"
    r"приветственн(?:ое слово|ые слова) произнос(?:ит|ят)|приветствия|содокладчик(?:и)?|лектор(?:ы)?|экскурсовод|"
    r"сопровождает|сопровождающий|модериру(?:ет|ют)|обсуждают)"
    r"(?:\s*(?:[:—–]|\s-\s)\s*|(?<=модератор|одерирует|докладчик)\s+(?=(?-i:[А-ЯЁ])))",
    re.IGNORECASE,
)
_HALL_WORDS = (
    r"(?:(?:большой|малый|актовый|красный|синий|зел[её]ный|белый|главный|выставочный|банкетный)\s+)?"
    r"(?:конференц-зал|зал|аудитория|ауд\.|кабинет|каб\.|холл|фойе|павильон|переговорная|шат[её]р|амфитеатр|"
    r"\d{1,2}-?[йа]? этаж)"
    r"(?!\w)"
)
_HALL = re.compile(
    r"^(?:место(?: проведения)?|адрес|площадка|локация|где)\s*[:—–-]\s*(?P<named>.+)|"
    rf"^(?P<hall>{_HALL_WORDS}.{{0,80}})$",
    re.IGNORECASE,
)
_PLACE_AT_END = re.compile(
    rf"[\s,.;|(–—-]+(?P<place>{_HALL_WORDS}"
    r"(?:\s+(?:№\s?\d+|\d{1,3}|[А-ЯA-Z](?!\w)|«[^»]+»|\"[^\"]+\"))?(?:,\s*\d{1,2}-?й? этаж)?)\s*[).]?\s*$|"
    r"\s*\((?P<address>(?:ул|пр|просп|пер|пл|наб|б-р|ш|г|пос|мкр)\.\s?[^()]{3,80}|"
    r"(?:улица|проспект|переулок|площадь|набережная|бульвар|шоссе)\s[^()]{3,80})\)\s*$",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\s*\(?\b(?:до\s+)?\d{1,3}\s?мин(?:ут\w?|\.)?\)?\s*$", re.IGNORECASE)
_LABELS = [("moder", r"(?:со)?модер|ведущ"), ("subject", r"тем|доклад$"), ("speakers", "")]
_QUOTES = '«»"“”„'


@dataclass(frozen=True)
class Line:
    """A line without its time, bullet, number and label."""

    text: str
    span: Span
    start: dt.time | None = None
    stop: dt.time | None = None
    label: str = ""  # moderators, speakers or subject
    hall: str = ""  # the line names only where it is
    is_address: bool = False  # of the whole event, rather than a hall
    place: str = ""  # a hall at the end of the line
    is_bullet: bool = False
    is_numbered: bool = False
    follows_gap: bool = False  # an empty line stands before it

    @property
    def is_quoted(self) -> bool:
        return self.text[:1] in _QUOTES and self.text.rstrip(" .,;")[-1:] in _QUOTES

    @property
    def is_heading(self) -> bool:
        """«ПРОГРАММА семинара», «Повестка дня»."""
        return bool(
            re.match(r"(?:(?:деловая|предварительная|проект)\s+)?(?:программ|повестк|расписани|план )", self.text, re.I)
        ) or (self.text.isupper() and len(self.text) > 12)

    @property
    def goes_on(self) -> bool:
        """The line continues the sentence of the one before it."""
        return self.text[:1].islower()


def lines_of(text: str) -> list[Line]:
    return list(_lines(clean(_plain(text))))


def _plain(text: str) -> str:
    """Superscript minutes as plain digits, tabulators as the bars of a table."""
    text = text.replace("\t", "|")
    return _SUPERSCRIPT_TIME.sub(lambda found: f"{found[1]}.{found[2].translate(_SUPERSCRIPT)}", text)


def _lines(text: str) -> Iterator[Line]:
    gap = True
    for row in rows_of(text):
        if not row.text:
            gap = True
            continue
        line = _line(row.text[:LONGEST_LINE])
        yield replace(line, span=row.span, follows_gap=gap, place=line.place or row.place)
        gap = False


def _line(text: str) -> Line:
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    start, stop, text = _time(text)
    number = None if start else _NUMBER.match(text)
    if number:
        start, stop, text = _time(text[number.end() :])
    label = _LABEL.match(text)
    kind = ""
    if label and (start is None):
        kind = next(
            ("moderators" if name == "moder" else name)
            for name, words in _LABELS
            if re.match(words, label["label"], re.I)
        )
        text = text[label.end() :]
    text = _DURATION.sub("", text).strip(" |")
    hall = _HALL.match(text) if start is None and not kind else None
    at_end = None if hall else _PLACE_AT_END.search(text)
    if at_end and at_end.start() > 0:
        text = text[: at_end.start()]
    place = (at_end["place"] or at_end["address"]).strip() if at_end and at_end.start() > 0 else ""
    named = (hall["named"] or hall["hall"]).strip(" .") if hall else ""
    return Line(
        text.strip(),
        Span(0, 0),
        start,
        stop,
        kind,
        named,
        bool(hall and hall["named"]),
        place,
        bool(bullet),
        bool(number),
    )


def _time(text: str) -> tuple[dt.time | None, dt.time | None, str]:
    found = TIME.match(text.lstrip(" |(")) or _HOURS.match(text.lstrip(" |("))
    if not found:
        return None, None, text
    try:
        start = read_time(_digits(found["start"]))
        stop = read_time(_digits(found["stop"])) if found["stop"] else None
    except ValueError:
        return None, None, text
    return start, stop, text.lstrip(" |(")[found.end() :]


def _digits(clock: str) -> str:
    numbers = re.findall(r"\d+", clock)
    return ":".join(numbers) if len(numbers) > 1 else f"{numbers[0]}:00"


@dataclass(frozen=True)
class People:
    """The people that a line names, and what else it says: the title of the item or the subject of the talk."""

    people: list[Person]
    title: str
    are_moderators: bool = False


def is_people(text: str) -> bool:
    """Whether the line names a person and begins with one: by name, or by position and name."""
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
    """Parts a line into people and the rest, at full stops, dashes, cells of a table and parentheses."""
    if inline := _inline_moderator(text):
        moderators = people_and_title(text[inline.end() :]).people
        return People(moderators, _title(text[: inline.start()]), are_moderators=True)
    people: list[Person] = []
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
    return People(
        people, _title(". ".join(part.strip(" .,;|") for part in parts)), are_moderators=label == "moderators"
    )


def _touch(one: Span, other: Span, segments: Sequence[Span]) -> bool:
    """Whether nothing was taken out between the two."""
    return not any(one.end <= segment.start < other.start for segment in segments)


def _end_of_row(title: Sequence[Span], place: int, segments: Sequence[Span]) -> int:
    while place + 1 < len(title) and _touch(title[place], title[place + 1], segments):
        place += 1
    return title[place].end


def _is_label(text: str) -> bool:
    """«Докладчик», «Тренер», «Вручает»: a word that only announces the person."""
    text = text.strip(" .,;:")
    tokens = tokens_of(text)
    return bool(_LABEL.fullmatch(f"{text}:")) or (len(tokens) == 1 and (is_role(tokens[0]) or tokens[0].is_finite_verb))


def _inline_moderator(text: str) -> re.Match[str] | None:
    """«Пленарное заседание. Модератор: Иванов И. И.»"""
    return re.search(
        r"[\s.,;(|–—-]+(?:(?:модераторы?|ведущ(?:ий|ая))\s*[:—–-]\s*|модератор\s+(?=(?-i:[А-ЯЁ])))", text, re.I
    )


_SEPARATOR = re.compile(
    r"\s\|\s|\s+[—–]\s+|\s-\s|(?<=[^\s.])[.!?]\s+(?=[«\"“А-ЯЁA-Z])|[;:]\s+|\s*\((?=[А-ЯЁ])|\),?\s+(?:и\s+)?(?=[А-ЯЁ])|(?<=[»\"])[,.]?\s+(?=[А-ЯЁ])|"
    r"(?<=[а-яё.])\s+(?=[«\"“])"  # «Доклад Ирины Заславской «Стандарт парка»»
)


def _segments(text: str) -> list[Span]:
    """What stands between separators, but not those within quotations or after initials and abbreviations."""
    parts, place = [], 0
    quoted = list(_quotations(text))
    for found in _SEPARATOR.finditer(text):
        if any(span.start < found.start() < span.end - 1 for span in quoted) or _is_abbreviation(text, found):
            continue
        if not found[0].strip() and text[found.end()] in _QUOTES and not _GOVERNS.search(text[place : found.start()]):
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


def _people_of(segments: list[str], index: int) -> tuple[list[Person], int, int]:
    """The people of the segment, how much of it before them says something else, and how many segments they took.

    A position may stand in the segments that follow the name.
    """
    text = _trimmed(segments[index])
    tokens = tokens_of(text)
    found = mentions(tokens, uncertain=False) or _uncertain_at_start(tokens)
    if not found:
        return _person_behind_position(segments, index, tokens)
    start = _start_of_person(tokens, found[0])
    begin = tokens[start].span.start
    is_governed = bool(_GOVERNS.search(text[:begin]))
    people, used = _all_people(text[begin:], in_list=not is_governed), 1
    while index + used < len(segments) and tells_position(segments[index + used]):
        if len(people) == 1 and not people[0].position:
            people = _all_people(f"{text[begin:]} – {_trimmed(segments[index + used])}")
        used += 1
    if start == 0:
        return people, 0, used
    if _is_label(text[:begin]):
        return people, 0, used
    needs_name = _ENDS_OPEN.search(text[:begin]) or (start and tokens[start - 1].is_finite_verb)
    return people, len(text) if needs_name else len(text[:begin].rstrip(" ,;:—–-(")), used


# «Выступление Фролова И. Н.» is that of Фролов.
_GOVERNS = re.compile(
    r"(?:выступлени[ея]|доклады?|сообщени[ея]|приветстви[ея]|слово|презентаци[яи]|лекци[яи])\s+(?:(?-i:[А-ЯЁ]).*)?$",
    re.IGNORECASE,
)
# The title would not make sense without the name: «Встреча с губернатором Ручкиным».
_ENDS_OPEN = re.compile(
    r"(?:^|\s)(?:с|со|у|к|от|для|о|об|на|в|за|вместе с|при участии|памяти|имени)\s+$", re.IGNORECASE
)


def _trimmed(text: str) -> str:
    """Without the signs around it, but with the full stop of an initial."""
    text = text.strip(" ,;)")
    return text if re.search(r"(?:^|[\s.])[А-ЯЁ]\.$", text) else text.rstrip(" .,;)")


def _uncertain_at_start(tokens: Sequence[Token]) -> list[Mention]:
    """A name that the dictionary does not know counts where it opens the segment and a position follows.

    An organization serves as well, right after a comma or a parenthesis.
    """
    found = [mention for mention in mentions(tokens) if mention.start == int(is_honorific(tokens[0]))]
    behind = tokens[found[0].end : found[0].end + 5] if found else []
    is_employed = len(behind) > 1 and behind[0].text in ",(" and is_organization_word(behind[1])
    return found if is_employed or any(map(is_role, behind)) else []


def _person_behind_position(segments: list[str], index: int, tokens: Sequence[Token]) -> tuple[list[Person], int, int]:
    """«Заместитель министра — Иванов И. И.»: a position alone, and the name in the next segment."""
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
    return is_role_phrase(tokens, 0, len(tokens)) or (is_organization_word(tokens[0]) and len(tokens) < 8)


def _start_of_person(tokens: Sequence[Token], mention: Mention) -> int:
    """Where the words that tell of the person begin: at the position before the name, or at the name."""
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


def _all_people(text: str, *, in_list: bool = True) -> list[Person]:
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
