"""Every write changes the generation, at its commit and not before; nothing else does."""

import sqlite3
import threading
from contextlib import closing, contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from core.kept_pages import generation, tables, triggers
from events.models import Download, Event, Preview, Session, Talk
from parks.models import Region
from search.models import SearchStale
from tests import factories, files

pytestmark = pytest.mark.both

WAIT = 60  # seconds until a thread that should have gone on is given up


@pytest.mark.django_db
def test_every_content_table_has_its_triggers():
    assert triggers.missing() == set()
    assert len(triggers.present()) == len(triggers.expected())


def test_tables_that_are_no_content_are_named_by_their_models():
    for label in settings.NOT_ON_PAGES:
        assert apps.get_model(label)._meta.app_label in settings.OUR_APPS
    content = {model._meta.label for model in tables.content_models()}
    assert {"events.Event", "association.Committee_events", "search.SearchDocument"} <= content
    assert not {"events.HistoricalEvent", "association.User", "association.User_groups", "events.Download"} & content


def raw(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def flat_copy(event):
    event.pk, event.slug = None, "copy"
    return event


WRITES = {
    "save": lambda event: event.save(),
    "update": lambda event: Event.objects.update(title="Новое"),
    "bulk_create": lambda event: Event.objects.bulk_create([flat_copy(event)]),
    "bulk_update": lambda event: Event.objects.bulk_update([event], ["title"]),
    "create": lambda event: Talk.objects.create(event=event),
    "delete": lambda event: event.delete(),
    "delete of many": lambda event: Session.objects.all().delete(),
    "raw update": lambda event: raw("UPDATE events_event SET title = 'Новое'"),
    "raw delete": lambda event: raw("DELETE FROM events_session"),
    "insert or ignore": lambda event: Region.objects.bulk_create(
        [Region(name="Область", slug="oblast", federal_district="central")], ignore_conflicts=True
    ),
    "links of many to many": lambda event: factories.CommitteeFactory().events.add(event),
}


@pytest.fixture
def event(db):
    return factories.SessionFactory().event


@pytest.mark.parametrize("name", WRITES)
def test_write_changes_the_generation(name, event):
    before = generation.read()
    WRITES[name](event)
    assert before != generation.read() is not None


@pytest.mark.postgresql
def test_truncate_changes_the_generation(event):
    before = generation.read()
    raw("TRUNCATE events_slide")
    assert generation.read() != before


def test_reading_and_what_no_page_shows_leave_it(event):
    material = files.version(factories.MaterialFactory(event=event), files.pdf("Слайды"), "Слайды.pdf").material
    preview = Preview.objects.get_or_create(version=material.current_version)[0]
    user = factories.UserFactory()
    before = generation.read()
    list(Event.objects.visible_to(user))
    Download.objects.create(material=material, user=user)
    SearchStale.objects.create(kind="event", object_id=event.pk)
    user.save()
    Preview.objects.filter(pk=preview.pk).update(steps_done=1, steps_total=3, leased_until=None)
    assert generation.read() == before
    Preview.objects.filter(pk=preview.pk).update(remark="Не открылся")
    assert generation.read() != before


def test_rollback_brings_the_former_generation_back_and_no_other_gets_its_number(event):
    before, seen = generation.read(), set()
    for _attempt in range(3):
        with transaction.atomic():
            event.save()
            seen.add(generation.read())
            transaction.set_rollback(True)
        assert generation.read() == before
    assert len(seen) == 3
    assert before not in seen


def test_many_generations_are_one_row_again(event):
    if connection.vendor == "sqlite":
        assert _rows() == 1
        return
    counted = generation.read().counted
    for _write in range(generation.MOST_ROWS + 1):
        Event.objects.update(title="Новое")
    assert generation.read() is None  # the reader who finds so many rows replaces them
    assert generation.read().counted == counted  # nothing that filters count has changed
    for number in range(generation.MOST_ROWS // 2 + 1):
        Event.objects.update(type=Event.Type.values[number % 2])
    assert generation.read() is None
    assert _rows() == 1


def _rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM core_generation")
        return cursor.fetchone()[0]


def test_migrate_makes_missing_triggers_and_a_new_generation(event):
    before = generation.read()
    triggers.remove()
    assert "events_event" in triggers.missing()
    call_command("migrate", verbosity=0)
    assert triggers.missing() == set()
    assert generation.read() not in (before, None)


@contextmanager
def at_the_same_time(act):
    """Runs `act(go_on)` in a thread with a connection of its own; it waits inside until the block has ended."""
    arrived, go_on, failed = threading.Event(), threading.Event(), []

    def run():
        try:
            act(lambda: (arrived.set(), go_on.wait(WAIT)))
        except Exception as error:
            failed.append(error)
        finally:
            arrived.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert arrived.wait(WAIT)
        yield
    finally:
        go_on.set()
        thread.join(WAIT)
    assert failed == []


def rename(title):
    def act(go_on):
        with transaction.atomic():
            Event.objects.filter(title=title).update(title=f"{title}!")
            go_on()

    return act


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other_and_each_commit_is_noticed():
    """The first to write is the last to commit: its number is lower than one that was read already."""
    for title in ("Первое", "Второе"):
        factories.EventFactory(title=title)
    seen = [generation.read()]
    with at_the_same_time(rename("Первое")):
        seen.append(generation.read())
        with at_the_same_time(rename("Второе")):
            seen.append(generation.read())
        seen.append(generation.read())
        assert {event.title for event in Event.objects.all()} == {"Первое", "Второе!"}
    seen.append(generation.read())
    before, first_writes, both_write, second_committed, both_committed = seen
    assert before == first_writes == both_write
    assert len({before, second_committed, both_committed}) == 3


@pytest.mark.sqlite
@pytest.mark.django_db
def test_uncommitted_write_of_another_process_is_not_noticed(tmp_path):
    """In a file of its own: connections to the tests' database in memory see each other's rows."""
    file = tmp_path / "some.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer, closing(sqlite3.connect(file)) as reader:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE core_generation (number integer, counted integer)")
        writer.execute("INSERT INTO core_generation VALUES (1, 1)")
        writer.execute("CREATE TABLE events_event (title text)")
        for name, (table, definition) in triggers.expected().items():
            if table == "events_event" and "counted" not in definition:
                writer.execute(f"CREATE TRIGGER {name} {definition}")

        def read():
            titles = reader.execute("SELECT title FROM events_event").fetchall()
            return titles, reader.execute("SELECT number FROM core_generation").fetchone()

        before = read()
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO events_event VALUES ('Первое')")
        assert read() == before
        writer.execute("COMMIT")
        titles, number = read()
        assert titles == [("Первое",)]
        assert number != before[1]
