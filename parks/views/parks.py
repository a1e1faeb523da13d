from itertools import groupby

from django.db.models import Count, Prefetch
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from core.kept_pages.views import kept
from core.pagination import FilteredListView

from .. import maps
from ..filters import ParkFilters
from ..models import Park, Region
from ..models.park_figure import quantities
from ..park_page import load_park
from ..passport import passport, stocks, utilities
from ..structured_data import park_metadata
from ..tiles import render_with_tiles

MOST_READ = 20  # slugs in an address that are looked up


def shown_region(user):
    """Prefetch the region as `shown_region`, None if the user may not see it."""
    return Prefetch("region", Region.objects.visible_to(user), to_attr="shown_region")


@method_decorator(kept(*ParkFilters.base_fields, "compare", "page"), name="dispatch")
class ParkList(FilteredListView):
    """The list of parks. `compare=<slug>` keeps the parks that were picked for a comparison on other pages."""

    template_name = "parks/park_list.html"

    def get_queryset(self):
        user = self.request.user
        filters = ParkFilters(self.request.GET, user)
        return self.filtered(filters, Park.objects.visible_to(user)).prefetch_related(shown_region(user))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        picked = parks_of(self.request.GET.getlist("compare"), Park.objects.visible_to(self.request.user))
        shown = {park.pk for park in context["object_list"]}
        return {
            **context,
            "picked": picked,
            "picked_here": {park.pk for park in picked if park.pk in shown},
            "picked_elsewhere": [park for park in picked if park.pk not in shown],
            "keep": [("compare", park.slug) for park in picked],
        }


def parks_of(slugs, parks):
    """The `parks` with these slugs, in the order of the slugs."""
    wanted = list(dict.fromkeys(slug.replace("\x00", "") for slug in slugs))[:MOST_READ]
    found = {park.slug: park for park in parks.filter(slug__in=wanted)} if wanted else {}
    return [found[slug] for slug in wanted if slug in found]


@kept()
@require_safe
def park(request, slug):
    page = load_park(slug, request.user)
    found, region = page.park, page.park.shown_region
    context = {
        "park": found,
        **_passport(found),
        **page.records,
        "figures": _figures(page.records["figures"]),
        "map": maps.park(found, region, page.neighbours),
        "metadata": park_metadata(found, region=region),
    }
    return render_with_tiles(request, "parks/park_detail.html", context)


def _figures(figures):
    """[(label, figures)] in the order of the passport, the newest figures first."""
    order = [name for name, _label in quantities()] if figures else []
    shown = sorted(figures, key=lambda one: order.index(one.name))
    return [(label, list(rows)) for label, rows in groupby(shown, lambda one: one.label)]


def _passport(park):
    sections, land, networks = passport(park), stocks(park), utilities(park)
    is_unknown = not sections and not any(stock.is_known for stock in (*land, *networks))
    return {"passport": sections, "land": land, "utilities": networks, "is_unknown": is_unknown}


@require_safe
def park_map(request):
    """GeoJSON of the parks with a known point; `regions` counts all parks of a region, with or without a point."""
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
