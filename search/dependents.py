"""Find the documents that show parts of another row and must be rebuilt with it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Q

from core.compiled import CompiledQuery
from events.models import Event, EventOrganization, Material, Person, Stop
from parks.models import Organization, Park, Residency

from .interface import Kind

VERSION = "version"  # a version, which stands for its material
SERIES = "series"  # a series, which stands for its events
NO_DOCUMENTS = {VERSION, SERIES}


def dependents_of(kind: str, object_id: int) -> set[tuple[str, int]]:
    """{(kind, key)} of the documents, without the row's own. Slides are left out, as their material rebuilds them."""
    return {(its_kind, row.pk) for its_kind, query in _queries(kind) for row in query.rows(key=object_id)}


@cache
def _queries(kind: str) -> list[tuple[Kind, CompiledQuery]]:
    return [(its_kind, _compiled(rows)) for its_kind, rows in _DEPENDENTS.get(kind, ())]


def _compiled(rows: Callable[[int], Any]) -> CompiledQuery:
    return CompiledQuery(lambda key: rows(key).order_by().only("pk").distinct(), key=-1)


# A subquery for each relation: with joins, the database would look through all rows.


def _residents_and_managers(park: int) -> Any:
    residents = Residency.objects.filter(park=park).values("organization")
    managers = Park.objects.filter(pk=park).values("management_company")
    return Organization.objects.filter(Q(pk__in=residents) | Q(pk__in=managers))


def _parks_that_name(key: int) -> Any:
    resided = Residency.objects.filter(organization=key).values("park")
    return Park.objects.filter(Q(management_company=key) | Q(owner=key) | Q(developer=key) | Q(pk__in=resided))


def _events_of(key: int) -> Any:
    roles, stops = (model.objects.filter(organization=key).values("event") for model in (EventOrganization, Stop))
    return Event.objects.filter(Q(pk__in=roles) | Q(pk__in=stops))


_DEPENDENTS: dict[str, list[tuple[Kind, Callable[[int], Any]]]] = {
    VERSION: [(Kind.MATERIAL, lambda key: Material.objects.filter(versions=key))],
    SERIES: [(Kind.EVENT, lambda key: Event.objects.filter(series=key))],
    Kind.EVENT: [
        (Kind.MATERIAL, lambda key: Material.objects.filter(event=key)),
        (Kind.PERSON, lambda key: Person.objects.filter(appearances__event=key)),
    ],
    Kind.REGION: [
        (Kind.PARK, lambda key: Park.objects.filter(region=key)),
        (Kind.ORGANIZATION, lambda key: Organization.objects.filter(region=key)),
        (Kind.EVENT, lambda key: Event.objects.filter(region_roles__region=key)),
        (Kind.MATERIAL, lambda key: Material.objects.filter(event__region_roles__region=key)),
    ],
    Kind.PARK: [
        (Kind.ORGANIZATION, _residents_and_managers),
        (Kind.EVENT, lambda key: Event.objects.filter(stops__park=key)),
        (Kind.MATERIAL, lambda key: Material.objects.filter(event__stops__park=key)),
    ],
    Kind.ORGANIZATION: [
        (Kind.PARK, _parks_that_name),
        (Kind.ORGANIZATION, lambda key: Organization.objects.filter(parent=key)),
        (Kind.EVENT, _events_of),
    ],
    Kind.PERSON: [
        (Kind.EVENT, lambda key: Event.objects.filter(appearances__person=key)),
        (Kind.MATERIAL, lambda key: Material.objects.filter(talk__appearances__person=key)),
    ],
}
