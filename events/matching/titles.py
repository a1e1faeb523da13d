"""Find the title on the first slide. Pure."""

import re
from collections.abc import Sequence

from core.morphology import pymorphy

from .evidence import AUTHOR, employed_in, named_in
from .known import Speaker
from .lexicon import LEGAL_FORMS
from .words import FileWord, words_of_line

MOST_LINES = 4
LONGEST = 300
_LABEL = re.compile(r"^\s*(?:тема(?: доклада| выступления)?|доклад|презентация|topic|title)\s*[:–—-]\s*", re.IGNORECASE)
_PLACE_AND_YEAR = re.compile(r"^[^\d]{0,30}(?:\d{1,2}[.\s–-].{0,20})?(?:19|20)\d\d\s*(?:г\.?|год)?\s*$", re.IGNORECASE)


def title_of(pages: Sequence[str], speakers: Sequence[Speaker]) -> str:
    """The first lines up to the speaker, without organizations and dates; "" if there are none."""
    lines: list[str] = []
    for line in pages[0].split("\n") if pages else ():
        line = _LABEL.sub("", line).strip()
        words = words_of_line(line)
        if sum(len(word.text) for word in words) < 3:
            if lines:
                break
            continue
        if named_in(words, speakers) or AUTHOR.match(line) or (lines and not _goes_on(lines[-1], line, words)):
            break
        if not _is_beside_the_title(line, words, speakers):
            lines.append(line)
        if len(lines) == MOST_LINES:
            break
    return " ".join(lines)[:LONGEST]


def _is_beside_the_title(line: str, words: list[FileWord], speakers: Sequence[Speaker]) -> bool:
    if words[0].folded in LEGAL_FORMS or _PLACE_AND_YEAR.match(line):
        return True
    return any(2 * len(found.places) > len(words) for found in employed_in(words, speakers))


def _goes_on(before: str, line: str, words: list[FileWord]) -> bool:
    """Whether the title continues in this line: after a comma, in lower case, or in an oblique case."""
    last = before.split()[-1].lower()
    if line[:1].islower() or before[-1] in ",:–—-" or (len(last) < 4 and last.isalpha()):
        return True
    parses = pymorphy().parse(words[0].folded)
    return all(parse.tag.case not in (None, "nomn") for parse in parses)
