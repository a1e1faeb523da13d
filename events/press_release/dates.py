"""Find the dates of the event, as opposed to those of the publication or of other events. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.dates import MONTHS_GENITIVE, MONTHS_PREPOSITIONAL, PartialDate, read_dates

from ..pasting.found import Found, Span
from .page import Page
from .relative_days import relative_day

_MONTH = "|".join([*MONTHS_GENITIVE, r"(?:янв|февр?|мар|апр|авг|сент?|окт|нояб?|дек)\."])
_YEAR = r"(?:,?\s+(?:19|20)\d\d(?!\d)(?:\s*(?:года|году|гг?\.))?)?"
_DAY = r"\d{1,2}(?:-?(?:го|е|ого))?"
_DATES = re.compile(
    rf"""(?<![\d.,№])(?:
      (?:с\s+)?{_DAY}\s+(?:{_MONTH}){_YEAR}\s*(?:по|[-–—])\s*{_DAY}\s+(?:{_MONTH}){_YEAR}
    | (?:с\s+)?(?:{_DAY},\s*){{0,6}}{_DAY}\s*(?:по|и|[-–—])\s*{_DAY}\s+(?:{_MONTH}){_YEAR}
    | {_DAY}\s+(?:{_MONTH}){_YEAR}
    | \d{{1,2}}(?:\.\d{{2}})?\s*[-–—]\s*\d{{1,2}}\.\d{{2}}\.\d{{4}}
    | \d{{1,2}}\.\d{{2}}\.(?:\d{{4}}|\d{{2}})(?!\d|\.\d)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_ALONE = re.compile(
    r"\bв\s+(?P<date>(?:(?:конце|начале|середине|первых числах)\s+"
    rf"(?P<of>(?:{'|'.join(MONTHS_GENITIVE)})\s+(?:19|20)\d\d)|"
    rf"(?:{'|'.join(MONTHS_PREPOSITIONAL)})\s+(?:19|20)\d\d))(?:\s+года)?",
    re.IGNORECASE,
)
_NOT_THE_EVENT = re.compile(
    r"(?<!\w)(?:до|не позднее|не позже|вплоть до|начиная с|заявк\w+[^.]{0,40}|регистрац\w+[^.]{0,40}|срок\w*[^.]{0,30}|"
    r"(?:закон|приказ|постановлени|распоряжени|указ|договор|соглашени|протокол|письм)\w*(?:\s[^.]{0,60})?\s+от|"
    r"родил\w+|по состоянию на|по данным на|на конец|к)\s*$",
    re.IGNORECASE,
)
_AFTER_ACT = re.compile(r"\s*(?:г\.|года)?\s*№")
_HAPPENS = re.compile(
    r"состоя|прош[елё]|пройд|прохо|провод|провел|провёл|прове[дл]|откры|старт|приех|прибы|посети|побыва|осмотр|собрал|"
    r"собер|съехал|встрет|"
    r"идет|идёт|работал|организ|защит|принял|начал|заверш|визит|поездк|заседани|форум|семинар|конференц|встреч|выставк|совещани|съезд|тур",
    re.IGNORECASE,
)
_ELSEWHEN = re.compile(
    r"ранее|напомним|впервые|был[аио]? (?:создан|основан|подписан)|истори|прошл|следующ|предыдущ|планиру", re.IGNORECASE
)

SHORTEST_MONTH = 28

_SEVERAL_DAYS = re.compile(
    r"(?:двух|тр[её]х|четыр[её]х|пяти|много)дневн|"
    r"(?:два|три|двух|тр[её]х) дн(?:я|ей)|втор\w+ день|пробуд(?:ет|ут)|продлится",
    re.IGNORECASE,
)
SEVERAL_DAYS = "По тексту дней несколько, а назван один."
SEVERAL_DATES = "В тексте несколько дат."
BY_STAMP = "Дата стоит отметкой на странице, а не в тексте."


@dataclass(frozen=True)
class _Candidate:
    start: PartialDate
    end: PartialDate
    span: Span
    score: int
    end_span: Span | None = None  # the place of the last day, if it is a date of its own


def dates_of(page: Page) -> tuple[Found[PartialDate], Found[PartialDate]] | None:
    """The first and the last day, which are equal for an event of one day; None if the text has no date."""
    candidates = list(_candidates(page))
    if page.labelled_date and not any(candidate.score >= 5 for candidate in candidates):
        labelled = page.labelled_date
        return labelled, labelled
    if not candidates:
        return _relative(page) or _from_stamp_until(page) or _month(page)
    best = max(candidates, key=lambda candidate: (candidate.score, -candidate.span.start))
    if best.score < 2 and (today := _relative(page)):
        return today
    best = _with_next_day(page, _until(page, _lasting(page, _widest(best, candidates))), candidates)
    rivals = [c for c in candidates if c.score >= best.score - 1 and not _within(c, best)]
    is_short = best.start == best.end and _SEVERAL_DAYS.search(page.text)
    doubt = SEVERAL_DATES if rivals or best.score < 2 else SEVERAL_DAYS if is_short else ""
    return Found(best.start, best.span, doubt), Found(best.end, best.end_span or best.span, doubt)


def _candidates(page: Page) -> Iterator[_Candidate]:
    for number, sentence in enumerate(page.sentences):
        start, end = sentence[0].span.start, sentence[-1].span.end
        said = page.text[start:end]
        weight = 3 * bool(_HAPPENS.search(said)) + 2 * (number <= 2) + (number <= 5) - 3 * bool(_ELSEWHEN.search(said))
        for found in _DATES.finditer(page.text, start, end):
            before = page.text[max(start, found.start() - 80) : found.start()]
            if _NOT_THE_EVENT.search(before) or _AFTER_ACT.match(page.text, found.end()):
                continue
            if re.search(r"(?<!\w)(?:с|со)\s+$", before) or re.match(
                r"(?:с|со)\s+\d{1,2}\s+[а-я]+(?:\s+\d{4}(?:\s+года)?)?$", found[0]
            ):
                continue  # «с 1 марта изменились правила» is the beginning of something else
            try:
                first, last = read_dates(_first_and_last(found[0]))
            except ValueError:
                continue
            yield _Candidate(first, last or first, Span(*found.span()), weight + (last is not None))


def _first_and_last(written: str) -> str:
    """«5–7 октября» for «5, 6 и 7 октября»."""
    days = re.match(
        rf"(?:с\s+)?(?P<first>{_DAY})(?:,\s*{_DAY})*\s*(?:и)\s*(?P<rest>{_DAY}\s+\D.*)", written, re.IGNORECASE
    )
    return f"{days['first']}–{days['rest']}" if days else written


def _widest(best: _Candidate, candidates: list[_Candidate]) -> _Candidate:
    """The range that contains the best day, or the same day with its year."""
    for other in candidates:
        if other is not best and other.score >= best.score - 3 and _same_day(other, best):
            if other.start.year and not best.start.year:
                return other
        elif other is not best and other.start != other.end and _within(best, other) and other.score >= best.score - 3:
            return other
    return best


_LASTS = re.compile(
    r"(?:(?P<ended>заверш|законч)\w+\s[^.]{0,60})?(?P<days>двух|тр[её]х|четыр[её]х|пяти|[2-5]-?)\s?-?дневн\w+"
    r"(?(ended)|[^.]{0,160}?(?:(?P<ends>заверш|законч)|начал|старт|открыл))",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:(?:продл\w+|продолж\w+|длит\w*|идти|ид[её]т|работа\w+|открыт\w*|проход\w+|пройд\w+|"
    r"пробуд\w+|остан\w+тся|наход\w+тся)\s(?:[^.;]{0,40}?\s)?до"
    rf"|завершится|закончится)\s+(?P<date>{_DAY}\s+(?:{_MONTH}){_YEAR})",
    re.IGNORECASE,
)
_NOT_UNTIL = re.compile(r"при[её]м|заяв|регистрац|сбор|опрос|голосовани|срок", re.IGNORECASE)
_DAYS = {"дв": 2, "тр": 3, "че": 4, "пя": 5}


def _lasting(page: Page, best: _Candidate) -> _Candidate:
    """Adds the other end from the duration: «Двухдневная поездка завершилась 18 ноября»."""
    sentence = next(s for s in page.sentences if s[0].span.start <= best.span.start < s[-1].span.end)
    lasts = _LASTS.search(page.said(sentence))
    if not lasts or best.start != best.end or best.start.day is None:
        return best
    days = _DAYS.get(lasts["days"][:2].lower()) or int(lasts["days"][0])
    first, last = best.start.day - days + 1, best.start.day + days - 1
    if lasts["ends"] or lasts["ended"]:
        return replace(best, start=replace(best.start, day=first)) if first > 0 else best
    return replace(best, end=replace(best.start, day=last)) if last <= SHORTEST_MONTH else best


def _until(page: Page, best: _Candidate) -> _Candidate:
    """Takes the day as the last one: «Форум продлится до 10 июня»."""
    if best.start != best.end or best.start.day is None:
        return best
    for sentence in page.sentences:
        said = page.said(sentence)
        until = _UNTIL.search(said)
        if until is None or _NOT_UNTIL.search(said):
            continue
        try:
            last, _none = read_dates(until["date"])
        except ValueError:
            continue
        if (last.month or 0, last.day or 0) > (best.start.month or 0, best.start.day or 0):
            span = Span(*(sentence[0].span.start + place for place in until.span("date")))
            year = best.start.year or last.year
            start = replace(best.start, year=year)
            return replace(best, start=start, end=replace(start, month=last.month, day=last.day), end_span=span)
    return best


_NEXT_DAY = re.compile(r"(?:второй|третий|четв[её]ртый|последний|следующий|заключительный)\s+день", re.IGNORECASE)


def _with_next_day(page: Page, best: _Candidate, candidates: list[_Candidate]) -> _Candidate:
    """Adds a second day: «… 12 октября. На второй день, 13 октября, …»."""
    for other in candidates:
        days = (best.end.day or 0, other.start.day or 0)
        is_near = other.start.month == best.end.month and 0 < days[1] - days[0] <= 4
        if is_near and _NEXT_DAY.search(page.text, max(0, other.span.start - 40), other.span.start):
            best = replace(best, end=replace(best.end, day=other.start.day), end_span=other.span)
    return best


def _from_stamp_until(page: Page) -> tuple[Found[PartialDate], Found[PartialDate]] | None:
    """Takes the page's day as the first, with doubt: «Форум открылся … Его работа продлится до 28 октября»."""
    if page.published is None:
        return None
    first = page.published.value
    lasting = _until(page, _Candidate(first, first, page.published.span, 0))
    if lasting.end == first:
        return None
    span = lasting.end_span or lasting.span
    return Found(first, page.published.span if page.published.span.end else span, BY_STAMP), Found(
        lasting.end, span, BY_STAMP
    )


def _same_day(one: _Candidate, other: _Candidate) -> bool:
    return _day(one.start) == _day(other.start) and _day(one.end) == _day(other.end)


def _day(date: PartialDate) -> tuple[int | None, int | None]:
    return date.month, date.day


def _within(one: _Candidate, other: _Candidate) -> bool:
    days = [(date.month or 0, date.day or 0) for date in (other.start, one.start, one.end, other.end)]
    return days == sorted(days)


def _relative(page: Page) -> tuple[Found[PartialDate], Found[PartialDate]] | None:
    day = relative_day(page)
    return (day, day) if day else None


def _of_month(written: str) -> str:
    """«мае 2024» for «мая 2024»."""
    month, year = written.split()
    if month.lower() in MONTHS_GENITIVE:
        month = MONTHS_PREPOSITIONAL[MONTHS_GENITIVE.index(month.lower())]
    return f"{month} {year}"


def _month(page: Page) -> tuple[Found[PartialDate], Found[PartialDate]] | None:
    """The month of the event: «… прошёл в мае 2016 года»."""
    for sentence in page.sentences[:6]:
        start, end = sentence[0].span.start, sentence[-1].span.end
        found = _MONTH_ALONE.search(page.text, start, end)
        if found and _HAPPENS.search(page.text[start:end]):
            date = Found(
                PartialDate.read(_of_month(found["of"] or found["date"])), Span(*found.span("date")), SEVERAL_DATES
            )
            return date, date
    return None
