"""Words that say when without a date: «ближайшие мероприятия», «прошедшие форумы», «в прошлом году». Pure."""

import datetime as dt
import re

from core.dates import MONTHS_NOMINATIVE

UPCOMING, PAST = "upcoming", "past"  # as the list of events has them
_ENDING = r"(?:ий|ый|ой|ая|яя|ое|ее|ие|ые|его|ого|ему|ому|ей|их|ых|им|ым|ими|ыми|ем|ом|ую|юю|а|о|ы)"
_WORDS = {
    UPCOMING: rf"(?:предстоящ|ближайш|будущ|грядущ|следующ|запланированн?){_ENDING}|скоро|вскоре",
    PAST: rf"(?:прошедш|прошл|минувш|состоявш|последн|недавн){_ENDING}(?:ся)?",
}
_WHEN = {when: re.compile(pattern) for when, pattern in _WORDS.items()}
_BESIDE = ("предстоящ", "прошедш", "ближайш", "скоро", "вскоре")  # also behind the noun: «форум будущего» is a name
_FUTURE = frozenset(["будет", "будут", "пройдет", "пройдут", "состоится", "состоятся", "планируется", "планируются"])
_STEPS = {"эт": 0, "текущ": 0, "нынешн": 0, "прошл": -1, "прошедш": -1, "минувш": -1, "следующ": 1, "будущ": 1}
_RELATIVE = re.compile(
    rf"(?<!\w)(?P<which>{'|'.join(_STEPS)})(?:от|{_ENDING})\s+(?P<unit>год|месяц)(?:а|у|е|ом|ем)?(?!\w)", re.IGNORECASE
)


def when_of(word: str, *, is_before_noun: bool = True) -> str:
    """UPCOMING, PAST, or "" for a word that says neither."""
    if not is_before_noun and not word.startswith(_BESIDE):
        return ""
    return next((when for when, pattern in _WHEN.items() if pattern.fullmatch(word)), "")


def is_verb_of_future(word: str) -> bool:
    """«какие форумы пройдут»"""
    return word in _FUTURE


def with_dates(text: str, today: dt.date) -> str:
    """The text with the year or the month in numbers: «в прошлом году» → «в 2025 году»."""
    return _RELATIVE.sub(lambda found: _date_of(found, today), text)


def _date_of(found: re.Match[str], today: dt.date) -> str:
    step = _STEPS[found["which"].lower()]
    if found["unit"].lower() == "год":
        return str(today.year + step)
    months = today.year * 12 + today.month - 1 + step
    return f"{MONTHS_NOMINATIVE[months % 12]} {months // 12}"
