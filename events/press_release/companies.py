"""Find the companies and other organizations of a text, and which companies were visited. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.text import fold

from ..pasting.found import Found
from ..pasting.organizations import MentionedOrganization, organization
from ..pasting.people import MentionedPerson
from .draft import DraftPark
from .organizations import initials_of
from .page import Page

_FORMS = frozenset(
    [
        "ООО",
        "ОАО",
        "ЗАО",
        "ПАО",
        "АО",
        "НАО",
        "ГУП",
        "МУП",
        "ФГУП",
        "ИП",
        "НПО",
        "НПП",
        "ТОО",
        "ГК",
        "Группа",
        "УК",
        "ОДО",
        "КФХ",
        "СПК",
    ]
)
_CLASS_OF_COMPANY = re.compile(
    r"(?!управляющ)(?:[а-яё-]+\s+){0,2}(?:компани|фирм|предприяти|групп|холдинг)[а-яё]*\s+[«\"]"
)
_VISITED = re.compile(r"посети|посеща|побыва|осмотре|экскурси|показали", re.IGNORECASE)
_NO_NAME = re.compile(r"[IVXLC]+$|секци|сесси|портал|журнал|проект|площадк|правлени", re.IGNORECASE)
_CLASS_BEFORE_FORM = re.compile(r"[\w-]+\s+(?=(?:ООО|ОАО|ЗАО|ПАО|АО|НАО)\s+«)", re.IGNORECASE)


def companies_of(
    page: Page, people: Sequence[Found[MentionedPerson]], parks: Sequence[Found[DraftPark]]
) -> list[Found[MentionedOrganization]]:
    """Companies by legal form, «Группа» or «компания», and employers of people.

    «ИП «Заволжье»» is an industrial park instead, if the text says so elsewhere.
    """
    names = {park.value.name for park in parks}
    told = [_without_class(found) for organizations in page.organizations for found in organizations]
    named = [found for found in told if _is_company(page, found)]
    employers = [employer for person in people if (employer := _employer(page, person))]
    companies: dict[str, Found[MentionedOrganization]] = {}
    for one in sorted([*named, *employers], key=lambda one: one.span.start):
        if not (one.value.legal_form == "ИП" and one.value.name in names):
            companies.setdefault(one.value.shown.lower(), one)
    return list(companies.values())


def named_of(
    page: Page,
    told: Sequence[Found[MentionedOrganization]],
    people: Sequence[Found[MentionedPerson]],
    parks: Sequence[Found[DraftPark]],
) -> list[Found[MentionedOrganization]]:
    """Further organizations of the text, without repetitions, except within positions."""
    known = [fold(name) for one in told for name in (one.value.name, one.value.shown)]
    known += [initials_of(one.value.name).lower() for one in told]
    posts = [_stems(f"{person.value.position} {person.value.organization}") for person in people]
    places = [fold(park.value.name) for park in parks]
    found: dict[str, Found[MentionedOrganization]] = {}
    for one in (one for organizations in page.organizations for one in organizations):
        name = fold(one.value.shown)
        is_told = name in known or _is_company(page, one) or any(place in name for place in places)
        if is_told or _NO_NAME.match(one.value.name) or any(_stems(name) <= post for post in posts):
            continue
        if " " in name or one.value.name.isupper():
            found.setdefault(name, one)
    return list(found.values())


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w+", fold(text))}


def _without_class(found: Found[MentionedOrganization]) -> Found[MentionedOrganization]:
    """The company without a class word: «Завод ООО «Окапласт»» becomes «ООО «Окапласт»»."""
    name = _CLASS_BEFORE_FORM.sub("", found.value.shown, count=1)
    return found if name == found.value.shown else replace(found, value=organization(name, found.value.role))


def _is_company(page: Page, found: Found[MentionedOrganization]) -> bool:
    first = found.value.shown.split()[0]
    if first == found.value.shown and first in _FORMS:
        return False  # «директор УК»
    written = page.text[slice(*found.span)]
    if re.search(r"управляющ\w+\s+(?:компани\w+\s+)?$", page.text[: found.span.start][-30:]):
        return first in _FORMS
    return first in _FORMS or (
        _CLASS_OF_COMPANY.match(written) is not None and found.value.name in written[-len(found.value.name) - 2 :]
    )


def _employer(page: Page, person: Found[MentionedPerson]) -> Found[MentionedOrganization] | None:
    """The employer of a person, if its name is Latin or a quotation without a class word: «BOES», «Каро-Групп»."""
    name = person.value.organization
    employer = organization(name)
    if re.search(rf"парк\w*\s+[«\"]{re.escape(name)}", page.text):
        return None
    is_latin = bool(re.match(r"[A-Za-z]{2,}", name)) and not re.fullmatch(r"[IVXLC]+\b.*", name)
    is_bare = bool(name) and "«" not in name and bool(re.search(rf"[«\"]{re.escape(name)}[»\"]", page.text))
    if employer.legal_form in _FORMS or is_latin or is_bare:
        return Found(employer, person.span, person.doubt)
    return None


def visited_of(page: Page, companies: Sequence[Found[MentionedOrganization]]) -> list[Found[str]]:
    """Companies after a word for a visit, in the same sentence."""
    visited = []
    for found in companies:
        sentence = next(s for s in page.sentences if s[0].span.start <= found.span.start < s[-1].span.end)
        before = page.text[sentence[0].span.start : found.span.start]
        if _VISITED.search(before):
            visited.append(Found(found.value.shown, found.span, found.doubt))
    return visited
