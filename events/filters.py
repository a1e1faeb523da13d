"""The filter forms of the lists of events, people and materials, with the number of rows of each option."""

import re
from collections import Counter
from typing import NamedTuple

from django import forms
from django.db.models import BooleanField, Case, CharField, Count, Value, When
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import BoundaryDateField
from core.filters import CountedChoiceField, FilterForm, FlagField, OptionCounts, WordsField
from core.text import sort_key
from parks.models import Park, Region

from .models import Attendance, Event, EventRegion, Material, Stop

PARKS_IN_A_SELECT = 200
UNKNOWN_YEAR = "unknown"
HOST = EventRegion.Role.HOST
# All columns that the counts of EventFilters are made of, those that say what a reader may see among them.
COUNTED = {
    Event: ["type", "sort_date", "last_day", "access", "published_at"],
    EventRegion: ["event", "region", "role"],
    Stop: ["event", "park"],
    Attendance: ["event", "user"],
    Region: ["name", "slug", "is_hidden"],
    Park: ["name", "slug", "published_at"],
}


def is_year(value):
    return value == UNKNOWN_YEAR or re.fullmatch(r"[12]\d{3}", value) is not None


class EventFilters(FilterForm):
    """The filters of the list of events. The tabs of the list choose `when`."""

    WHEN = [("upcoming", _("Предстоящие")), ("past", _("Прошедшие"))]
    beside = ("when",)
    counted = ("when", "region", "type", "year", "park")  # `materials` depends on materials

    when = CountedChoiceField(_("Когда"), lambda value: value in dict(EventFilters.WHEN))
    region = CountedChoiceField(_("Регион"))
    type = CountedChoiceField(_("Вид"), lambda value: value in Event.Type)
    year = CountedChoiceField(_("Год"), is_year)
    park = CountedChoiceField(_("Парк"))
    q = WordsField(_("Слова в названии"))
    materials = FlagField(_("С материалами"))

    def __init__(self, data, user):
        super().__init__(data)
        self.user = user
        self.places = _places_of(data, user)
        for name in ("region", "park"):
            self.fields[name].accepts = lambda _slug, name=name: name in self.places
        self.fields["when"].widget = forms.HiddenInput()

    @property
    def keys(self):
        """{filter: the key of the row that its slug names}"""
        return {name: place.pk for name, place in self.places.items()}

    def by_when(self, events, when):
        return events.upcoming() if when == "upcoming" else events.past()

    def by_region(self, events, _slug):
        return events.in_region(self.places["region"].pk)

    def by_type(self, events, event_type):
        return events.of_type(event_type)

    def by_year(self, events, year):
        return _of_year(events, year)

    def by_park(self, events, _slug):
        return events.at_park(self.places["park"].pk)

    def by_q(self, events, text):
        return events.matching(text)

    def by_materials(self, events, _yes):
        return events.with_materials_for(self.user)

    @property
    def is_any(self):
        """Whether the filters other than `when` find anything."""
        return self.fields["when"].counts.total() > 0

    @property
    def tabs(self):
        """[(value of `when`, label, number of events)]. The first is for all events."""
        counts = self.fields["when"].counts
        return [("", _("Все"), counts.total()), *((value, label, counts[value]) for value, label in self.WHEN)]

    def count_options(self, events):
        columns = ("when", "type", "year")
        is_past = Case(When(last_day__lt=timezone.localdate(), then=True), default=False, output_field=BooleanField())
        rows = self.narrow(events, but=columns).order_by()
        rows = rows.annotate(is_past=is_past, first=_year_of("sort_date"), last=_year_of("last_day"))
        groups = [
            ({"when": "past" if is_past else "upcoming", "type": event_type, "year": _years(first, last)}, count)
            for is_past, event_type, first, last, count in rows.values_list(
                "is_past", "type", "first", "last"
            ).annotate(Count("pk"))
        ]
        chosen = self.chosen(*columns)
        counts = OptionCounts(groups, chosen)
        self.total = counts.total
        self.fields["when"].offer(self.WHEN, counts.by("when"), chosen["when"])
        self.fields["type"].offer(Event.Type.choices, counts.by("type"), chosen["type"])
        _offer_years(self.fields["year"], counts.by("year"), chosen["year"])
        self._offer_places(events)

    def _offer_places(self, events):
        """Offer regions and parks, by two queries: the counts by key, then the names of the keys.

        Grouping by name would compare the names of all rows by the Russian collation.
        """
        hosts = EventRegion.objects.filter(role=HOST, event__in=self._but("region", events))
        stops = Stop.objects.filter(park__isnull=False, event__in=self._but("park", events))
        regions = hosts.order_by().values_list(Value("region"), "region").annotate(Count("event"))
        parks = stops.order_by().values_list(Value("park"), "park").annotate(Count("event", distinct=True))
        counts = {"region": Counter(), "park": Counter()}
        for name, key, count in regions.union(parks, all=True):
            counts[name][key] = count
        if len(counts["park"]) > PARKS_IN_A_SELECT:
            counts["park"].clear()  # too many parks for a select; other filters narrow them first
        for name, place in self.places.items():
            counts[name].setdefault(place.pk, self.total)
        known = _known_places(self.user)
        named = _named({name: known[name].filter(pk__in=counts[name]) for name in counts})
        for name in counts:
            places = [place for its_name, place in named if its_name == name]
            _offer_places(self.fields[name], places, counts[name], self.chosen(name)[name])

    def _but(self, name, events):
        return self.narrow(events, but=[name]).order_by()


