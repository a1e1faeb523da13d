"""Load the page of a park, by queries whose SQL is compiled once for all readers of a kind."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.http import Http404

from core.compiled import CompiledQuery

from . import maps
from .models import (
    Organization,
    Park,
    ParkAccreditation,
    ParkCertificate,
    ParkFigure,
    ParkPhase,
    ParkRating,
    ParkStatusChange,
    Region,
    Residency,
)
from .reader import Reader

PARK, REGION, SLUG = -1, -2, "slug of a compiled query"
COMPANIES = ("management_company", "owner", "developer")
KEYS = [-3, -4, -5]  # of the COMPANIES
RECORDS = {
    "residencies": Residency,
    "certificates": ParkCertificate,
    "status_changes": ParkStatusChange,
    "phases": ParkPhase,
    "accreditations": ParkAccreditation,
    "ratings": ParkRating,
    "figures": ParkFigure,
}


class ParkPage(NamedTuple):
    """What a reader sees of a park. A company or a `shown_region` that the reader may not see is None."""

    park: Park
    neighbours: list[Park]  # with a known point
    records: dict[str, list[Any]]


def load_park(slug: str, user: Any) -> ParkPage:
    """The ParkPage. Raises Http404 if the user may not see the park."""
    queries = _queries(Reader(user.is_staff))
    park = next(queries["park"].rows(slug=slug), None)
    if park is None:
        raise Http404
    park.shown_region = next(queries["region"].rows(region=park.region_id), None)
    _add_companies(park, queries["companies"])
    records = {name: list(queries[name].rows(park=park.pk)) if getattr(park, f"has_{name}") else [] for name in RECORDS}
    near = queries["neighbours"].rows(region=park.region_id) if park.shown_region and park.latitude is not None else ()
    return ParkPage(park, list(near), records)


def _add_companies(park: Park, query: CompiledQuery) -> None:
    keys = [getattr(park, f"{name}_id") for name in COMPANIES]
    found: Iterable[Organization] = query.rows(keys=[key or 0 for key in keys]) if any(keys) else ()
    known = {company.pk: company for company in found}
    for name, key in zip(COMPANIES, keys, strict=True):
        # Assigning None to the field would also clear the key, as if the park had no such company.
        park._state.fields_cache[name] = known.get(key)


@cache
def _queries(reader: Reader) -> dict[str, CompiledQuery]:
    def parks() -> Any:
        return Park.objects.visible_to(reader)

    def park(slug: str) -> Any:
        has = {f"has_{name}": Exists(model.objects.filter(park=OuterRef("pk"))) for name, model in RECORDS.items()}
        return parks().filter(slug=slug).annotate(**has)

    def neighbours(region: int) -> Any:
        return parks().filter(region=region, latitude__isnull=False).only(*maps.MARKED)[: maps.LINKED_MARKS]

    def records(name: str) -> CompiledQuery:
        return CompiledQuery(lambda park: RECORDS[name].objects.filter(park=park), park=PARK)

    def figures(park: int) -> Any:
        return ParkFigure.objects.visible_to(reader).filter(park=park)

    def residencies(park: int) -> Any:
        return Residency.objects.visible_to(reader).select_related("organization").filter(park=park)

    return {
        "park": CompiledQuery(park, slug=SLUG),
        "region": CompiledQuery(lambda region: Region.objects.visible_to(reader).filter(pk=region), region=REGION),
        "companies": CompiledQuery(lambda keys: Organization.objects.visible_to(reader).filter(pk__in=keys), keys=KEYS),
        "neighbours": CompiledQuery(neighbours, region=REGION),
        **{name: records(name) for name in RECORDS},
        "figures": CompiledQuery(figures, park=PARK),
        "residencies": CompiledQuery(residencies, park=PARK),
    }
