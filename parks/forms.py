"""What the lists of this room can be narrowed by. A wrong value narrows nothing and raises nothing.

A form of filters counts what each option would find. It does so where a page shows it (`count_options`), not where a
feed or a calendar only narrows.
"""

from collections import Counter

from django import forms
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from .models import Organization, Park, Region, Residency
from .models.park import Availability
from .typography import number


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


class Words(forms.CharField):
    def __init__(self, label):
        widget = forms.TextInput(attrs={"type": "search"})
        super().__init__(label=label, required=False, max_length=200, widget=widget)


class Box(forms.BooleanField):
    """`count` is how many rows ticking it would find, where somebody has counted."""

    count = None

    def __init__(self, label):
        super().__init__(label=label, required=False, widget=OneInput)


class Choice(forms.ChoiceField):
    """A select that offers what there is and says how much of it.

    What it accepts does not hang on what it offers: a value that exists and finds nothing is an empty list, a value
    that makes no sense narrows nothing.
    """

    def __init__(self, label, accepts=None):
        super().__init__(label=label, required=False, choices=any_of([]))
        self.accepts = accepts
        self.names = {}

    def valid_value(self, value):
        return self.accepts(value)

    def offer(self, options, counts, chosen=""):
        """`options`, (value, label) in their order: those that something was counted for, and the chosen one."""
        self.names = dict(options)
        self.choices = any_of(
            (value, with_count(label, counts[value])) for value, label in options if counts[value] or value == chosen
        )


def any_of(choices):
    return [("", _("все")), *choices]


def with_count(label, count):
    """«Смоленская область (3)»: an option holds nothing but text."""
    return f"{label}\u00a0({number(count)})"


class Tally:
    """How many rows there are by the values of some columns, from one grouped query.

    The counts of a column respect what is chosen in the other columns: so many rows choosing there would find.
    """

    def __init__(self, groups, chosen):
        """`groups` are ({column: value}, rows); `chosen` is what the reader chose in the columns, "" for nothing."""
        self._groups = list(groups)
        self._chosen = {column: value for column, value in chosen.items() if value}

    def of(self, column):
        others = [(name, value) for name, value in self._chosen.items() if name != column]
        counts = Counter()
        for values, rows in self._groups:
            if all(values[name] == value for name, value in others):
                counts[values[column]] += rows
        return counts

    @property
    def total(self):
        chosen = self._chosen.items()
        return sum(rows for values, rows in self._groups if all(values[name] == value for name, value in chosen))


class Filters(forms.Form):
    """A GET form over a queryset: `narrow` applies what was understood, in the form's own order.

    `total` is how many rows are left, where `count_options` came to know it.
    """

    total = None

    def narrow(self, queryset, but=()):
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value and name not in but:
                queryset = getattr(self, f"by_{name}")(queryset, value)
        return queryset

    def chosen(self, *names):
        """{name: what was understood, "" if nothing}"""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in names}

    @property
    def in_words(self):
        """What the list is narrowed by, for a reader who does not see the fields."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if not value or name == "sort":
                continue
            field = self.fields[name]
            if isinstance(field, Choice):
                yield field.names.get(value, value)
            elif isinstance(field, Box):
                yield field.label
            elif isinstance(field, Quantity):
                yield f"{field.label}: {number(value)}"
            else:
                yield f"«{value}»"

    @property
    def is_narrowing(self):
        self.is_valid()
        return any(value for name, value in self.cleaned_data.items() if name != "sort")


class ByRegion(Filters):
    """Filters of what lies in a region: one that the user may know of."""

    q = Words(_("Название"))
    region = Choice(_("Регион"))

    def __init__(self, data, user):
        super().__init__(data)
        self.user = user
        self.regions = {region.slug: region for region in Region.objects.visible_to(user).only("slug", "name")}
        self.fields["region"].accepts = self.regions.__contains__

    def by_region(self, queryset, slug):
        return queryset.filter(region=self.regions[slug])

    def by_q(self, queryset, words):
        return queryset.matching(words)

    def offer_regions(self, tally):
        """`tally` counts by the region's key: grouping by its name would compare names in Russian order row by row."""
        by_key, counts = {region.pk: slug for slug, region in self.regions.items()}, tally.of("region")
        counts = Counter({by_key[key]: count for key, count in counts.items() if key in by_key})
        options = [(slug, region.name) for slug, region in self.regions.items()]
        self.fields["region"].offer(options, counts, self.chosen("region")["region"])

    def chosen_columns(self, *names):
        """What is chosen in the columns of a tally, the region by its key."""
        chosen = self.chosen(*names)
        region = self.regions.get(chosen["region"])
        return chosen | {"region": region and region.pk}


class ParkFilters(ByRegion):
    SORTS = {
        "name": (_("по названию"), ["name", "pk"]),
        "region": (_("по региону"), ["region__name", "name", "pk"]),
        "-free_area": (_("больше свободной земли"), [F("free_area_ha").desc(nulls_last=True), "name", "pk"]),
        "-power": (_("больше свободной мощности"), [F("electricity_free_mw").desc(nulls_last=True), "name", "pk"]),
        "-total_area": (_("больше площадь"), [F("total_area_ha").desc(nulls_last=True), "name", "pk"]),
    }

    status = Choice(_("Статус"), lambda value: value in Park.Status)
    site = Choice(_("Площадка"), lambda value: value in Park.SiteType)
    free_area_min = Quantity(label=_("Свободно от, га"))
    power_min = Quantity(label=_("Свободно от, МВт"))
    gas = Box(_("С газом"))
    rail = Box(_("С железной дорогой"))
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
        tally = Tally(groups, chosen)
        self.total = tally.total
        self.offer_regions(tally)
        self.fields["status"].offer(Park.Status.choices, tally.of("status"), chosen["status"])
        self.fields["site"].offer(Park.SiteType.choices, tally.of("site"), chosen["site"])
        for name in ("gas", "rail"):
            self.fields[name].count = tally.of(name)[True]


class OrganizationFilters(ByRegion):
    field_order = ["q", "kind", "region", "resident"]
    kind = Choice(_("Вид"), lambda value: value in Organization.Kind)
    resident = Box(_("Резиденты парков"))

    def by_kind(self, organizations, kind):
        return organizations.filter(kind=kind)

    def by_resident(self, organizations, _yes):
        residencies = Residency.objects.visible_to(self.user).exclude(status=Residency.Status.LEFT)
        return organizations.filter(pk__in=residencies.values("organization"))

    def count_options(self, organizations):
        columns = ("region", "kind")
        rows = self.narrow(organizations, but=columns).order_by().values_list(*columns).annotate(Count("pk"))
        chosen = self.chosen_columns(*columns)
        tally = Tally([({"region": region, "kind": kind}, count) for region, kind, count in rows], chosen)
        self.total = tally.total
        self.offer_regions(tally)
        self.fields["kind"].offer(Organization.Kind.choices, tally.of("kind"), chosen["kind"])
