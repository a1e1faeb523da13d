"""What the lists of this room can be narrowed by. A wrong value narrows nothing and raises nothing."""

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from .models import Organization, Park, Residency
from .models.park import Availability


class OneInput(forms.CheckboxInput):
    """A box whose only value is 1: whatever else stands in the address leaves it empty."""

    def __init__(self):
        super().__init__(attrs={"value": "1"})

    def value_from_datadict(self, data, files, name):
        return data.get(name) == "1"


class Quantity(forms.DecimalField):
    """A number as people type it: 12,5 or 12.5, with or without spaces."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "6"})

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=0, max_digits=12, **kwargs)

    def to_python(self, value):
        return super().to_python("".join(str(value or "").split()).replace(",", "."))


def any_of(choices):
    return [("", _("все")), *choices]


class Filters(forms.Form):
    """A GET form over a queryset: `narrow` applies what was understood, in the form's own order."""

    def narrow(self, queryset):
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value:
                queryset = getattr(self, f"by_{name}")(queryset, value)
        return queryset

    @property
    def is_narrowing(self):
        self.is_valid()
        return any(value for name, value in self.cleaned_data.items() if name != "sort")


class ByRegion(Filters):
    """Filters with a region: the choice is among `regions`, which are asked for once."""

    region = forms.ChoiceField(label=_("Регион"), required=False)
    q = forms.CharField(
        label=_("Название"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data, regions):
        super().__init__(data)
        self.fields["region"].choices = any_of((region.slug, region.name) for region in regions)

    def by_region(self, queryset, slug):
        return queryset.filter(region__slug=slug)

    def by_q(self, queryset, words):
        return queryset.matching(words)


class ParkFilters(ByRegion):
    field_order = ["q", "region"]
    SORTS = {
        "name": (_("по названию"), ["name", "pk"]),
        "region": (_("по региону"), ["region__name", "name", "pk"]),
        "-free_area": (_("больше свободной земли"), [F("free_area_ha").desc(nulls_last=True), "name", "pk"]),
        "-power": (_("больше свободной мощности"), [F("electricity_free_mw").desc(nulls_last=True), "name", "pk"]),
        "-total_area": (_("больше площадь"), [F("total_area_ha").desc(nulls_last=True), "name", "pk"]),
    }

    status = forms.ChoiceField(label=_("Статус"), choices=any_of(Park.Status.choices), required=False)
    site = forms.ChoiceField(label=_("Площадка"), choices=any_of(Park.SiteType.choices), required=False)
    free_area_min = Quantity(label=_("Свободно от, га"))
    power_min = Quantity(label=_("Свободно от, МВт"))
    gas = forms.BooleanField(label=_("С газом"), widget=OneInput, required=False)
    rail = forms.BooleanField(label=_("С железной дорогой"), widget=OneInput, required=False)
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


class OrganizationFilters(ByRegion):
    field_order = ["q", "kind", "region", "resident"]
    kind = forms.ChoiceField(label=_("Вид"), choices=any_of(Organization.Kind.choices), required=False)
    resident = forms.BooleanField(label=_("Резиденты парков"), widget=OneInput, required=False)

    def __init__(self, data, regions, user):
        super().__init__(data, regions)
        self.user = user

    def by_kind(self, organizations, kind):
        return organizations.filter(kind=kind)

    def by_resident(self, organizations, _yes):
        residencies = Residency.objects.visible_to(self.user).exclude(status=Residency.Status.LEFT)
        return organizations.filter(pk__in=residencies.values("organization"))
