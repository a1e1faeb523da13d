from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.kept_pages.views import kept
from core.pagination import FirstRows, first_rows

from .. import maps
from ..comparison import MOST
from ..models import Organization, Park, Region
from ..structured_data import region_metadata
from ..tiles import render_with_tiles

SHOWN = 30


@kept()
@require_safe
def regions(request):
    """All regions by federal district, including those without parks."""
    districts = list(Region.FederalDistrict)
    regions = maps.regions_with_parks(request.user)
    by_district = sorted(regions, key=lambda region: districts.index(region.federal_district))
    context = {
        "regions": regions,
        "districts": [
            (Region.FederalDistrict(district).label, list(group))
            for district, group in groupby(by_district, key=lambda region: region.federal_district)
        ],
    }
    return render(request, "parks/region_list.html", context)


@kept()
@require_safe
def region(request, slug):
    region = get_object_or_404(Region.objects.visible_to(request.user), slug=slug)
    parks = Park.objects.visible_to(request.user).in_region(region)
    organizations = Organization.objects.visible_to(request.user).filter(region=region)
    known = first_rows(parks, maps.LINKED_MARKS)
    context = {
        "region": region,
        "metadata": region_metadata(region),
        "map": maps.region(region, known.rows),
        "parks": FirstRows(known.rows[:SHOWN], len(known.rows) > SHOWN or known.has_more),
        "parks_total": parks.count() if known.has_more else len(known.rows),
        "land": None if known.has_more else land_of(known.rows),
        "to_compare": [park.slug for park in known.rows] if 2 <= len(known.rows) <= MOST else [],
        "organizations": first_rows(organizations, SHOWN),
    }
    return render_with_tiles(request, "parks/region_detail.html", context)


class Land(NamedTuple):
    """Known hectares summed over the parks. `total_of` and `free_of` are how many parks each sum includes."""

    total: Decimal | None
    free: Decimal | None
    total_of: int
    free_of: int


def land_of(parks):
    totals = [park.total_area_ha for park in parks if park.total_area_ha is not None]
    frees = [park.free_area_ha for park in parks if park.free_area_ha is not None]
    return Land(sum(totals) if totals else None, sum(frees) if frees else None, len(totals), len(frees))
