from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..forms import ParkFilters
from ..models import Organization, Park, Region, Residency
from ..pages import PagedListView
from ..passport import passport, utilities


def shown_region(user):
    """Where it is, unless the region is kept off the site."""
    return Prefetch("region", Region.objects.visible_to(user), to_attr="shown_region")


class ParkList(PagedListView):
    template_name = "parks/park_list.html"

    def get_queryset(self):
        user = self.request.user
        parks = Park.objects.visible_to(user)
        regions = Region.objects.visible_to(user).filter(Exists(parks.filter(region=OuterRef("pk"))))
        self.filters = ParkFilters(self.request.GET, regions)
        return self.filters.narrow(parks).prefetch_related(shown_region(user))

    def get_context_data(self, **kwargs):
        return super().get_context_data(filters=self.filters, **kwargs)


@require_safe
def park(request, slug):
    user = request.user
    parks = Park.objects.visible_to(user).prefetch_related(
        shown_region(user),
        Prefetch("management_company", Organization.objects.visible_to(user)),
        Prefetch("residencies", Residency.objects.visible_to(user).select_related("organization")),
        "certificates",
        "status_changes",
    )
    park = get_object_or_404(parks, slug=slug)
    context = {"park": park, "passport": passport(park), "utilities": utilities(park)}
    return render(request, "parks/park_detail.html", context)


@require_safe
def park_map(request):
    """GeoJSON of the parks whose point is known; `regions` counts all parks of a region, pointed or not."""
    parks = Park.objects.visible_to(request.user)
    regions = Region.objects.visible_to(request.user)
    counts = dict(parks.order_by().values_list("region").annotate(Count("pk")))
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [feature(park) for park in parks.filter(latitude__isnull=False).only(*FEATURE)],
            "regions": [
                {
                    "code": region.iso_code,
                    "name": region.name,
                    "url": region.get_absolute_url(),
                    "parks": counts[region.pk],
                }
                for region in regions.filter(pk__in=counts)
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


FEATURE = ["name", "slug", "status", "latitude", "longitude", "point_is_approximate"]


def feature(park):
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [park.longitude, park.latitude]},
        "properties": {
            "name": park.name,
            "status": park.status,
            "url": park.get_absolute_url(),
            "approximate": park.point_is_approximate,
        },
    }
