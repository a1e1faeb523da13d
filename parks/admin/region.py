from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin
from core.admin.names import Names

from ..models import Region
from .points import PointForm


def _names_of_regions(regions):
    for key, *names in regions.values_list("pk", "name", "aliases", "genitive"):
        yield key, " ".join(names)


@admin.register(Region)
class RegionAdmin(PortalAdmin):
    form = PointForm
    list_display = ["name", "federal_district", "iso_code", "is_shown"]
    list_filter = ["federal_district", "kind", "is_hidden"]
    list_per_page = 100
    search_fields = ["name__holds", "aliases__holds"]
    names = Names(Region, _names_of_regions, ignored=["область", "край", "республика"])
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
                "fields": ["iso_code", "okato", ("latitude", "longitude"), "time_zone", "investment_portal", "slug"],
            },
        ),
    ]

    @admin.display(description=_("на сайте"), boolean=True, ordering="is_hidden")
    def is_shown(self, region):
        return not region.is_hidden


class RegionFilter(admin.SimpleListFilter):
    """Offers only regions that some row has. `path` is the lookup from a row to its region."""

    title = _("регион")
    parameter_name = "region"
    path = "region"

    def lookups(self, request, model_admin):
        used = model_admin.model._base_manager.order_by().values(self.path)
        return [(str(pk), name) for pk, name in Region.objects.filter(pk__in=used).values_list("pk", "name")]

    def queryset(self, request, queryset):
        known = {value for value, _name in self.lookup_choices}
        return queryset.filter(**{self.path: self.value()}) if self.value() in known else queryset
