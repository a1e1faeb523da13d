"""Dates that the database takes and refuses for an event."""

import pytest
from django.db import IntegrityError, transaction

from events.models import Event
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


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
