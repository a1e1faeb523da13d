"""What filters have counted outlives the writes that leave it as it is, and no others."""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import PartialDate
from core.kept_pages import generation, tables
from events.filters import COUNTED, EventFilters
from events.models import Attendance, Event, EventRegion, Stop
from events.models.access import Reader
from parks.models import Park, Region
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]

READERS = [AnonymousUser(), Reader(pk=1), Reader(pk=1, is_member=True), Reader(pk=1, is_staff=True)]
TABLE, COLUMN = re.compile(r'(?:FROM|JOIN) "(\w+)"(?: ([A-Z]\d+))?'), re.compile(r'(?:"(\w+)"|\b([A-Z]\d+))\."(\w+)"')


@pytest.fixture
def world():
    stop = factories.StopFactory(event=factories.EventFactory(start=PartialDate(2024, 5, 1)))
    factories.EventRegionFactory(event=stop.event, region=stop.park.region)
    return stop


def counted():
    return generation.read().counted


@pytest.mark.parametrize("reader", READERS)
def test_counts_read_no_other_columns_than_those_that_are_watched(world, reader):
    place, read = {"region": world.park.region.slug, "park": world.park.slug}, set()
    for chosen in ({}, {"when": "past", "type": world.event.type, "year": "2024", **place}, {"year": "unknown"}):
        filters = EventFilters(chosen, reader)
        filters.is_valid()
        assert {name for name, value in filters.cleaned_data.items() if value} == set(chosen)
        assert set(chosen) <= set(EventFilters.counted)
        with CaptureQueriesContext(connection) as queries:
            filters._counted(Event.objects.visible_to(reader))
        read |= _columns_of(query["sql"] for query in queries)
    assert {("events_event", "type"), ("parks_region", "name")} <= read <= _watched()


def _watched():
    return {
        (model._meta.db_table, field.column)
        for model, fields in tables.counted_fields().items()
        for field in [model._meta.pk, *fields]
    }


def _columns_of(statements):
    """{(table, column)} of what the statements read; an alias may stand for several tables in one statement."""
    columns = {model._meta.db_table: {field.column for field in model._meta.fields} for model in apps.get_models()}
    found = set()
    for sql in statements:
        named = TABLE.findall(sql)
        for quoted, alias, column in COLUMN.findall(sql):
            meant = {table for table, its in named if (quoted or alias) == (its or table) and column in columns[table]}
            assert meant
            found |= {(table, column) for table in meant}
    return found


def test_each_counted_column_is_watched(world):
    factories.AttendanceFactory(event=world.event)
    other, user, day = factories.EventFactory(), factories.UserFactory(), dt.date(2030, 1, 1)
    region, park = factories.RegionFactory(), factories.ParkFactory()
    changes = {
        Event: {"type": Event.Type.FORUM, "sort_date": day, "last_day": day, "access": "staff", "published_at": None},
        EventRegion: {"event": other, "region": region, "role": EventRegion.Role.PARTICIPANTS},
        Stop: {"event": other, "park": park},
        Attendance: {"event": other, "user": user},
        Region: {"name": "Новое", "slug": "new", "is_hidden": True},
        Park: {"name": "Новое", "slug": "new", "published_at": None},
    }
    assert {model: list(names) for model, names in changes.items()} == COUNTED
    for model, values in changes.items():
        row = model.objects.order_by("pk").first()
        for name, value in values.items():
            before = counted()
            model.objects.filter(pk=row.pk).update(**{name: value})
            assert counted() != before, (model, name)


def test_writes_that_change_no_count_leave_the_counts(world):
    event, before = world.event, counted()
    event.title, event.body = "Новое", "Новое"
    event.save()  # which writes all columns
    Park.objects.update(about="Новое")
    factories.TalkFactory(event=event)
    factories.MaterialFactory(event=event)
    assert counted() == before


def test_rows_that_come_and_go_change_the_counts(world):
    before, seen = counted(), set()
    event = factories.EventFactory()
    seen.add(counted())
    Event.objects.filter(pk=event.pk).delete()
    seen.add(counted())
    assert len({before, *seen}) == 3


@pytest.mark.sqlite
def test_moments_without_an_index_are_watched_and_all_others_are_asked_by_an_index():
    watched = tables.counted_fields()
    for field in tables.moments():
        table, column = field.model._meta.db_table, field.column
        with connection.cursor() as cursor:
            cursor.execute(f'EXPLAIN QUERY PLAN SELECT MIN("{column}") FROM "{table}" WHERE "{column}" > 0')  # noqa: S608
            plan = " ".join(step for *_numbers, step in cursor.fetchall())
        assert field in watched.get(field.model, ()) or (plan.startswith("SEARCH") and "COVERING INDEX" in plan), plan
