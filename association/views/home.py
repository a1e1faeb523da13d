import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.models import Event, Material
from parks.models import Park, Region

UPCOMING, RECENT = 4, 6


@require_safe
def home(request):
    user = request.user
    events = Event.objects.visible_to(user)
    upcoming = list(events.upcoming().soonest_first().count_materials(user)[:UPCOMING])
    recent = events.past().newest_first()[:RECENT]
    # Materials are counted for these few alone. In one query, SQLite would count them for every event that it sorts.
    past = list(Event.objects.filter(pk__in=recent.values("pk")).newest_first().count_materials(user))
    main_event, *upcoming_rest = upcoming or past[:1] or [None]
    materials = Material.objects.listed_for(user)
    newest = materials.newest_first().mark_open(user).with_speakers(user)
    # Locked materials are shown only to readers who may open none.
    shown = newest.filter(is_open=True, current_version__isnull=False)[:RECENT] or newest[:RECENT]
    return render(
        request,
        "association/home.html",
        {
            "main_event": main_event,
            "upcoming": upcoming,
            "upcoming_rest": upcoming_rest,
            "past": past if upcoming else past[1:],
            "materials": shown,
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
    """Every part of the design once, in every state, for those who change the design. Staff only."""
    if not request.user.is_staff:
        raise Http404
    css = Path(finders.find("css/tokens.css")).read_text(encoding="utf-8")
    sprite = Path(finders.find("img/sprite.svg")).read_text(encoding="utf-8")
    colours = dict.fromkeys(re.findall(r"--([\w-]+): (?:light-dark|#)", css))
    return render(
        request, "styleguide.html", {"colours": colours, "icons": re.findall(r'<symbol id="([\w-]+)"', sprite)}
    )
