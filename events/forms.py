"""What the hall's lists can be narrowed by; a list offers only what it can show."""

from django import forms
from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from parks.forms import Filters, OneInput, any_of
from parks.models import Park, Region

from .models import Event, EventRegion, Material, Stop

PARKS_IN_A_SELECT = 200
YEAR_UNKNOWN = "0001"  # of BoundaryDateField.UNKNOWN


def choice(label, choices=()):
    return forms.ChoiceField(label=label, choices=any_of(choices), required=False)


def box(label):
    return forms.BooleanField(label=label, widget=OneInput, required=False)


def words(label):
    return forms.CharField(
        label=label, required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )


class EventFilters(Filters):
    when = choice(_("Когда"), [("upcoming", _("предстоящие")), ("past", _("прошедшие"))])
    region = choice(_("Регион"))
    type = choice(_("Вид"))
    year = choice(_("Год"))
    park = choice(_("Парк"))
    q = words(_("Слова в названии"))
    materials = box(_("С материалами"))

    def __init__(self, data, user):
        super().__init__(data)
        self.user = user
        events = Event.objects.visible_to(user)
        years, types = _years_and("type", events, "sort_date")
        self.regions = {region.slug: region for region in _host_regions(user, events)}
        self.parks = {park.slug: park for park in self._parks_visited(events)}
        self.fields["region"].choices = any_of(_by_name(self.regions))
        self.fields["type"].choices = any_of(choice for choice in Event.Type.choices if choice[0] in types)
        self.fields["year"].choices = any_of((year, year) for year in years)
        self.fields["park"].choices = any_of(_by_name(self.parks))

    def by_when(self, events, when):
        return events.upcoming().soonest_first() if when == "upcoming" else events.past()

    def by_region(self, events, slug):
        return events.in_region(self.regions[slug])

    def by_type(self, events, event_type):
        return events.of_type(event_type)

    def by_year(self, events, year):
        return events.in_year(int(year))

    def by_park(self, events, slug):
        return events.at_park(self.parks[slug])

    def by_q(self, events, text):
        return events.matching(text)

    def by_materials(self, events, _yes):
        return events.with_materials_for(self.user)

    def _parks_visited(self, events):
        """The parks of the chosen region, or of all if none is chosen.

        A select of thousands helps nobody: above PARKS_IN_A_SELECT only the park that is chosen already is offered,
        which is why it comes first.
        """
        region, slug = self.data.get("region"), self.data.get("park", "").replace("\x00", "")
        stops = Stop.objects.filter(park=OuterRef("pk"), event__in=events)
        parks = Park.objects.visible_to(self.user).filter(Exists(stops)).only("slug", "name")
        if region in self.regions:
            parks = parks.filter(Q(region=self.regions[region]) | Q(slug=slug))
        is_chosen = ExpressionWrapper(Q(slug=slug), output_field=BooleanField())
        found = list(parks.order_by(is_chosen.desc(), "name", "pk")[: PARKS_IN_A_SELECT + 1])
        return found if len(found) <= PARKS_IN_A_SELECT else [park for park in found[:1] if park.slug == slug]


class PersonFilters(Filters):
    q = words(_("Фамилия, имя"))
    letter = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, letters):
        super().__init__(data)
        self.fields["letter"].choices = [(letter, letter) for letter in letters]

    def by_q(self, people, text):
        return people.matching(text)

    def by_letter(self, people, letter):
        return people.filter(last_name__startswith=letter)


class MaterialFilters(Filters):
    kind = choice(_("Вид"))
    region = choice(_("Регион"))
    year = choice(_("Год"))
    q = words(_("Название, докладчик, мероприятие"))
    open = box(_("Только доступные мне"))

    def __init__(self, data, user):
        super().__init__(data)
        self.user = user
        years, kinds = _years_and("kind", Material.objects.listed_for(user), "event__sort_date")
        self.regions = {region.slug: region for region in _host_regions(user, Event.objects.visible_to(user))}
        self.fields["kind"].choices = any_of(choice for choice in Material.Kind.choices if choice[0] in kinds)
        self.fields["region"].choices = any_of(_by_name(self.regions))
        self.fields["year"].choices = any_of((year, year) for year in years)

    def by_kind(self, materials, kind):
        return materials.filter(kind=kind)

    def by_region(self, materials, slug):
        return materials.filter(event__in=Event.objects.in_region(self.regions[slug]))

    def by_year(self, materials, year):
        return materials.filter(event__sort_date__year=int(year))

    def by_q(self, materials, text):
        return materials.matching(text)

    def by_open(self, materials, _yes):
        return materials.open_to(self.user)


def _host_regions(user, events):
    hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST, region=OuterRef("pk"), event__in=events)
    return Region.objects.visible_to(user).filter(Exists(hosts)).only("slug", "name")


def _years_and(field, rows, sort_date):
    """The years, newest first, and the values of the field, from one pass over the rows.

    The year is cut out of the date's text: on SQLite `__year` would be a call into Python for each row.
    """
    year = Substr(Cast(sort_date, CharField()), 1, 4)
    pairs = set(rows.order_by().annotate(year_text=year).values_list("year_text", field).distinct())
    return sorted({year for year, _value in pairs} - {YEAR_UNKNOWN}, reverse=True), {value for _year, value in pairs}


def _by_name(rows):
    return [(slug, row.name) for slug, row in rows.items()]
