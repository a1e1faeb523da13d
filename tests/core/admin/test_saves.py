"""What it costs to save a row: queries, with those of the index of the search after the commit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, Material, Person
from parks.models import Organization, Park, Region
from search import consistency, index
from search.signals import SHOWN_BY_NO_OTHER
from tests.admin_forms import address, desk, filled
from tests.events.test_admin_event import fill_event
from tests.factories import EventFactory, OrganizationFactory, ParkFactory, ResidencyFactory, StopFactory

LOCKS = 0 if connection.vendor == "sqlite" else 7  # PostgreSQL also locks rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]


@pytest.fixture
def world():
    event = EventFactory(title="Тур")
    fill_event(event, 3)
    park = ParkFactory(name="Феникс")
    ResidencyFactory(park=park, organization=OrganizationFactory())
    StopFactory(event=event, park=park)
    index.rebuild()
    return event, park


@pytest.fixture
def queries(django_capture_on_commit_callbacks):
    """Counts what is asked and written. Statements of transactions do neither, and a test has more of them."""

    def count(save, *args):
        with CaptureQueriesContext(connection) as found, django_capture_on_commit_callbacks(execute=True):
            answer = save(*args)
        assert answer is None or answer.status_code == 302
        return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in found)

    return count


def test_save_of_an_event_with_its_index_takes_few_queries(world, queries):
    event = Event.objects.get(pk=world[0].pk)
    event.title = "Ознакомительный тур"
    assert queries(event.save) <= 37 + min(LOCKS, 1)
    event.lead = "Три парка."
    assert queries(event.save) <= 27 + min(LOCKS, 1)
    assert queries(event.save) <= 20 + min(LOCKS, 1)


def test_forms_are_saved_with_few_queries(world, queries, editor):
    event, park = world
    talk, appearance = event.talks.first(), event.appearances.first()
    changes = {
        address(Event, "change", event.pk): ("title", 51),
        address(Person, "change", appearance.person_id): ("last_name", 52),
        address(Park, "change", park.pk): ("name", 53),
        address(Organization, "change", park.residencies.get().organization_id): ("name", 34),
        address(Region, "change", park.region_id): ("name", 29),
        address(Material, "change", event.materials.first().pk): ("title", 52),
        desk(event, "route", "stop", event.stops.first().pk): ("title", 49),
        desk(event, "programme", "talk", talk.pk): ("title", 53),
    }
    too_many = {}
    for page, (field, most) in changes.items():
        data = filled(editor.get(page))
        data[field] += " новое"
        if (count := queries(editor.post, page, data)) > most + LOCKS:
            too_many[page] = count
    assert too_many == {}


def test_fields_said_to_show_in_no_other_document_do_not(world):
    """Otherwise the documents of others would stay as they were."""
    event, park = world
    rows = [event, park, event.appearances.first().person, park.residencies.get().organization, park.region]
    rows.append(event.materials.first())
    assert {type(row) for row in rows} == set(SHOWN_BY_NO_OTHER)
    values = {"source_url": "https://example.org/new", "url": "https://example.org/new", "order": 9, "talk": None}
    values |= {"kind": Material.Kind.DOCUMENT, "language": Material.Language.OTHER, "consent": Material.Consent.GIVEN}
    for row in rows:
        row = type(row).objects.get(pk=row.pk)
        for name in SHOWN_BY_NO_OTHER[type(row)]:
            setattr(row, name, values.get(name, "Новое"))
        row.save()
        row.save()
        index.catch_up()
    assert consistency.problems(thorough=True) == []


@pytest.mark.parametrize(
    "change", [{"access": "staff"}, {"is_listed": False, "access": "members"}, {"published_at": None}]
)
def test_material_that_nobody_may_have_any_more_is_not_counted_for_its_event(world, change):
    material = world[0].materials.exclude(current_version=None).first()
    world[0].materials.exclude(pk=material.pk).delete()
    for name, value in change.items():
        setattr(material, name, value)
    material.save()
    index.catch_up()
    assert consistency.problems(thorough=True) == []


def test_each_save_reads_the_stored_row_anew(world):
    event = Event.objects.get(pk=world[0].pk)
    event.save()
    Event.objects.filter(pk=event.pk).update(title="Переименован мимо")
    index.rebuild()
    event.save()
    index.catch_up()
    assert consistency.problems(thorough=True) == []
