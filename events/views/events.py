from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parks.models import Region
from parks.pages import PagedListView

from ..forms import EventFilters
from ..models import Event, EventRegion
from .event_page import load_event


class EventList(PagedListView):
    template_name = "events/event_list.html"
    context_object_name = "events"

    def get_queryset(self):
        user = self.request.user
        self.filters = EventFilters(self.request.GET, user)
        return self.filters.narrow(Event.objects.visible_to(user).newest_first())

    def dress(self, rows):
        user = self.request.user
        regions = Region.objects.visible_to(user)
        hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST, region__in=regions).select_related("region")
        events = Event.objects.filter(pk__in=rows.values("pk")).order_by(*rows.query.order_by)
        return events.count_materials(user).prefetch_related(Prefetch("region_roles", hosts, to_attr="hosts"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(filters=self.filters, **kwargs)


@require_safe
def event(request, slug):
    return render(request, "events/event_detail.html", load_event(slug, request.user))