class PersonFilters(FilterForm):
    q = WordsField(_("Фамилия, имя"))
    letter = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, user, letters):
        super().__init__(data)
        self.user = user
        self.fields["letter"].choices = [(letter, letter) for letter in letters]

    def by_q(self, people, text):
        return people.matching(text, self.user)

    def by_letter(self, people, letter):
        return people.filter(last_name__startswith=letter)


class MaterialFilters(FilterForm):
    kind = CountedChoiceField(_("Вид"), lambda value: value in Material.Kind)
    region = CountedChoiceField(_("Регион"))
    year = CountedChoiceField(_("Год"), is_year)
    q = WordsField(_("Название, докладчик, мероприятие"))
    open = FlagField(_("Только доступные мне"))

    def __init__(self, data, user):
        super().__init__(data)
        self.user = user
        self.regions = {region.slug: region for region in Region.objects.visible_to(user).only("slug", "name")}
        self.fields["region"].accepts = self.regions.__contains__

    @property
    def keys(self):
        """{filter: the key of the row that its slug names}"""
        region = self.regions.get(self.chosen("region")["region"])
        return {"region": region.pk} if region else {}

    def by_kind(self, materials, kind):
        return materials.filter(kind=kind)

    def by_region(self, materials, slug):
        return materials.filter(event__in=Event.objects.in_region(self.regions[slug]))

    def by_year(self, materials, year):
        return materials.filter(event__in=_of_year(Event.objects, year))

    def by_q(self, materials, text):
        return materials.matching(text)

    def by_open(self, materials, _yes):
        return materials.open_to(self.user)

    def count_options(self, materials):
        columns = ("kind", "year")
        rows = self.narrow(materials, but=columns).order_by()
        rows = rows.annotate(first=_year_of("event__sort_date"), last=_year_of("event__last_day"))
        groups = [
            ({"kind": kind, "year": _years(first, last)}, count)
            for kind, first, last, count in rows.values_list("kind", "first", "last").annotate(Count("pk"))
        ]
        chosen = self.chosen(*columns, "region")
        counts = OptionCounts(groups, {column: chosen[column] for column in columns})
        self.total = counts.total
        self.fields["kind"].offer(Material.Kind.choices, counts.by("kind"), chosen["kind"])
        _offer_years(self.fields["year"], counts.by("year"), chosen["year"])
        hosted = self.narrow(materials, but=["region"]).filter(event__region_roles__role=HOST).order_by()
        by_region = Counter(dict(hosted.values_list("event__region_roles__region").annotate(Count("pk"))))
        places = [PlaceOption(region.pk, slug, region.name) for slug, region in self.regions.items()]
        _offer_places(self.fields["region"], places, by_region, chosen["region"])


class PlaceOption(NamedTuple):
    """A region or a park that the user may see."""

    pk: int
    slug: str
    name: str


def _known_places(user):
    return {"region": Region.objects.visible_to(user), "park": Park.objects.visible_to(user)}


def _named(rows):
    """[(name, PlaceOption)] for the querysets {name: rows}, in one query."""
    first, *others = (found.order_by().values_list(Value(name), "pk", "slug", "name") for name, found in rows.items())
    return [(name, PlaceOption(*place)) for name, *place in first.union(*others, all=True)]


def _places_of(data, user):
    """{"region": PlaceOption, "park": PlaceOption}, if the address names them and the user may see them."""
    slugs = {name: data.get(name, "").replace("\x00", "") for name in ("region", "park")}
    if not any(slugs.values()):
        return {}
    return dict(
        _named({name: rows.filter(slug=slugs[name]) for name, rows in _known_places(user).items() if slugs[name]})
    )


def _year_of(sort_date):
    """The year, cut from the text of the date, because on SQLite `__year` calls a Python function for each row."""
    return Substr(Cast(sort_date, CharField()), 1, 4)


def _of_year(events, year):
    return events.without_year() if year == UNKNOWN_YEAR else events.in_year(int(year))


def _years(first, last):
    """The years of an event, as a value for OptionCounts."""
    if int(first) == BoundaryDateField.UNKNOWN.year:
        return (UNKNOWN_YEAR,)
    return tuple(f"{year:04}" for year in range(int(first), int(last) + 1))


def _offer_years(field, counts, chosen):
    years = sorted(filter(is_year, {*counts, chosen} - {UNKNOWN_YEAR}), reverse=True)
    field.offer([*((year, year) for year in years), (UNKNOWN_YEAR, _("не указан"))], counts, chosen)


def _offer_places(field, places, counts, chosen):
    """Offer the places in alphabetical order. `counts` is {key: number}."""
    by_name = sorted(places, key=lambda place: sort_key(place.name))
    counts = Counter({place.slug: counts[place.pk] for place in places})
    field.offer([(place.slug, place.name) for place in by_name], counts, chosen)
