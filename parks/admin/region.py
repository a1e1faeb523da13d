from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Region
from .base import PortalAdmin


@admin.register(Region)
class RegionAdmin(PortalAdmin):
    list_display = ["name", "federal_district", "iso_code", "is_shown"]
    list_filter = ["federal_district", "kind", "is_hidden"]
    list_per_page = 100
    search_fields = ["name__holds", "aliases__holds"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "federal_district", "aliases", "is_hidden"]}),
        (
            _("Падежи: ими пишутся заголовки сайта"),
            {"fields": ["genitive", "dative", "accusative", "instrumental", "prepositional"]},
        ),
        (
            _("Коды, карта и ссылки"),
            {
                "classes": ["collapse"],
                "fields": ["iso_code", "okato", ("latitude", "longitude"), "investment_portal", "slug"],
            },
        ),
    ]

    @admin.display(description=_("на сайте"), boolean=True, ordering="is_hidden")
    def is_shown(self, region):
        return not region.is_hidden
