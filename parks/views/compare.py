from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.kept_pages.views import kept

from ..comparison import MOST, comparison
from ..models import Organization, Park
from .parks import parks_of, shown_region


@kept("park")
@require_safe
def compare(request):
    """Up to MOST parks of `?park=…&park=…` side by side."""
    user = request.user
    rows = Park.objects.visible_to(user).prefetch_related(
        shown_region(user),
        Prefetch("management_company", Organization.objects.visible_to(user)),
        "certificates",
    )
    named = parks_of(request.GET.getlist("park"), rows)
    parks = named[:MOST]
    slugs = [park.slug for park in parks]
    context = {
        "parks": [(park, [slug for slug in slugs if slug != park.slug]) for park in parks],
        "slugs": slugs,
        "left_out": named[MOST:],
        "most": MOST,
        "tables": comparison(parks) if parks else [],
    }
    return render(request, "parks/compare.html", context)
