"""Read a pasted programme: days, times, halls, breaks, moderators, talks and speakers. Pure.

A line with a time begins an item, and the following lines belong to it until the next time. In a programme without
times each line is an item, unless it only names speakers.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.dates import PartialDate, read_dates

from .found import Found, Span
from .people import MentionedPerson
from .programme_lines import ProgrammeLine, lines_of
from .programme_people import People, is_people, people_and_title, tells_position

ORDINALS = ["перв", "втор", "трет", "четв", "пят", "шест", "седьм"]
_DAY = re.compile(
    r"(?:(?P<number>\d)(?:-?[йыо]+)?\s+день|день\s+(?:№\s*)?(?P<after>\d)|(?P<word>перв|втор|трет|четв|пят|шест|седьм)\w*\s+день|"
    r"день\s+(?P<last>перв|втор|трет|четв|пят|шест|седьм)\w*)\b[\s.,:—–-]*",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"[\s,(]*\b(?:понедельник|вторник|сред[аы]|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс)\b[)\s,.:]*",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(r"^(?:дата(?: проведения)?|программа(?: на)?|расписание(?: на)?)\s*:?\s*", re.IGNORECASE)
_TOWN_WORD = r"(?:(?:г|гор|пос|пгт|с|д)\.\s?|(?:город|пос[её]лок|село|деревня)\s+)"
_TOWN = re.compile(rf"(?:\s*,\s*{_TOWN_WORD}?|\s+{_TOWN_WORD})[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ]?[а-яё]+){{0,2}}$")
# The kind of an item is the first one with a word in the title. The values are those of Session.Kind.
_KINDS = [
    ("meal", r"обед|кофе|ужин|фуршет|завтрак|банкет|чаепити|ланч"),
    ("signing", r"подписани"),
    ("opening", r"открыти|приветств|вступительн"),
    ("plenary", r"пленарн"),
    ("tour", r"посещени|экскурси|осмотр|обход|визит|обзорн|знакомство с (?:площадк|предприяти|производств|парк)"),
    (
        "transfer",
        r"переезд|трансфер|выезд|отъезд|отправлени|посадка|прибыти|размещени|заезд|сбор (?:участник|групп|у )",
    ),
    (
        "discussion",
        r"дискусси|круглый стол|обсуждени|вопрос|обмен мнениями|подведение итогов|свободный микрофон|прения",
    ),
    ("seminar", r"семинар|совещани|мастер-класс|тренинг|воркшоп|лекци|вебинар"),
    ("presentations", r"доклад|выступлени|презентаци|сообщени|секци|сессия|питч"),
]


@dataclass(frozen=True)
class PastedTalk:
    """A talk. `title` is "" if it has the title of its item."""

    title: str
    speakers: tuple[MentionedPerson, ...]


@dataclass(frozen=True)
class Item:
    """An item of the programme. `day` counts from 1 and is None if the text does not separate days."""

    title: str
    kind: str = "other"  # a value of Session.Kind
    day: int | None = None
    date: PartialDate | None = None
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    place: str = ""
    talks: tuple[PastedTalk, ...] = ()
    moderators: tuple[MentionedPerson, ...] = ()

    @property
    def speakers(self) -> tuple[MentionedPerson, ...]:
        return tuple(speaker for talk in self.talks for speaker in talk.speakers)


NO_TITLE = "У пункта нет названия."


def read_programme(text: str) -> list[Found[Item]]:
    """The items of a programme, in order. Spans refer to `clean(text)`."""
    lines = lines_of(text)
    return _Reader(timed=any(line.start is not None for line in lines)).read(lines)


@dataclass
class _Draft:
    """An item that is being read."""

    line: ProgrammeLine
    day: int | None
    date: PartialDate | None
    place: str
    title: str = ""
    talks: list[PastedTalk] = field(default_factory=list)
    moderators: list[MentionedPerson] = field(default_factory=list)
    pending: str = ""  # the title of a talk whose speaker is still to follow
    named: str = ""  # the line of one person, whose position may continue in the next line
    end: int = 0
    doubt: str = ""

    def take(self, people: People) -> None:
        """Add the speakers and the subject that a line names."""
        if people.are_moderators:
            self.moderators += people.people
            return
        title = people.title or self.pending
        if title == self.title:
            title = ""
        self.pending = ""
        if title or not self.talks or self.talks[-1].title or len(people.people) > 1:
            self.talks.append(PastedTalk(title, tuple(people.people)))
        else:
            self.talks.append(PastedTalk("", tuple(people.people)))

    def is_continued_by(self, line: ProgrammeLine) -> bool:
        """Whether the line continues with the person of the line before."""
        if not self.named or line.label or line.hall or line.is_bullet or line.is_numbered or line.is_quoted:
            return False
        people = (
            self.moderators if self.moderators and not self.talks else self.talks[-1].speakers if self.talks else ()
        )
        if not people or is_people(line.text):
            return False
        is_whole = bool(people[-1].position and people[-1].organization)
        return line.goes_on or self.named.endswith(",") or (not is_whole and tells_position(line.text))

    def take_position(self, text: str) -> None:
        """Read the person of the line before again, together with this line."""
        parts = self.named.rstrip(), text
        self.named = (" " if text[:1].islower() or people_and_title(parts[0]).people[0].position else ", ").join(parts)
        people = tuple(people_and_title(self.named).people)
        if len(people) != 1:
            return
        if not self.talks:
            self.moderators[-1:] = people
        else:
            self.talks[-1] = PastedTalk(self.talks[-1].title, (*self.talks[-1].speakers[:-1], *people))

    def add_subject(self, title: str) -> None:
        """Set the title of the last talk, or keep it for the next talk if the last one has a title."""
        if self.talks and not self.talks[-1].title and not self.pending:
            self.talks[-1] = PastedTalk(title, self.talks[-1].speakers)
        else:
            self.pending = title

    def finished(self) -> Found[Item]:
        title = self.title.strip().rstrip(" :")
        if not title and self.talks:
            title = next((talk.title for talk in self.talks if talk.title), "")
            self.talks = [PastedTalk("" if talk.title == title else talk.title, talk.speakers) for talk in self.talks]
        item = Item(
            title or "Выступление" if self.talks else title,
            kind_of(title, bool(self.talks)),
            self.day,
            self.date,
            self.line.start,
            self.line.stop,
            self.place,
            tuple(self.talks),
            tuple(self.moderators),
        )
        return Found(item, Span(self.line.span.start, self.end), "" if title else NO_TITLE)


class _Reader:
    """Reads the lines in one pass and keeps the current day and hall."""

    def __init__(self, *, timed: bool) -> None:
        self.timed = timed
        self.items: list[Found[Item]] = []
        self.draft: _Draft | None = None
        self.day: int | None = None
        self.date: PartialDate | None = None
        self.first_date: PartialDate | None = None
        self.hall = ""

    def read(self, lines: Sequence[ProgrammeLine]) -> list[Found[Item]]:
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            if line.start is None and self._is_day(line.text):
                self._finish()
                self.hall = ""
            elif line.opens_hall and line.start is None and self.draft and self.draft.line.start:
                parallel = replace(line, start=self.draft.line.start, stop=self.draft.line.stop)
                self._finish()
                self._begin(parallel)
            elif line.start is not None or (not self.timed and self._begins_item(line)):
                self._finish()
                self._begin(line)
            elif line.hall and (self.draft is None or line.follows_gap or self._is_next_hall(following)):
                self._finish()
                self.hall = "" if line.is_address else line.hall
            elif self.draft:
                self._go_on(self.draft, line, following)
        self._finish()
        return self.items

    def _finish(self) -> None:
        if self.draft and (self.draft.title or self.draft.talks or self.draft.moderators):
            self.items.append(self.draft.finished())
        self.draft = None

    def _begin(self, line: ProgrammeLine) -> None:
        self.draft = _Draft(line, self.day, self.date, line.place or self.hall, end=line.span.end)
        people = people_and_title(line.text)
        self.draft.title = people.title
        if people.people:
            self.draft.take(People(people.people, "", people.are_moderators))
        self.draft.named = line.text if len(people.people) == 1 and not people.title else ""

    def _is_next_hall(self, following: ProgrammeLine | None) -> bool:
        """Whether the line is the heading of the next hall: a time follows it."""
        return bool(self.hall and following and following.start)

    def _begins_item(self, line: ProgrammeLine) -> bool:
        """Whether the line is an item of its own, in a programme without times."""
        if line.label or line.hall or (self.draft is None and line.is_heading):
            return False
        return self.draft is None or line.is_numbered or not (is_people(line.text) or line.is_bullet)

    def _go_on(self, draft: _Draft, line: ProgrammeLine, following: ProgrammeLine | None) -> None:
        draft.end = line.span.end
        if line.hall:
            draft.place = draft.place or line.hall
            return
        if draft.is_continued_by(line):
            draft.take_position(line.text)
            return
        people = people_and_title(line.text, label=line.label)
        draft.named = line.text if len(people.people) == 1 and not people.title else ""
        if people.people:
            if not draft.title and not line.label and people.title and not draft.talks:
                draft.title, people = people.title, People(people.people, "", people.are_moderators)
            draft.take(people)
        elif line.label in ("speakers", "moderators"):
            return
        elif line.label == "subject" or line.is_quoted or (line.is_bullet and draft.title):
            draft.add_subject(people.title)
        elif not draft.title:
            draft.title = people.title
        elif (
            following
            and not following.label
            and following.start is None
            and is_people(following.text)
            and not line.goes_on
        ):
            draft.pending = people.title
        elif not draft.talks and line.goes_on:
            draft.title = f"{draft.title} {people.title}"

    def _is_day(self, text: str) -> bool:
        """Whether the line names a day, «День 1», «25 мая, среда»; if so, it becomes the current one."""
        found = _DAY.match(text)
        rest = _DATE_WORD.sub("", _WEEKDAY.sub(" ", text[found.end() :] if found else text)).strip(" .,:;()—–-")
        date = _date(rest) or _date(_TOWN.sub("", rest))
        if not found and date is None:
            return False
        if found and rest and date is None and len(rest) > 60:
            return False
        word = found and (found["word"] or found["last"])
        number = found and (found["number"] or found["after"])
        self.day = int(number) if number else ORDINALS.index(word.lower()) + 1 if word else self._day_of(date)
        self.date = date
        self.first_date = self.first_date or date
        return True

    def _day_of(self, date: PartialDate | None) -> int:
        """The number of the day, counted from the first named one: by the calendar if both are in one month."""
        if self.first_date and date and date.month == self.first_date.month and date.day and self.first_date.day:
            return max(date.day - self.first_date.day, 0) + 1
        return (self.day or 0) + 1


def _date(text: str) -> PartialDate | None:
    text = re.sub(r"\s+г(?:\.|ода)?$", "", text)
    if not re.search(r"\d", text) or len(text) > 40:
        return None
    try:
        first, last = read_dates(text)
    except ValueError:
        return None
    return first if first.day and last is None else None


def kind_of(title: str, has_talks: bool = False) -> str:
    """The value of Session.Kind by the words of a title."""
    title = title.lower()
    found = next((kind for kind, words in _KINDS if re.search(rf"(?<!\w)(?:{words})", title)), "")
    return found or ("presentations" if has_talks else "other")
