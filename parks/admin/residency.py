from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import HistoryAdmin, PortalStackedInline
from core.admin.spreadsheets import SpreadsheetAdmin
from core.dates import format_range

from ..models import Residency
from ..spreadsheets import RESIDENTS
from .region import RegionFilter

_FIGURES = ("investment_rub", "jobs")


class ParkRegionFilter(RegionFilter):
    path = "park__region"


@admin.register(Residency)
class ResidencyAdmin(SpreadsheetAdmin, HistoryAdmin):
    spreadsheet = RESIDENTS
    list_display = ["organization", "park", "region", "status", "product", "period"]
    list_display_links = ["organization", "park"]
    list_filter = ["status", ParkRegionFilter]
    list_select_related = ["organization", "park__region"]
    search_fields = [
        "organization__names",
        "park__names",
        "product__holds",
    ]
    fieldsets = [
        (None, {"fields": ["organization", "park", "status", "product"]}),
        (_("Сроки и цифры"), {"fields": [("since", "until"), _FIGURES, "note"]}),
    ]

    def page_of(self, residency):
        return residency.park.get_absolute_url()

    @admin.display(description=_("регион"), ordering="park__region__name")
    def region(self, residency):
        return residency.park.region

    @admin.display(description=_("когда"), ordering="since")
    def period(self, residency):
        if residency.since:
            return format_range(residency.since, residency.until)
        return _("по %s") % format_range(residency.until) if residency.until else ""


class _ResidencyInline(PortalStackedInline):
    model = Residency
    add_text = _("Добавить резидента")
    show_change_link = True
    verbose_name_plural = _("резиденты")
    fields = [("organization", "status"), "product", ("since", "until"), _FIGURES, "note"]
    classes = ["collapse"]


class ResidentsOfPark(_ResidencyInline):
    """The residents, on the page of a park."""


class ParksOfResident(_ResidencyInline):
    """The parks where it is a resident, on the page of an organization."""

    verbose_name_plural = _("в каких парках")
    add_text = _("Добавить парк")
    fields = [("park", "status"), *_ResidencyInline.fields[1:]]
