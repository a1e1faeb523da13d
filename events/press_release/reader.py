"""Read a press release into a Draft. Pure.

It first separates the text from its site. Then it finds the kind of event, the dates and the place, the regions, the
parks and companies, the people and the materials. Each value keeps its place in the text and its doubt.
"""

from collections.abc import Sequence

from core.dates import PartialDate
from core.text import fold

from ..pasting.found import Found, Span
from ..pasting.regions import Atlas, KnownRegion
from .companies import companies_of, named_of, visited_of
from .dates import dates_of
from .delegations import delegations_of
from .draft import Draft
from .editions import edition_of
from .kinds import kind_of
from .materials import materials_of
from .numbers import numbers_of
from .organizations import organizations_of
from .outcomes import outcomes_of
from .page import Page, page_of
from .parks import parks_of
from .people import people_of
from .places import regions_of
from .programme import parts_of
from .quotations import quotations_of
from .relative_days import relative_words
from .residencies import residencies_of
from .sessions import sessions_of
from .venue import is_hybrid, is_online, place_of

TOURS = {"study_tour", "field_seminar", "field_conference"}
LONGEST_TEXT = 60_000  # characters
LONGEST_HEADING = 60  # «Материалы мероприятия:»
SHORTEST = 40  # letters; a shorter text describes no event
EMPTY = "Текста нет. Вставьте текст пресс-релиза целиком."
TOO_LONG = "Текст длиннее 60 000 знаков: это не пресс-релиз. Оставьте в нём одно мероприятие."
TOO_SHORT = "Текст слишком короткий, чтобы в нём было мероприятие."
NOT_RUSSIAN = "Текст не на русском языке. Разбираются только русские тексты."
NO_EVENT = "Мероприятия в тексте не видно: нет ни даты, ни места, ни участников."


def read(text: str, regions: Sequence[KnownRegion] | None = None, published: PartialDate | None = None) -> Draft:
    """The draft of the event in a text. `regions` are the known regions, by default those in `parks/data`.

    `published` is the day of the text if its page does not name it; «сегодня» is relative to it.
    A text longer than LONGEST_TEXT is not a press release and is not read.
    """
    if len(text) > LONGEST_TEXT:
        return Draft("", TOO_LONG)
    page = page_of(text)
    if refusal := _refusal(page):
        return Draft(page.text, refusal)
    if published and page.published is None:
        page.published = Found(published, Span(0, 0))
    draft = Draft(page.text)
    atlas = Atlas.of(regions)
    draft.title, draft.published = page.title, page.published
    draft.kind = kind_of(page)
    draft.parks = parks_of(page)
    draft.organizations = organizations_of(page, atlas, draft.kind.value)
    _read_when_and_where(draft, page, atlas)
    draft.people = people_of(page, draft.parks)
    names = [person.span for person in draft.people]  # «директор парка Ярмуш Ендиеров»
    draft.parks = [park for park in draft.parks if not any(name.holds(park.span) for name in names)]
    draft.companies = companies_of(page, draft.people, draft.parks)
    draft.named = named_of(page, [*draft.organizations, *draft.companies], draft.people, draft.parks)
    draft.sessions = sessions_of(page) if draft.kind.value != "strategy_session" else []
    if draft.kind.value in TOURS:
        draft.parts = parts_of(page, _days(draft))
    draft.visited = visited_of(page, draft.companies)
    draft.residencies = residencies_of(page, draft.companies, draft.parks)
    draft.materials = materials_of(page, draft.people)
    draft.numbers = numbers_of(page)
    draft.outcomes = outcomes_of(page, draft.people)
    draft.quotations = quotations_of(page, draft.people)
    draft.delegations = delegations_of(page, draft.people)
    draft.paragraphs = _paragraphs(page, draft)
    if not (draft.start or draft.when or draft.place or draft.people or draft.organizations or draft.parks):
        return Draft(page.text, NO_EVENT)
    return draft


def _days(draft: Draft) -> int:
    """How many days the event has; 1 if the dates do not tell."""
    first, last = (one.value if one else None for one in (draft.start, draft.end))
    if not (first and last and first.day and last.day and first.month == last.month):
        return 1
    return last.day - first.day + 1


def _refusal(page: Page) -> str:
    letters = [char for char in page.text if char.isalpha()]
    if not letters:
        return EMPTY
    if len(letters) < SHORTEST:
        return TOO_SHORT
    cyrillic = sum("а" <= letter <= "я" for letter in map(fold, letters))
    return NOT_RUSSIAN if cyrillic * 2 < len(letters) else ""


def _paragraphs(page: Page, draft: Draft) -> list[str]:
    """The paragraphs before the list of materials, which consists of lines with materials and short headings."""
    promised = [found.span for found in draft.materials]
    body = list(page.body)
    while body and (any(body[-1].holds(one) for one in promised) or _is_heading(page.text[slice(*body[-1])])):
        body.pop()
    return [page.text[slice(*span)].strip() for span in body or page.body]


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and line.rstrip().endswith(":")


def _read_when_and_where(draft: Draft, page: Page, atlas: Atlas) -> None:
    if dates := dates_of(page):
        draft.start, draft.end = dates
    else:
        draft.when = relative_words(page)
    found = regions_of(page, atlas, draft.kind.value if draft.kind else "other", draft.organizers)
    draft.regions, draft.participant_regions, draft.inferred_regions = found.hosts, found.guests, found.inferred
    draft.place = place_of(page, atlas, draft.parks if draft.kind and draft.kind.value == "study_tour" else [])
    draft.is_online, draft.is_hybrid = is_online(page), is_hybrid(page)
    draft.edition = edition_of(page)
