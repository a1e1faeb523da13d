"""Find where a second press release begins in a pasted text. Pure.

A wrong cut loses half an event. So a release must begin with a line that looks like a title or a date stamp, and must
have dates of its own, which differ from those of the text before it.
"""

import re
from itertools import islice

from core.dates import PartialDate

from ..pasting.found import Found
from ..pasting.people_lists import person_of_line
from ..pasting.tokens import clean, tokens_of
from .dates import dates_of
from .page import is_of_site, lines_of, page_of, stamp_of

SHORTEST = 150  # letters of a press release
LONGEST_TITLE = 160
MOST_TITLES = 12  # titles to look at; a text with more of them is a list
LEAD = 1_500  # characters at the beginning of a release that tell its date
_TITLE = re.compile(r"(?!\w+(?: \w+)? [–—-] )[«\"]?[А-ЯЁA-Z][^\n:;]*[^\s.,:;–—-]")  # not «Партнёр программы — …»


def second_begins(text: str) -> int | None:
    """Where the second release begins in `clean(text)`; None if there is only one or it is unclear."""
    text = clean(text)
    starts = (line.start for line in lines_of(text) if _may_begin(text[slice(*line)].strip()))
    likely = (
        start
        for start in starts
        if _ends(text[:start]) and min(_letters(text[:start]), _letters(text[start:])) >= SHORTEST
    )
    return next((start for start in islice(likely, MOST_TITLES) if _are_two(text[:start], text[start:])), None)


def _may_begin(said: str) -> bool:
    words = len(re.findall(r"[а-яёА-ЯЁ]{2,}", said))
    if stamp_of(said):
        return True
    is_title = len(said) <= LONGEST_TITLE and words >= 3 and _TITLE.fullmatch(said) is not None
    return is_title and not is_of_site(said)


def _ends(before: str) -> bool:
    """Whether the text before is complete: its last line is a sentence or belongs to the site."""
    last = before.rstrip().rpartition("\n")[2].strip()
    return last.endswith((".", "!", "?", "…", "»", ")")) or is_of_site(last)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text[: 4 * SHORTEST]))


def _are_two(before: str, after: str) -> bool:
    if person_of_line(tokens_of(after.partition("\n")[0])):
        return False
    first, second = dates_of(page_of(before[:LEAD])), _dates_of_lead(after[:LEAD])
    return bool(first and second and not _share_days(first, second))


def _dates_of_lead(text: str) -> tuple[Found[PartialDate], Found[PartialDate]] | None:
    page = page_of(text)
    page.sentences = page.sentences[:3]
    dates = dates_of(page)
    return dates if dates and dates[0].is_sure else None


def _share_days(
    first: tuple[Found[PartialDate], Found[PartialDate]], second: tuple[Found[PartialDate], Found[PartialDate]]
) -> bool:
    """Whether the second range is within the first or adjacent to it, as a day of the same programme."""
    start, end = (_day(one.value) for one in first)
    return start - 1 <= _day(second[0].value) <= end + 1


def _day(date: PartialDate) -> int:
    return (date.month or 0) * 31 + (date.day or 0)
