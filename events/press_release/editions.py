"""Find the number of a recurring event: «IV съезд», «третий сезон», «в пятый раз», «ежегодный». Pure."""

import re

from ..pasting.found import Found, Span
from ..pasting.phrases import nominative_phrase
from ..pasting.tokens import Sentence
from .draft import Edition
from .page import Page

_EVENTS = (
    r"(?:форум|съезд|конференци|выставк|конгресс|саммит|фестивал|конкурс|ярмарк|сесси|сл[её]т|семинар|собрани|школ|"
    r"сезон|встреч|хакатон|чемпионат|неделя|недели|неделю|премия|премии|церемони)\w*"
)
_ORDINALS = (
    "перв", "втор", "трет", "четв[её]рт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат",
)  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_ROMAN = r"(?P<roman>[IVXLCХІ]{1,7})"
_NUMBER = r"(?P<digits>\d{1,3})-?(?:й|я|е|го|му|ом|ый|ая|ой|ую)"
_WORD = rf"(?P<word>(?:{_ORDINAL})(?:ый|ий|ой|ая|ья|ое|ье|ую|ью|ого|ьего|ому|ьему|ему|ом|ьем|ей|ьей))"
_BETWEEN = r"\s+(?P<name>(?:[А-ЯЁа-яё-]+(?:ый|ий|ой|ая|яя|ое|ее|ого|его|ом|ем|ую|юю|ей)\s+){0,4}?"
_BY_NOUN = re.compile(rf"(?<![\w.-])(?:{_ROMAN}|(?i:{_NUMBER}|{_WORD})){_BETWEEN}(?i:{_EVENTS}))(?!\w)")
_BY_TIMES = re.compile(rf"(?<!\w)во?\s+(?:{_NUMBER}|{_WORD})\s+раз(?!\w)", re.IGNORECASE)
_FIRST = re.compile(r"(?<!\w)впервые\s+(?:прош|пройд|провод|провел|состо|открыл|собрал|организ)", re.IGNORECASE)
_YEARLY = re.compile(rf"(?<!\w)(?:ежегодн|традиционн)\w+\s+(?P<name>(?:[а-яё-]+\s+){{0,3}}?{_EVENTS})", re.IGNORECASE)
_ANOTHER = re.compile(r"напомн|ранее|в прошлом|предыдущ|следующ|прошедш", re.IGNORECASE)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "Х": 10, "І": 1}
LEAD = 5  # sentences at the beginning that may tell it

FIRST_TIME = "В тексте сказано «впервые»: проверьте, что это о мероприятии."


def edition_of(page: Page) -> Found[Edition] | None:
    """The edition; None if the text has neither a number nor a word for a yearly event."""
    lead = [sentence for sentence in page.sentences[:LEAD] if not _ANOTHER.search(page.said(sentence))]
    for pattern in (_BY_NOUN, _BY_TIMES, _FIRST, _YEARLY):
        for sentence in lead:
            start, end = sentence[0].span.start, sentence[-1].span.end
            if found := pattern.search(page.text, start, end):
                name = _name(sentence, Span(*found.span("name"))) if "name" in found.groupdict() else ""
                number = 1 if pattern is _FIRST else _number(found)
                return Found(Edition(number, name), Span(*found.span()), FIRST_TIME if pattern is _FIRST else "")
    return None


def _number(found: re.Match[str]) -> int | None:
    told = found.groupdict()
    if told.get("roman"):
        return _of_roman(told["roman"])
    if told.get("digits"):
        return int(told["digits"])
    if word := told.get("word"):
        return next(n for n, stem in enumerate(_ORDINALS, 1) if re.match(stem, word, re.IGNORECASE))
    return None


def _of_roman(written: str) -> int:
    values = [_VALUES[letter] for letter in written]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _name(sentence: Sentence, span: Span) -> str:
    """The name of the event in the nominative: «Сибирский форум»."""
    inside = [place for place, token in enumerate(sentence) if span.holds(token.span)]
    return nominative_phrase(sentence, inside[0], inside[-1] + 1) if inside else ""
