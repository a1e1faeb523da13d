"""Which documents tell something of a row of another kind, and must be made anew with it."""

from django.db.models import Q

from events.models import Appearance, Event, Material
from parks.models import Organization, Park

from .interface import Kind

VERSION = "version"  # no kind of document: in its place stands its material


def family_of(kind, object_id):
    """{(kind, key)} without the row itself; of a material its slides come along by themselves."""
    return set(_FAMILIES.get(kind, lambda key: ())(object_id))


def _of_version(key):
    yield from _all(Kind.MATERIAL, Material.objects.filter(versions=key))


def _of_event(key):
    yield from _all(Kind.MATERIAL, Material.objects.filter(event=key))
    people = Appearance.objects.filter(event=key).order_by().values_list("person", flat=True).distinct()
    yield from ((Kind.PERSON, person) for person in people)


def _of_region(key):
    yield from _all(Kind.PARK, Park.objects.filter(region=key))
    yield from _all(Kind.ORGANIZATION, Organization.objects.filter(region=key))
    yield from _of_events(Event.objects.filter(region_roles__region=key))


def _of_park(key):
    residents = Q(residencies__park=key) | Q(managed_parks=key)
    yield from _all(Kind.ORGANIZATION, Organization.objects.filter(residents).distinct())
    yield from _of_events(Event.objects.filter(stops__park=key))


def _of_organization(key):
    named = Q(management_company=key) | Q(residencies__organization=key)
    yield from _all(Kind.PARK, Park.objects.filter(named).distinct())
    yield from _all(Kind.ORGANIZATION, Organization.objects.filter(parent=key))
    visited = Q(organization_roles__organization=key) | Q(stops__organization=key)
    yield from _all(Kind.EVENT, Event.objects.filter(visited).distinct())


def _of_person(key):
    yield from _all(Kind.EVENT, Event.objects.filter(appearances__person=key).distinct())
    yield from _all(Kind.MATERIAL, Material.objects.filter(talk__appearances__person=key).distinct())


def _of_events(events):
    keys = list(events.order_by().values_list("pk", flat=True).distinct())
    yield from ((Kind.EVENT, key) for key in keys)
    yield from _all(Kind.MATERIAL, Material.objects.filter(event__in=keys))


def _all(kind, rows):
    return ((kind, key) for key in rows.order_by().values_list("pk", flat=True))


_FAMILIES = {
    VERSION: _of_version,
    Kind.EVENT: _of_event,
    Kind.REGION: _of_region,
    Kind.PARK: _of_park,
    Kind.ORGANIZATION: _of_organization,
    Kind.PERSON: _of_person,
}
