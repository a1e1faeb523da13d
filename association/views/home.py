from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.models import Event, Material
from events.views.materials import with_speakers
from parks.models import Park, Region

UPCOMING, RECENT = 4, 6


@require_safe
def home(request):
    user = request.user
    events = Event.objects.visible_to(user)
    recent = events.past().newest_first()[:RECENT]
    materials = Material.objects.listed_for(user)
    return render(
        request,
        "association/home.html",
        {
            "upcoming": events.upcoming().soonest_first().count_materials(user)[:UPCOMING],
            # Counted for these few alone: SQLite would count for every event it sorts.
            "past": Event.objects.filter(pk__in=recent.values("pk")).newest_first().count_materials(user),
            "materials": with_speakers(materials.newest_first().mark_open(user), user)[:RECENT],
            "events_total": events.count(),
            "materials_total": materials.count(),
            "parks_total": Park.objects.visible_to(user).count(),
            "regions_total": Region.objects.visible_to(user)
            .filter(pk__in=Park.objects.visible_to(user).values("region"))
            .count(),
        },
    )


@require_safe
def styleguide(request):
    """Every part once, in every state: for those who change the looks."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "styleguide.html")
