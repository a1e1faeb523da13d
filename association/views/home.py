import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.files.views import share_image
from core.kept_pages.views import kept
from core.share_image import draw
from events.models import Event, Material
from parks.models import Park, Region
from parks.outlines import country

UPCOMING, RECENT, WITHOUT_A_YEAR = 4, 6, 3
COUNTRY_WIDTH = 720


@kept()
@require_safe
def home(request):
    user = request.user
    events = Event.objects.visible_to(user)
    taking_place = events.taking_place()
    upcoming = list(taking_place.upcoming().soonest_first().count_materials(user)[:UPCOMING])
    past = _few(taking_place.past().dated().newest_first()[:RECENT], user)
    # Lists by date do not contain these.
    without_year = _few(taking_place.without_year().newest_first()[:WITHOUT_A_YEAR], user)
    main_event, *upcoming_rest = upcoming or past[:1] or without_year[:1] or [None]
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
            "past": [event for event in past if event != main_event],
            "without_year": [event for event in without_year if event != main_event],
            "materials": shown,
            "events_total": events.count(),
            "materials_total": materials.count(),
            "parks_total": Park.objects.visible_to(user).count(),
            "regions_total": Region.objects.visible_to(user)
            .filter(pk__in=Park.objects.visible_to(user).values("region"))
            .count(),
        },
    )


def _few(events, user):
    """The events with their numbers of materials, counted in a query of their own.

    In one query SQLite would count the materials of every event that it sorts.
    """
    return list(Event.objects.filter(pk__in=events.values("pk")).newest_first().count_materials(user))


@require_safe
@conditional_page
def card(request):
    """The preview picture for messengers, for pages without their own."""
    picture = draw(
        title=settings.ASSOCIATION_NAME,
        lines=(_("Мероприятия, парки и материалы"), urlsplit(settings.SITE_URL).netloc),
        outline=country(),
        outline_width=COUNTRY_WIDTH,
    )
    return share_image(picture, is_public=True)


@require_safe
def styleguide(request):
    """Every component of the design in every state, for those who change it. Staff only."""
    if not request.user.is_staff:
        raise Http404
    css = Path(finders.find("css/tokens.css")).read_text(encoding="utf-8")
    sprite = Path(finders.find("img/sprite.svg")).read_text(encoding="utf-8")
    colours = dict.fromkeys(re.findall(r"--([\w-]+): (?:light-dark|#)", css))
    return render(
        request, "styleguide.html", {"colours": colours, "icons": re.findall(r'<symbol id="([\w-]+)"', sprite)}
    )
