from itertools import groupby

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Organization, Park, Region
from ..pages import beginning

SHOWN = 30


@require_safe
def regions(request):
    """All of them, by federal district: an empty one says as much as a full one."""
    districts = list(Region.FederalDistrict)
    parks = dict(Park.objects.visible_to(request.user).order_by().values_list("region").annotate(Count("pk")))
    regions = list(Region.objects.visible_to(request.user))
    for region in regions:
        region.parks_count = parks.get(region.pk, 0)
    by_district = sorted(regions, key=lambda region: districts.index(region.federal_district))
    context = {
        "regions": regions,
        "districts": [
            (Region.FederalDistrict(district).label, list(group))
            for district, group in groupby(by_district, key=lambda region: region.federal_district)
        ],
    }
    return render(request, "parks/region_list.html", context)


@require_safe
def region(request, slug):
    region = get_object_or_404(Region.objects.visible_to(request.user), slug=slug)
    parks = Park.objects.visible_to(request.user).in_region(region)
    organizations = Organization.objects.visible_to(request.user).filter(region=region)
    context = {
        "region": region,
        "parks": beginning(parks, SHOWN),
        "organizations": beginning(organizations, SHOWN),
    }
    return render(request, "parks/region_detail.html", context)
