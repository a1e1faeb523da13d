"""Find the documents that show parts of another row and must be rebuilt with it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q

from events.models import Appearance, Event, Material
from parks.models import Organization, Park

from .interface import Kind

VERSION = "version"  # stands for its material
SERIES = "series"  # stands for its events
NO_DOCUMENTS = {VERSION, SERIES}

Members = Iterator[tuple[str, int]]


def dependents_of(kind: str, object_id: int) -> set[tuple[str, int]]:
    """{(kind, key)} without the row itself. Slides are not listed: they are rebuilt with their material."""
    find = _DEPENDENTS.get(kind)
    return set(find(object_id)) if find else set()


def _of_version(key: int) -> Members:
    yield from _all(Kind.MATERIAL, Material.objects.filter(versions=key))


def _of_series(key: int) -> Members:
    yield from _all(Kind.EVENT, Event.objects.filter(series=key))


def _of_event(key: int) -> Members:
    yield from _all(Kind.MATERIAL, Material.objects.filter(event=key))
    people = Appearance.objects.filter(event=key).order_by().values_list("person", flat=True).distinct()
    yield from ((Kind.PERSON, person) for person in people)


def _of_region(key: int) -> Members:
    yield from _all(Kind.PARK, Park.objects.filter(region=key))
    yield from _all(Kind.ORGANIZATION, Organization.objects.filter(region=key))
    yield from _events_and_materials(Event.objects.filter(region_roles__region=key))


def _of_park(key: int) -> Members:
    residents_and_managers = Q(residencies__park=key) | Q(managed_parks=key)
    yield from _all(Kind.ORGANIZATION, Organization.objects.filter(residents_and_managers).distinct())
    yield from _events_and_materials(Event.objects.filter(stops__park=key))


def _of_organization(key: int) -> Members:
    named = Q(management_company=key) | Q(owner=key) | Q(developer=key) | Q(residencies__organization=key)
    yield from _all(Kind.PARK, Park.objects.filter(named).distinct())
    yield from _all(Kind.ORGANIZATION, Organization.objects.filter(parent=key))
    visited = Q(organization_roles__organization=key) | Q(stops__organization=key)
    yield from _all(Kind.EVENT, Event.objects.filter(visited).distinct())


def _of_person(key: int) -> Members:
    yield from _all(Kind.EVENT, Event.objects.filter(appearances__person=key).distinct())
    yield from _all(Kind.MATERIAL, Material.objects.filter(talk__appearances__person=key).distinct())


def _events_and_materials(events: Any) -> Members:
    keys = list(events.order_by().values_list("pk", flat=True).distinct())
    yield from ((Kind.EVENT, key) for key in keys)
    yield from _all(Kind.MATERIAL, Material.objects.filter(event__in=keys))


def _all(kind: Kind, rows: Any) -> Members:
    return ((kind, key) for key in rows.order_by().values_list("pk", flat=True))


_DEPENDENTS: dict[str, Callable[[int], Members]] = {
    VERSION: _of_version,
    SERIES: _of_series,
    Kind.EVENT: _of_event,
    Kind.REGION: _of_region,
    Kind.PARK: _of_park,
    Kind.ORGANIZATION: _of_organization,
    Kind.PERSON: _of_person,
}
