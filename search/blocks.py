"""Find the block above the hits: rows of the kind, place and date that a query names, or people who spoke about it.

All rows of a block, and their number, come from `visible_to`.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast, Length
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.dates import MONTHS_NOMINATIVE, PartialDate, format_date
from core.morphology import is_word, readings_of
from events.models import Appearance, Event, EventRegion, Material, Person, Slide
from parks.models import Organization, Park, Region

from .engines.base import COLUMNS, Candidate
from .interface import Block, BlockRow, Kind
from .kinds import KindWord
from .meaning import QueryReading, Scope
from .models import SearchDocument
from .query import Word
from .retrieval import Retriever
from .times import PAST, UPCOMING

WHEN = {UPCOMING: _("предстоящие"), PAST: _("прошедшие")}
MOST_ROWS = 12
MOST_LOOKED_AT = 80  # the best documents about a subject whose speakers are considered
LISTS = {
    Kind.PARK: "parks:parks",
    Kind.ORGANIZATION: "parks:organizations",
    Kind.EVENT: "events:events",
    Kind.MATERIAL: "events:materials",
}


@dataclass
class NamedBlock:
    """The block, and its people as candidates, which come before all hits."""

    block: Block
    first: list[Candidate]


def block_of(reading: QueryReading, ranked: list[Candidate], retriever: Retriever) -> NamedBlock | None:
    """The block for a query with these ranked candidates; None if the query names nothing or is ambiguous."""
    scope, query = reading.scope, reading.query
    if scope.kind is None or query.phrases or query.excluded or not retriever.is_unfiltered:
        return None
    if scope.kind.kind == Kind.PERSON:
        return _people(reading, scope, ranked, retriever)
    if not scope.has_place_or_date:
        return None
    rows = _rows(scope.kind, scope, retriever.user)
    if rows is None:
        return None
    narrowed = [one.object_id for one in ranked if scope.is_met_by(one) and one.kind == scope.kind.kind]
    rest = " ".join(word.shown for word in reading.rest) if narrowed else ""
    if rest:
        rows = rows.filter(pk__in=narrowed)
    shown = list(rows[: MOST_ROWS + 1])
    is_about_plans = scope.kind.kind == Kind.EVENT and scope.when == UPCOMING and not rest
    if not shown and not is_about_plans:
        return None
    count = len(shown) if len(shown) <= MOST_ROWS else rows.count()
    label = _label(scope.kind.label, scope, retriever.user, _named(reading.rest) if rest else "")
    found = [BlockRow(_title(row), row.get_absolute_url(), note=_note(row)) for row in shown[:MOST_ROWS]]
    return NamedBlock(Block(label, count, _list_url(scope if shown else replace(scope, when=PAST), rest), found), [])


def _title(row: Any) -> str:
    return capfirst(row.full_name) if isinstance(row, Park) else str(row)


def _note(row: Any) -> str:
    return row.dates if isinstance(row, Event) else ""


def _rows(kind: KindWord, scope: Scope, user: Any) -> Any:
    """Visible rows of the kind, from the place and of the date; None if the kind has no place or no date."""
    if kind.kind == Kind.EVENT:
        events = _events(scope, user)
        return events.soonest_first() if scope.when == UPCOMING else events.newest_first()
    if kind.kind in (Kind.MATERIAL, Kind.SLIDE):
        materials = Material.objects.visible_to(user).filter(event__in=_events(scope, user))
        return materials.select_related("talk").order_by("-event__sort_date", "pk")
    if not scope.regions:
        return None
    parks = Park.objects.visible_to(user).filter(region__slug__in=scope.regions)
    if kind.kind == Kind.PARK:
        of_kind = parks.filter(kind__in=kind.park_kinds) if kind.park_kinds else parks
        return of_kind.order_by("name", "pk") if of_kind.exists() else parks.order_by("name", "pk")
    organizations = Organization.objects.visible_to(user)
    if kind.is_resident:
        return organizations.filter(residencies__park__in=parks).distinct().order_by("name", "pk")
    return organizations.filter(region__slug__in=scope.regions).order_by("name", "pk")


def _events(scope: Scope, user: Any) -> Any:
    events = Event.objects.visible_to(user)
    if scope.regions:
        hosts = EventRegion.objects.filter(region__slug__in=scope.regions, role=EventRegion.Role.HOST)
        events = events.filter(pk__in=hosts.order_by().values("event"))
    if scope.kind and scope.kind.event_types:
        events = events.filter(type__in=scope.kind.event_types)
    if scope.year:
        events = events.in_year(scope.year)
    if scope.when:
        events = events.upcoming() if scope.when == UPCOMING else events.past()
    if scope.month:
        first, last = scope.days_of_month()
        events = events.filter(sort_date__lte=last, last_day__gte=first)
    if scope.day:
        known_to_the_day = Length(Cast("start", CharField()))
        events = events.alias(letters=known_to_the_day).filter(
            sort_date__lte=scope.day, last_day__gte=scope.day, letters=len("2016-05-25")
        )
    return events


def _label(kind: str, scope: Scope, user: Any, rest: str) -> str:
    """«Форумы: Калужская область, 2022, газ»."""
    names = Region.objects.visible_to(user).filter(slug__in=scope.regions).values_list("name", flat=True)
    parts = list(names) if scope.regions else []
    if scope.day:
        parts.append(format_date(PartialDate.from_iso(str(scope.day))))
    elif scope.month:
        parts.append(f"{MONTHS_NOMINATIVE[scope.month[1] - 1]} {scope.month[0]}")
    elif scope.year:
        parts.append(str(scope.year))
    if scope.when:
        parts.append(WHEN[scope.when])
    return f"{kind}: {', '.join(map(str, [*parts, rest] if rest else parts))}"


def _named(rest: tuple[Word, ...]) -> str:
    """The other words as typed; a single noun in the nominative: «Спикеры: лизинг» for «кто говорил о лизинге»."""
    typed = " ".join(word.shown for word in rest)
    lemma, part_of_speech = readings_of(typed)[0]
    return lemma if part_of_speech == "NOUN" and is_word(typed) else typed


def _list_url(scope: Scope, rest: str) -> str:
    """The address of the list with these filters, or of the search if the list lacks one; "" if both do."""
    kind = scope.kind
    params: dict[str, Any] = {}
    if (
        kind is None
        or len(scope.regions) > 1
        or scope.month
        or scope.day
        or kind.kind == Kind.SLIDE
        or kind.is_resident
    ):
        return ""
    if scope.regions:
        params["region"] = scope.regions[0]
    if scope.year and kind.kind != Kind.PARK:
        params["year"] = scope.year
    if len(kind.event_types) == 1:
        params["type"] = kind.event_types[0]
    elif kind.event_types:
        return ""
    if scope.when and kind.kind != Kind.EVENT:
        return ""
    if scope.when:
        params |= {"when": scope.when} | ({"q": rest} if rest else {})
    elif rest:
        return f"{reverse('search:search')}?{urlencode({'q': rest, 'kind': kind.kind, **params})}"
    if kind.park_kinds:
        return ""
    return f"{reverse(LISTS[kind.kind])}?{urlencode(params)}"


# --- People -----------------------------------------------------------------------------------------------------------


def _people(reading: QueryReading, scope: Scope, ranked: list[Candidate], retriever: Retriever) -> NamedBlock | None:
    """People, those who say most about the subject first; without a subject, all who spoke at that place and time."""
    subject = [word.shown for word in reading.rest]
    slides: dict[int, Candidate] = {}
    if subject:
        keys, slides = _who_spoke_of_it(ranked[:MOST_LOOKED_AT], retriever.user)
    elif scope.has_place_or_date:
        spoke = Appearance.objects.visible_to(retriever.user).filter(
            event__in=_events(scope, retriever.user), role__in=Appearance.SPEAKING
        )
        keys = list(dict.fromkeys(spoke.order_by("person__last_name", "person").values_list("person", flat=True)))
    else:
        return None
    people = Person.objects.visible_to(retriever.user).in_bulk(keys[:MOST_LOOKED_AT])
    in_order = [people[key] for key in keys if key in people]
    if not in_order:
        return None
    shown = in_order[:MOST_ROWS]
    said = _slides(slides, shown, retriever.user)
    rows = [BlockRow(str(person), person.get_absolute_url(), *said.get(person.pk, ("", ""))) for person in shown]
    label = _label(scope.kind.label if scope.kind else "", scope, retriever.user, _named(reading.rest))
    return NamedBlock(Block(label, len(in_order), "", rows), _as_candidates(shown))


def _who_spoke_of_it(best: list[Candidate], user: Any) -> tuple[list[int], dict[int, Candidate]]:
    """The keys of people, best first, and {person: slide that was found}."""
    materials = {one.material_id for one in best if one.material_id}
    spoke = Appearance.objects.visible_to(user).filter(talk__materials__in=materials)
    speakers: dict[int, list[int]] = {}
    for material, person in spoke.order_by("order", "pk").values_list("talk__materials", "person"):
        speakers.setdefault(material, []).append(person)
    found: dict[int, None] = {}
    slides: dict[int, Candidate] = {}
    for one in best:
        of_one = [one.object_id] if one.kind == Kind.PERSON else speakers.get(one.material_id or 0, [])
        for person in of_one:
            found[person] = None
            if one.kind == Kind.SLIDE:
                slides.setdefault(person, one)
    return list(found), slides


def _slides(slides: dict[int, Candidate], people: list[Person], user: Any) -> dict[int, tuple[str, str]]:
    """{person: (title, URL) of the slide}, for slides that the user may see."""
    wanted = {person.pk: slides[person.pk].object_id for person in people if person.pk in slides}
    rows = Slide.objects.visible_to(user).select_related("version").in_bulk(set(wanted.values()))
    return {
        person: (
            rows[key].title or rows[key].text.partition("\n")[0][:120],
            reverse("events:slide", args=[rows[key].version.material_id, rows[key].number]),
        )
        for person, key in wanted.items()
        if key in rows
    }


def _as_candidates(people: list[Person]) -> list[Candidate]:
    documents = SearchDocument.objects.filter(kind=Kind.PERSON, object_id__in=[person.pk for person in people])
    by_person = {row[-1]: Candidate(*row[:-1]) for row in documents.values_list(*COLUMNS, "object_id")}
    return [by_person[person.pk] for person in people if person.pk in by_person]
