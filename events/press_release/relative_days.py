"""Find a day relative to the day of the text: «сегодня», «вчера», «во вторник», «на этой неделе». Pure."""

import datetime
import re
from dataclasses import replace

from core.dates import PartialDate

from ..pasting.found import Found, Span
from .page import Page

LEAD = 4  # sentences at the beginning that may tell the day
_AWAY = {"позавчера": -2, "вчера": -1, "накануне": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_WORDS = re.compile(
    r"(?<!\w)(?<!на )(?<!до )(?<!по )"
    r"(?P<away>позавчера|вчера|накануне(?=[,\s]+(?-i:[а-я(]))|сегодня|завтра|послезавтра)(?!\w)"
    r"|(?<!\w)во?\s+(?:(?:минувш|прошедш|прошл|эт|будущ|следующ|ближайш)\w+\s+)?"
    r"(?P<weekday>понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)(?:у|е)?(?!\w)"
    r"|(?<!\w)на\s+(?P<week>этой|минувшей|прошедшей|прошлой|следующей|будущей)\s+неделе(?!\w)",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"состоится|состоятся|пройд[её]т|пройдут|буд[еу]т|соберёт|соберет|откроется|начн[её]тся", re.I)
_WEEKS_AWAY = {"этой": 0, "следующей": 1, "будущей": 1}  # the others are the last one

BY_PUBLICATION = "День посчитан от даты публикации."
NO_PUBLICATION = "В тексте «%s», а когда он опубликован, не сказано: впишите дату или день публикации."


def relative_words(page: Page) -> Found[str] | None:
    """The words that tell the day, with a question as their doubt in case the day of the text is unknown."""
    for sentence in page.sentences[:LEAD]:
        if found := _WORDS.search(page.text, sentence[0].span.start, sentence[-1].span.end):
            return Found(found[0], Span(*found.span()), NO_PUBLICATION % found[0].lower())
    return None


def relative_day(page: Page) -> Found[PartialDate] | None:
    """The day, if the day of publication is known; for «на этой неделе» only the month."""
    words = relative_words(page)
    if words is None or page.published is None:
        return None
    published = page.published.value
    if not (published.year and published.month and published.day):
        return None
    day = _day(page, words, datetime.date(published.year, published.month, published.day))
    return Found(day, words.span, BY_PUBLICATION) if day else None


def _day(page: Page, words: Found[str], today: datetime.date) -> PartialDate | None:
    found = _WORDS.match(page.text, words.span.start)
    assert found  # relative_words found it
    if found["away"]:
        return _partial(today + datetime.timedelta(_AWAY[found["away"].lower()]))
    if found["weekday"]:
        ahead = (_WEEKDAYS.index(found["weekday"].lower()) - today.weekday()) % 7
        sentence = next(one for one in page.sentences if one[-1].span.end >= words.span.end)
        is_past = ahead and not _TO_COME.search(page.said(sentence))
        return _partial(today + datetime.timedelta(ahead - 7 if is_past else ahead))
    monday = today + datetime.timedelta(7 * _WEEKS_AWAY.get(found["week"].lower(), -1) - today.weekday())
    sunday = monday + datetime.timedelta(6)
    return replace(_partial(monday), day=None) if monday.month == sunday.month else None


def _partial(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
