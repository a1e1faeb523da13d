from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalStackedInline, PortalTabularInline

from ..models import Session, Stop
from .ownership import OfThisEvent, PartOfEventAdmin

_PARK_OF_THE_DAY = (
    _("Каким парк был в тот день"),
    {
        "classes": ["collapse"],
        "fields": [("park_status_then", "total_area_then_ha", "free_area_then_ha"), "state_then"],
        "description": _("Запишите со слов хозяев: через годы это покажет, как вырос парк."),
    },
)


class Route(OfThisEvent, PortalStackedInline):
    model = Stop
    show_change_link = True
    fieldsets = [
        (None, {"fields": [("day", "starts_at", "order"), ("park", "organization"), ("title", "host"), "note"]}),
        _PARK_OF_THE_DAY,
    ]


class Programme(OfThisEvent, PortalTabularInline):
    model = Session
    show_change_link = True
    fields = ["day", "starts_at", "ends_at", "kind", "title", "place", "order"]


@admin.register(Stop)
class StopAdmin(PartOfEventAdmin):
    list_display = ["what", "event", "day", "starts_at", "host"]
    list_select_related = ["event", "park", "organization", "host"]
    search_fields = ["title__holds", "park__name__holds", "organization__name__holds", "event__title__holds"]
    fieldsets = [
        (None, {"fields": ["event", ("day", "starts_at", "order"), "park", "organization", "title", "host", "note"]}),
        _PARK_OF_THE_DAY,
    ]

    @admin.display(description=_("точка маршрута"))
    def what(self, stop):
        return stop.what


@admin.register(Session)
class SessionAdmin(PartOfEventAdmin):
    list_display = ["title", "kind", "event", "day", "starts_at", "ends_at"]
    list_filter = ["kind"]
    list_select_related = ["event"]
    search_fields = ["title__holds", "event__title__holds"]
    fieldsets = [
        (None, {"fields": ["event", "title", "kind", ("day", "starts_at", "ends_at"), "place", "order"]}),
        (_("Подробнее"), {"fields": ["description"]}),
    ]
