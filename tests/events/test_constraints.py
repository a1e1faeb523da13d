import pytest
from django.db import IntegrityError, connection, transaction

from events.models import Event, Material
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    MaterialFactory,
    PersonFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db


def refused_by(name):
    """Expects an IntegrityError that names the constraint; SQLite names only check constraints."""
    sqlite_says = f"{name}|UNIQUE constraint failed|foreign key"
    return pytest.raises(IntegrityError, match=name if connection.vendor == "postgresql" else sqlite_says)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-05-26", "2024-05-25"),
        ("--05-26", "--05-25"),
        ("--12-26", "--12-25"),
        ("2024-05", "2024-04"),
        ("2024-05-25", "--05-26"),
        (None, "2024-05-25"),
        ("2024-05-25", "2024-04"),
        ("2024-05", "2023"),
    ],
)
def test_event_cannot_end_before_it_starts(start, end):
    with refused_by("event_ends_after_it_starts"):
        EventFactory(start=start, end=end)


@pytest.mark.parametrize(("start", "end"), [("--12-30", "--01-02"), ("--07-01", "--06-30")])
def test_event_without_a_year_may_go_on_over_new_year(start, end):
    event = EventFactory(start=start, end=end)
    assert (str(Event.objects.get(pk=event.pk).start), str(Event.objects.get(pk=event.pk).end)) == (start, end)


@pytest.mark.parametrize("end", ["2024-05-26", "2024-05", "2024-06", "2024", "2025"])
def test_event_end_may_be_less_exact_than_its_start(end):
    event = EventFactory(start="2024-05-25", end=end)
    assert str(Event.objects.get(pk=event.pk).end) == end


@pytest.mark.parametrize("start", ["25.05.2024", "2024-5-25", "весной"])
def test_event_date_must_be_a_date(start):
    with refused_by("event_start_is_a_date"), transaction.atomic():
        event = EventFactory()
        Event.objects.filter(pk=event.pk).update(start=start)


@pytest.mark.parametrize("make", [MaterialFactory, AppearanceFactory])
def test_talk_of_another_event_is_refused(make):
    row = make(talk=None)
    with refused_by("_talk_of_its_event"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(talk=TalkFactory())
        connection.check_constraints()


@pytest.mark.parametrize("make", [TalkFactory, AppearanceFactory])
def test_session_of_another_event_is_refused(make):
    row = make()
    with refused_by("session_of_its_event"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(session=SessionFactory())
        connection.check_constraints()


def test_own_talk_and_session_are_accepted():
    session = SessionFactory()
    talk = TalkFactory(event=session.event, session=session)
    MaterialFactory(event=talk.event, talk=talk)
    AppearanceFactory(event=talk.event, talk=talk, session=session)
    connection.check_constraints()
    talk.event.delete()
    assert not Material.objects.exists()


def test_one_person_is_listed_once_in_a_role():
    event, person = EventFactory(), PersonFactory()
    AppearanceFactory(event=event, person=person)
    with refused_by("appearance_at_an_event_is_listed_once"):
        AppearanceFactory(event=event, person=person)


def test_stop_must_say_what_is_visited():
    with refused_by("stop_names_what_is_visited"):
        StopFactory(park=None)
