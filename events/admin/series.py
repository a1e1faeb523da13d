from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin

from ..models import Series


@admin.register(Series)
class SeriesAdmin(PortalAdmin):
    list_display = ["name", "events_count"]
    search_fields = ["name__holds"]
    fields = ["name"]
    ordering = Series._meta.ordering  # an aggregate would drop it

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(events_count=Count("events"))

    @admin.display(description=_("мероприятий"), ordering="events_count")
    def events_count(self, series):
        return series.events_count
