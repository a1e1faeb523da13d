"""Calendars: one event to keep, or all of them, or those of a filter, to subscribe to."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.files.names import content_disposition

from ..calendars.entries import entry, told_to
from ..calendars.icalendar import calendar
from ..filters import EventFilters
from ..models import Event

IN_A_CALENDAR = 500
CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
@conditional_page
def event_ics(request, slug):
    """One event for the reader's own calendar; 404 for one whose days nobody knows exactly."""
    event = told_to(Event.objects.visible_to(request.user).filter(slug=slug), request.user).first()
    dated = event and entry(event)
    if not dated:
        raise Http404
    response = HttpResponse(calendar([dated]), content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = content_disposition(f"{event.slug}.ics")
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
@conditional_page
def calendar_ics(request):
    """The newest IN_A_CALENDAR events, or those of the filters of /events/. Programs that subscribe do not log in, so
    it holds what a visitor sees, whoever asks."""
    visitor = AnonymousUser()
    filters = EventFilters(request.GET, visitor)
    found = filters.narrow(Event.objects.visible_to(visitor)).newest_first()
    entries = filter(None, map(entry, told_to(found[:IN_A_CALENDAR], visitor)))
    name = _("%s: мероприятия") % settings.ASSOCIATION_SHORT_NAME
    response = HttpResponse(
        calendar(entries, name=name, url=settings.SITE_URL + request.get_full_path()), content_type=CALENDAR_TYPE
    )
    response["Content-Disposition"] = content_disposition("calendar.ics", inline=True)
    return response
