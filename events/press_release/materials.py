"""Find the materials that a text promises: a programme, presentations of the listed people, a report. Pure."""

import re
from collections.abc import Sequence

from ..pasting.found import Found, Span
from ..pasting.people import MentionedPerson
from .draft import DraftMaterial
from .page import Page

_HEADING = re.compile(r"(?:материалы|презентации|доклады|выступления)(?:\s+[^\n:]{0,60})?\s*:?", re.IGNORECASE)
_PROGRAMME = re.compile(
    r"(?:скачать\s+)?программ[ау](?:\s+(?:мероприятия|форума|конференции|семинара|визита|тура|поездки))?\s*[.:]?",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?P<kind>годовой отч[её]т|отч[её]т|резолюция|сборник|доклад|презентация|протокол)\s+«[^»]+(?:«[^»]+»[^»]*)?»",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"опубликован|размещ|доступ|скачать|ознакомиться|на сайте", re.IGNORECASE)
_KINDS = {
    "отчет": "report",
    "годовой отчет": "report",
    "резолюция": "resolution",
    "доклад": "paper",
    "презентация": "presentation",
}


def materials_of(page: Page, people: Sequence[Found[MentionedPerson]]) -> list[Found[DraftMaterial]]:
    found: list[Found[DraftMaterial]] = []
    under_heading = False
    for span in page.body:
        said = page.text[slice(*span)].strip()
        if _PROGRAMME.fullmatch(said):
            found.append(Found(DraftMaterial("programme", said.rstrip(" .:")), span))
        elif _HEADING.fullmatch(said):
            under_heading = True
        elif under_heading and (speaker := _speaker(page, span, people)):
            found.append(Found(DraftMaterial("presentation", "", speaker), span))
        else:
            found += _documents(page, span)
    return found


def _speaker(page: Page, span: Span, people: Sequence[Found[MentionedPerson]]) -> str:
    """The name of the person who begins the line, possibly one known from the prose."""
    opening = page.text[slice(*span)].strip()[:60].lower()
    words = re.findall(r"[\w-]+", opening)[:4]
    for person in people:
        parts = [part.lower() for part in (person.value.name.last, person.value.name.first) if "." not in part]
        if parts and all(part in words for part in parts):
            return person.value.name.shown
    return ""


def _documents(page: Page, span: Span) -> list[Found[DraftMaterial]]:
    said = page.text[slice(*span)]
    if not _PUBLISHED.search(said):
        return []
    return [
        Found(
            DraftMaterial(_KINDS.get(found["kind"].lower().replace("ё", "е"), "document"), found[0]),
            Span(span.start + found.start(), span.start + found.end()),
        )
        for found in _DOCUMENT.finditer(said)
    ]
