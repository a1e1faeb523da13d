"""Words that say when without a date: «ближайшие мероприятия», «в прошлом году», «что завтра». Pure."""

import datetime as dt
import re

from core.dates import MONTHS_NOMINATIVE

UPCOMING, PAST = "upcoming", "past"  # values of the filter of the list of events
_ENDING = r"(?:ий|ый|ой|ая|яя|ое|ее|ие|ые|его|ого|ему|ому|ей|их|ых|им|ым|ими|ыми|ем|ом|ую|юю|а|о|ы)"
_WORDS = {
    UPCOMING: rf"(?:предстоящ|ближайш|будущ|грядущ|следующ|запланированн?){_ENDING}|скоро|вскоре",
    PAST: rf"(?:прошедш|прошл|минувш|состоявш|последн|недавн){_ENDING}(?:ся)?",
}
_WHEN = {when: re.compile(pattern) for when, pattern in _WORDS.items()}
_BESIDE = ("предстоящ", "прошедш", "ближайш", "скоро", "вскоре")  # also after the noun; «форум будущего» is a name
_FUTURE = frozenset(["будет", "будут", "пройдет", "пройдут", "состоится", "состоятся", "планируется", "планируются"])
_STEPS = {"эт": 0, "текущ": 0, "нынешн": 0, "прошл": -1, "прошедш": -1, "минувш": -1, "следующ": 1, "будущ": 1}
_RELATIVE = re.compile(
    rf"(?<!\w)(?P<which>{'|'.join(_STEPS)})(?:от|{_ENDING})\s+(?P<unit>год|месяц)(?:а|у|е|ом|ем)?(?!\w)", re.IGNORECASE
)
_DAYS = {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
_DAY = re.compile(rf"(?<!\w)(?:{'|'.join(_DAYS)})(?!\w)", re.IGNORECASE)


def when_of(word: str, *, is_before_noun: bool = True) -> str:
    """UPCOMING, PAST, or "" for other words."""
    if not is_before_noun and not word.startswith(_BESIDE):
        return ""
    return next((when for when, pattern in _WHEN.items() if pattern.fullmatch(word)), "")


def is_verb_of_future(word: str) -> bool:
    """Whether the word is a verb like that of «какие форумы пройдут»."""
    return word in _FUTURE


def with_dates(text: str, today: dt.date) -> str:
    """The text with the day, the month or the year in numbers: «в прошлом году» → «в 2025», «завтра» → «30.11.2026»."""
    text = _DAY.sub(lambda found: f"{today + dt.timedelta(days=_DAYS[found[0].lower()]):%d.%m.%Y}", text)
    return _RELATIVE.sub(lambda found: _date_of(found, today), text)


def without_days(text: str) -> str:
    """The text with all events to come or all past ones instead of the day: «форумы завтра» → «форумы предстоящие»."""
    return _DAY.sub(lambda found: "прошедшие" if _DAYS[found[0].lower()] < 0 else "предстоящие", text)


def _date_of(found: re.Match[str], today: dt.date) -> str:
    step = _STEPS[found["which"].lower()]
    if found["unit"].lower() == "год":
        return str(today.year + step)
    months = today.year * 12 + today.month - 1 + step
    return f"{MONTHS_NOMINATIVE[months % 12]} {months // 12}"
