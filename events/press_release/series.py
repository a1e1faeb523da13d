"""Find the name of the event's series: «VII Форум промышленных территорий «Точка сборки»». Pure."""

import re

from core.morphology import pymorphy

from ..pasting.found import Found
from ..pasting.phrases import inner_quotes
from .draft import Edition

MOST_WORDS = 6
_WORD = re.compile(r"\s+([а-яё-]+|[А-ЯЁ]{2,6})(?!\w)")
_QUOTATION = re.compile(r"\s+«([^»\n]{2,100}(?:«[^»\n]+»)?)»|\s+[\"“„]([^\"”“\n]{2,100})[\"”“]")


def series_name(text: str, edition: Found[Edition]) -> str:
    """The name of the edition, with the genitives and the quotation that follow it in the text."""
    name, place = edition.value.name, edition.span.end
    for _word in range(MOST_WORDS):
        found = _WORD.match(text, place)
        if not name or found is None or not _is_genitive(found[1]):
            break
        name, place = f"{name} {found[1]}", found.end()
    if name and (quoted := _QUOTATION.match(text, place)):
        name = f"{name} «{inner_quotes(quoted[1] or quoted[2])}»"
    return name


def _is_genitive(word: str) -> bool:
    if word.isupper():
        return True  # «съезд резидентов ОЭЗ»
    return any("gent" in parse.tag and parse.score > 0.1 for parse in pymorphy().parse(word))
