from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

from ..calendars.entries import load_facts
from ..models import Access, Event
from ..share_image import draw


@require_safe
@conditional_page
def card(request, slug):
    """The picture of an event for messengers. Only public regions are drawn: a proxy may cache the image."""
    events = load_facts(Event.objects.visible_to(request.user), AnonymousUser())
    event = get_object_or_404(events, slug=slug)
    regions = [link.region for link in event.hosts]
    picture = draw(
        title=event.title,
        dates=event.dates,
        place=event.place or ", ".join(region.name for region in regions),
        name=settings.ASSOCIATION_NAME,
        region_code=regions[0].iso_code if regions else "",
    )
    response = HttpResponse(picture, content_type="image/png")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # pages of messengers show it
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'"
    if event.access == Access.PUBLIC and not event.is_draft:
        response["Cache-Control"] = "public, no-cache"  # a proxy asks each time whether the event is still public
    else:
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
    return response
