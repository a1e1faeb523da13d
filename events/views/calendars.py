"""Calendar files: one event to save, or a calendar of many for subscription."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.files.names import content_disposition
from core.kept_pages.address import only_known

from ..calendars.entries import calendar_entry, load_facts
from ..calendars.icalendar import render_calendar
from ..filters import EventFilters
from ..models import Event

MAX_ENTRIES = 500
CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
@conditional_page
def event_ics(request, slug):
    """One event for the reader's own calendar; 404 if its days are not known exactly."""
    event = load_facts(Event.objects.visible_to(request.user).filter(slug=slug), request.user).first()
    entry = event and calendar_entry(event)
    if not entry:
        raise Http404
    response = HttpResponse(render_calendar([entry]), content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = content_disposition(f"{event.slug}.ics")
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
@conditional_page
def calendar_ics(request):
    """The newest MAX_ENTRIES events that match the filters of /events/.

    Programs that subscribe do not log in, so everyone gets what a visitor sees.
    """
    visitor = AnonymousUser()
    with only_known(request, tuple(EventFilters.base_fields)):
        filters, url = EventFilters(request.GET, visitor), settings.SITE_URL + request.get_full_path()
    found = filters.narrow(Event.objects.visible_to(visitor)).newest_first()
    entries = filter(None, map(calendar_entry, load_facts(found[:MAX_ENTRIES], visitor)))
    name = _("%s: мероприятия") % settings.ASSOCIATION_SHORT_NAME
    response = HttpResponse(render_calendar(entries, name=name, url=url), content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = content_disposition("calendar.ics", inline=True)
    return response
