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
from parks.outlines import country

from ..home_page import load_home

COUNTRY_WIDTH = 720


@kept()
@require_safe
def home(request):
    page = load_home(request.user)
    main_event, *upcoming_rest = page.upcoming or page.past[:1] or page.without_year[:1] or [None]
    return render(
        request,
        "association/home.html",
        {
            "page": page,
            "main_event": main_event,
            "upcoming_rest": upcoming_rest,
            "past": [event for event in page.past if event != main_event],
            "without_year": [event for event in page.without_year if event != main_event],
        },
    )


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
