"""Filter forms of the lists of parks and organizations."""

from collections import Counter

from django import forms
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from core.filters import CountedChoiceField, FilterForm, FlagField, NumberField, OptionCounts, WordsField

from .models import Organization, Park, Region, Residency
from .models.park import Availability


class RegionFilterForm(FilterForm):
    """A filter form with the regions that the user may see."""

    q = WordsField(_("Название"))
    region = CountedChoiceField(_("Регион"))

    def __init__(self, data, user):
        super().__init__(data)
        self.user = user
        self.regions = {region.slug: region for region in Region.objects.visible_to(user).only("slug", "name")}
        self.fields["region"].accepts = self.regions.__contains__

    def by_region(self, queryset, slug):
        return queryset.filter(region=self.regions[slug])

    def by_q(self, queryset, words):
        return queryset.matching(words)

    def offer_regions(self, counts):
        """Offer the regions. `counts` has their keys, because grouping by name would collate Russian text per row."""
        counts_by_key = counts.by("region")
        counts_by_slug = Counter({slug: counts_by_key[region.pk] for slug, region in self.regions.items()})
        options = [(slug, region.name) for slug, region in self.regions.items()]
        self.fields["region"].offer(options, counts_by_slug, self.chosen("region")["region"])

    def chosen_columns(self, *names):
        """{column: the reader's choice}. A region is given by its key."""
        chosen = self.chosen(*names)
        region = self.regions.get(chosen["region"])
        return chosen | {"region": region and region.pk}


class ParkFilters(RegionFilterForm):
    SORTS = {
        "name": (_("по названию"), ["name", "pk"]),
        "region": (_("по региону"), ["region__name", "name", "pk"]),
        "-free_area": (_("больше свободной земли"), [F("free_area_ha").desc(nulls_last=True), "name", "pk"]),
        "-power": (_("больше свободной мощности"), [F("electricity_free_mw").desc(nulls_last=True), "name", "pk"]),
        "-total_area": (_("больше площадь"), [F("total_area_ha").desc(nulls_last=True), "name", "pk"]),
    }

    status = CountedChoiceField(_("Статус"), lambda value: value in Park.Status)
    site = CountedChoiceField(_("Площадка"), lambda value: value in Park.SiteType)
    free_area_min = NumberField(label=_("Свободно от, га"))
    power_min = NumberField(label=_("Свободно от, МВт"))
    gas = FlagField(_("С газом"))
    rail = FlagField(_("С железной дорогой"))
    sort = forms.ChoiceField(
        label=_("Порядок"), choices=[(name, label) for name, (label, _fields) in SORTS.items()], required=False
    )

    def by_status(self, parks, status):
        return parks.filter(status=status)

    def by_site(self, parks, site_type):
        return parks.filter(site_type=site_type)

    def by_free_area_min(self, parks, hectares):
        return parks.filter(free_area_ha__gte=hectares)

    def by_power_min(self, parks, megawatts):
        return parks.filter(electricity_free_mw__gte=megawatts)

    def by_gas(self, parks, _yes):
        return parks.filter(gas=Availability.YES)

    def by_rail(self, parks, _yes):
        return parks.filter(rail_access=Park.RailAccess.ON_SITE)

    def by_sort(self, parks, name):
        return parks.order_by(*self.SORTS[name][1])

    def count_options(self, parks):
        columns = ("region", "status", "site", "gas", "rail")
        rows = self.narrow(parks, but=columns).order_by()
        rows = rows.values_list("region", "status", "site_type", "gas", "rail_access").annotate(Count("pk"))
        has_gas, has_rail = Availability.YES, Park.RailAccess.ON_SITE
        groups = [
            (dict(zip(columns, (region, status, site, gas == has_gas, rail == has_rail), strict=True)), count)
            for region, status, site, gas, rail, count in rows
        ]
        chosen = self.chosen_columns(*columns)
        counts = OptionCounts(groups, chosen)
        self.total = counts.total
        self.offer_regions(counts)
        self.fields["status"].offer(Park.Status.choices, counts.by("status"), chosen["status"])
        self.fields["site"].offer(Park.SiteType.choices, counts.by("site"), chosen["site"])
        for name in ("gas", "rail"):
            self.fields[name].count = counts.by(name)[True]


class OrganizationFilters(RegionFilterForm):
    field_order = ["q", "kind", "region", "resident"]
    kind = CountedChoiceField(_("Вид"), lambda value: value in Organization.Kind)
    resident = FlagField(_("Резиденты парков"))

    def by_kind(self, organizations, kind):
        return organizations.filter(kind=kind)

    def by_resident(self, organizations, _yes):
        residencies = Residency.objects.visible_to(self.user).exclude(status=Residency.Status.LEFT)
        return organizations.filter(pk__in=residencies.values("organization"))

    def count_options(self, organizations):
        columns = ("region", "kind")
        rows = self.narrow(organizations, but=columns).order_by().values_list(*columns).annotate(Count("pk"))
        chosen = self.chosen_columns(*columns)
        counts = OptionCounts([({"region": region, "kind": kind}, count) for region, kind, count in rows], chosen)
        self.total = counts.total
        self.offer_regions(counts)
        self.fields["kind"].offer(Organization.Kind.choices, counts.by("kind"), chosen["kind"])
