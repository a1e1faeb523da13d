"""Find the parts of a tour in the narration: «посетили площадки парков», «семинар по вопросам развития». Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.morphology import pymorphy

from ..pasting.found import Found, Span
from ..pasting.tokens import Token
from .draft import Part
from .page import Page

_MEETINGS = {
    "семинар-совещани": ("Семинар-совещание", "seminar"),
    "семинар": ("Семинар", "seminar"),
    "кругл": ("Круглый стол", "discussion"),
    "совещани": ("Совещание", "discussion"),
    "конференци": ("Конференция", "plenary"),
}
_MEETING = re.compile(
    r"""(?<![\w-])(?P<noun>семинар-совещани|семинар|кругл(?=\w+\s+стол)|совещани|конференци)\w*(?:\s+стол\w*)?
        \s+(?P<theme>(?:по\s+вопросам|на\s+тему)\s+(?:«[^»\n]+»|(?:(?!\s(?:прош|состоя|прой|откры|нача|провел|собра)\w)[^,.;:«»\n])+))""",
    re.VERBOSE | re.IGNORECASE,
)
_SITES = {"площадка", "производство", "предприятие", "завод", "фабрика", "цех", "парк", "технопарк", "территория"}
_LAST_DAY = re.compile(r"(?:В завершение|В заключение|(?:В|На) последний день)\b")
_DAY = re.compile(r"(?:В|Во|На) (первый|второй|третий) день\b|(Перв|Втор|Трет)\w+ день\b")
_DAYS = {"перв": 1, "втор": 2, "трет": 3}


class _Visit(NamedTuple):
    span: Span
    words: frozenset[str]
    title: str
    day: int | None
    told_at: tuple[Span, ...]


def parts_of(page: Page, days: int) -> list[Found[Part]]:
    """The parts in the order of the text. `days` is how many the event has."""
    parts = [(visit.day or 0, visit.span.start, _part_of(visit)) for visit in _visits(page, days)]
    if meeting := _meeting(page):
        parts.append((0, *meeting))
    return [part for _day, _place, part in sorted(parts, key=lambda one: one[:2])]


def _part_of(visit: "_Visit") -> Found[Part]:
    return Found(Part("tour", visit.title, visit.day, told_at=visit.told_at), visit.span)


def _meeting(page: Page) -> tuple[int, Found[Part]] | None:
    """The meeting, whose theme is in the lead. Its place is where the text mentions it again."""
    title = page.title.span if page.title else Span(0, 0)
    named = next((one for one in _MEETING.finditer(page.text) if not title.holds(Span(*one.span()))), None)
    if named is None:
        return None
    noun, kind = _MEETINGS[named["noun"].lower()]
    again = page.text.lower().find(named["noun"][:7].lower(), named.end())
    part = Part(kind, f"{noun} {' '.join(named['theme'].split())}", None, True)
    return again if again >= 0 else named.start(), Found(part, Span(*named.span()))


def _visits(page: Page, days: int) -> list[_Visit]:
    """The visits, without those that a later sentence describes in more detail."""
    visits: list[_Visit] = []
    for visit in (one for sentence in page.sentences for one in _visits_in(page, sentence, days)):
        same = [one for one in visits if one.words <= visit.words]
        visits = [one for one in visits if one not in same]
        visits.append(visit._replace(told_at=(*(span for one in same for span in one.told_at), *visit.told_at)))
    return visits


def _visits_in(page: Page, sentence: Sequence[Token], days: int) -> Iterator[_Visit]:
    for place, token in enumerate(sentence):
        if token.lemma != "посетить" or not token.is_finite_verb:
            continue
        phrase: list[Token] = []
        for following in sentence[place + 1 :]:
            if not following.is_word or following.is_finite_verb or following.lemma == "и":
                break
            phrase.append(following)
        stops = sentence[place + 1 + len(phrase) :][:1]
        if stops and stops[0].kind == "quotation":
            continue  # a named place is a stop of the route
        if (title := _in_genitive(page, phrase)) is not None:
            words = frozenset(one.lemma for one in phrase if one.part != "ADP")
            span = Span(token.span.start, phrase[-1].span.end)
            told_at = Span(token.span.start, _next_visit(sentence, place))
            yield _Visit(span, words, f"Посещение {title}", _day(page, sentence, days), (told_at,))


def _next_visit(sentence: Sequence[Token], place: int) -> int:
    """Where the next visit of the sentence begins, or the end of the sentence."""
    later = (one.span.start for one in sentence[place + 1 :] if one.lemma == "посетить")
    return next(later, sentence[-1].span.end)


def _in_genitive(page: Page, phrase: Sequence[Token]) -> str | None:
    """«площадок парков» for «площадки парков»; None if the phrase does not begin with a site in the accusative."""
    words: list[str] = []
    for number, token in enumerate(phrase):
        readings = [one for one in pymorphy().parse(token.text) if "accs" in one.tag and "anim" not in one.tag]
        genitive = readings[0].inflect({"gent"}) if readings else None
        if genitive is None:
            return None
        words.append(genitive.word)
        if "NOUN" in readings[0].tag:
            if readings[0].normal_form not in _SITES:
                return None
            rest = page.said(phrase[number + 1 :]) if phrase[number + 1 :] else ""
            return " ".join([*words, *rest.split()])
    return None


def _day(page: Page, sentence: Sequence[Token], days: int) -> int | None:
    said = page.said(sentence)
    if days > 1 and _LAST_DAY.match(said):
        return days
    if (told := _DAY.match(said)) and (day := _DAYS[(told[1] or told[2])[:4].lower()]) <= max(days, 1):
        return day
    return None
