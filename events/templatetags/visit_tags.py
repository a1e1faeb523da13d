"""Template tags that show events on pages of parks, regions and organizations, which load them by name.

Each tag returns what the user of the request may see.
"""

from collections import Counter
from typing import NamedTuple

from django import template
from django.db.models import Count, Exists, OuterRef

from core.fields import BoundaryDateField
from core.pagination import first_rows
from parks import maps

from ..models import Appearance, Event, Material, Person, Stop
from ..visits import add_details, visits_by_region, visits_of

register = template.Library()
VISITS_ON_THE_PASSPORT = 12


class VisitCounts(NamedTuple):
    visits: int
    materials: int


@register.simple_tag(takes_context=True)
def visits_of_park(context, park):
    """Events that stopped at the park, newest first, with `stops_here`, whose `then_and_now` compares the park."""
    visits = visits_of("park", park, context["user"], VISITS_ON_THE_PASSPORT)
    add_details("park", park, visits.rows)
    for event in visits.rows:
        for stop in event.stops_here:
            stop.then_and_now = stop.compare_with(park)
    return visits


@register.simple_tag(takes_context=True)
def visits_of_region(context, region):
    """Events held in the region, newest first."""
    return visits_of("region", region, context["user"])


@register.simple_tag(takes_context=True)
def years_of_region(context, region):
    """[(year, number of events held in the region)], newest first. An unknown year is "".

    The region object caches it, because two blocks of the page need it and cannot share a variable.
    """
    if not hasattr(region, "years_held"):
        events = Event.objects.visible_to(context["user"]).in_region(region)
        years = Counter()
        spans = events.order_by().values_list("sort_date__year", "last_day__year").annotate(Count("pk"))
        for first, last, number in spans:
            years.update(dict.fromkeys(range(first, last + 1), number))
        unknown = years.pop(BoundaryDateField.UNKNOWN.year, 0)
        region.years_held = sorted(years.items(), reverse=True) + ([("", unknown)] if unknown else [])
    return region.years_held


@register.simple_tag(takes_context=True)
def count_materials_of_region(context, region):
    user = context["user"]
    events = Event.objects.visible_to(user).in_region(region)
    return Material.objects.listed(user).filter(event__in=events).count()


@register.filter
def total_of(years):
    return sum(count for _year, count in years)


@register.simple_tag(takes_context=True)
def visits_of_organization(context, organization):
    """Events with the organization in a role (`roles_here`) or as a stop (`stops_here`), newest first."""
    visits = visits_of("organization", organization, context["user"])
    add_details("organization", organization, visits.rows)
    return visits


@register.simple_tag(takes_context=True)
def speakers_of_region(context, region):
    """People who spoke at events held in the region, in alphabetical order."""
    user = context["user"]
    events = Event.objects.visible_to(user).in_region(region)
    appearances = Appearance.objects.filter(person=OuterRef("pk"), event__in=events, role__in=Appearance.SPEAKING)
    return first_rows(Person.objects.filter(Exists(appearances)))


@register.simple_tag(takes_context=True)
def appearances_of_organization(context, organization):
    """Appearances for the organization, with the position of that day, newest first."""
    user = context["user"]
    appearances = Appearance.objects.with_people_for(user).filter(
        organization=organization, event__in=Event.objects.visible_to(user)
    )
    return first_rows(appearances.newest_first().select_related("event"))


@register.simple_tag(takes_context=True)
def materials_of_region(context, region):
    """Materials of events held in the region, newest first."""
    user = context["user"]
    events = Event.objects.visible_to(user).in_region(region)
    materials = Material.objects.listed(user).filter(event__in=events).mark_open(user)
    return first_rows(materials.newest_event_first().with_speakers(user))


@register.filter
def are_pictured(materials):
    """Whether a row of the list shows a slide. If none does, the rows have no icons in its place."""
    return any(material.is_open and material.has_cover for material in materials)


@register.simple_tag(takes_context=True)
def visit_counts(context, parks):
    """{pk: VisitCounts} of the parks on one page of a list, by two queries."""
    user = context["user"]
    stops = Stop.objects.filter(park__in=list(parks), event__in=Event.objects.visible_to(user)).order_by()
    visits = set(stops.values_list("park", "event"))
    materials = Material.objects.listed(user).filter(event__in={event for _park, event in visits}).order_by()
    files = dict(materials.values_list("event").annotate(Count("pk")))
    counts = {}
    for park, event in visits:
        known = counts.get(park, VisitCounts(0, 0))
        counts[park] = VisitCounts(known.visits + 1, known.materials + files.get(event, 0))
    return counts


@register.filter
def of(counts, park):
    """`{{ counts|of:park }}` is the VisitCounts of this park."""
    return counts.get(park.pk, VisitCounts(0, 0))


@register.simple_tag(takes_context=True)
def count_visits_by_region(context):
    """{pk of a region: number of events held there}, for the list of all regions."""
    return visits_by_region(context["user"])


@register.simple_tag(takes_context=True)
def map_of_country(context, regions=None, events=None):
    """The map of all regions for `parks/_map.html`. A page passes the regions and counts that it has loaded."""
    user = context["user"]
    regions = maps.regions_with_parks(user) if regions is None else regions
    return maps.country(user, regions, visits_by_region(user) if events is None else events)


@register.simple_tag
def map_of_route(page):
    """The map of an EventPage's stops, numbered as in its route; None if no stop has a point. Makes no query.

    A park is drawn only if the reader may open it.
    """
    places = [
        maps.RoutePoint(number, stop.park.name, stop.park.get_absolute_url(), stop.park.latitude, stop.park.longitude)
        for number, stop in enumerate(page.stops, 1)
        if stop.park and stop.park_is_known and stop.park.latitude is not None
    ]
    return maps.route(places, page.hosts)


@register.filter
def number_of(counts, region):
    return counts.get(region.pk, 0)
