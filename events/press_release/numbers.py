"""Find numbers of participants: «более 200 участников из 15 регионов». Pure."""

import re

from ..pasting.found import Found, Span
from .draft import Number
from .page import Page

_OF = [
    ("participants", r"участник\w*|человек|делегат\w*|специалист\w*|гост(?:ей|я)|слушател\w*|предпринимател\w*"),
    ("companies", r"компани\w*|предприяти\w*|организаци\w*"),
    ("regions", r"регион\w*|субъект\w*"),
    ("countries", r"стран\w*|государств\w*"),
]
_NUMBER = re.compile(
    r"(?:(?P<over>более|свыше|больше)|(?P<about>около|порядка|примерно|почти|до))?\s*(?<![\d.,–-])"
    r"(?P<value>\d{1,3}(?: \d{3})+|\d{1,6})(?![\d.,]\d)"
    r"\s+(?:[а-яё]+(?:ых|их|ов|ей)\s+){0,2}(?:" + "|".join(f"(?P<{of}>{words})" for of, words in _OF) + r")(?!\w)",
    re.IGNORECASE,
)
_OF_THE_EVENT = re.compile(
    r"участ|собрал|приех|прибы|посетил|объедин|приня|представител|зарегистр|пришл", re.IGNORECASE
)


def numbers_of(page: Page) -> list[Found[Number]]:
    """The first number of each kind, from sentences about the event."""
    found: dict[str, Found[Number]] = {}
    for sentence in page.sentences:
        said = page.said(sentence)
        if not _OF_THE_EVENT.search(said):
            continue
        for match in _NUMBER.finditer(said):
            of = next(name for name, _words in _OF if match[name])
            precision = "over" if match["over"] else "about" if match["about"] else ""
            start = sentence[0].span.start
            number = Number(of, int(match["value"].replace(" ", "")), precision)
            found.setdefault(of, Found(number, Span(start + match.start("value"), start + match.end())))
    return list(found.values())
