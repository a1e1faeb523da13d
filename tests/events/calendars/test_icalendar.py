"""Calendar files, parsed as by a calendar program."""

import datetime as dt

import pytest
from icalendar import Calendar

from events.models import Event, Session
from tests.factories import (
    EventFactory,
    EventRegionFactory,
    ParkFactory,
    RegionFactory,
    SessionFactory,
    StopFactory,
    long_ago,
)

pytestmark = pytest.mark.django_db


def read(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def events_of(client, address="/events/calendar.ics"):
    return list(read(client.get(address)).walk("VEVENT"))


def only(client, event):
    (found,) = events_of(client, f"/events/{event.slug}/event.ics")
    return found


def test_tour_is_an_all_day_entry_that_includes_its_last_day(client):
    event = only(client, EventFactory(start="2016-05-25", end="2016-05-26"))
    assert event["dtstart"].dt == dt.date(2016, 5, 25)
    assert event["dtend"].dt == dt.date(2016, 5, 27)
    assert event["dtstart"].params["VALUE"] == "DATE"


def test_day_with_hours_in_its_programme_is_timed_in_the_portals_time_zone(client):
    event = EventFactory(start="2016-05-25")
    SessionFactory(event=event, day=1, starts_at=dt.time(10), ends_at=dt.time(11))
    SessionFactory(event=event, day=1, starts_at=dt.time(11), ends_at=dt.time(13, 30))
    entry = only(client, event)
    assert entry["dtstart"].dt == dt.datetime(2016, 5, 25, 7, tzinfo=dt.UTC)
    assert entry["dtend"].dt == dt.datetime(2016, 5, 25, 10, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(("starts", "ends"), [(dt.time(10), None), (dt.time(10), dt.time(10))])
def test_day_with_incomplete_hours_is_an_all_day_entry(client, starts, ends):
    event = EventFactory(start="2016-05-25")
    SessionFactory(event=event, day=1, starts_at=starts, ends_at=ends)
    assert only(client, event)["dtstart"].dt == dt.date(2016, 5, 25)


def test_day_with_a_session_after_the_last_known_end_is_an_all_day_entry(client):
    event = EventFactory(start="2016-05-25")
    SessionFactory(event=event, day=1, starts_at=dt.time(10), ends_at=dt.time(12))
    SessionFactory(event=event, day=1, starts_at=dt.time(15), ends_at=None)
    assert only(client, event)["dtstart"].dt == dt.date(2016, 5, 25)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),
        ("2016", None),
        ("2016-05", None),
        ("--05-25", None),
        ("2016-05-25", "2016-06"),
        ("2016-05-25", "2016"),
        ("2016-05", "2016-05-26"),
        ("--12-30", "--01-02"),
    ],
)
def test_event_without_exact_days_is_in_no_calendar(client, start, end):
    event = EventFactory(start=start, end=end, published_at=long_ago())
    assert "event.ics" not in client.get(event.get_absolute_url()).content.decode()
    assert client.get(f"/events/{event.slug}/event.ics").status_code == 404
    assert events_of(client) == []


def test_uid_stays_and_sequence_grows_when_the_event_or_its_programme_changes(client):
    event = EventFactory(start="2016-05-25", title="Тур")
    first = only(client, event)
    event.title = "Тур, уточнённый"
    event.save()
    second = only(client, event)
    session = SessionFactory(event=event)
    third = only(client, event)
    session.delete()
    fourth = only(client, event)
    assert {entry["uid"] for entry in (first, second, third, fourth)} == {f"event-{event.pk}@testserver"}
    sequences = [entry["sequence"] for entry in (first, second, third, fourth)]
    assert sequences == [0, 1, 2, 3]
    assert fourth["last-modified"].dt >= first["last-modified"].dt


def test_sequence_of_rows_without_history_is_0(client):
    event = EventFactory(start="2016-05-25")
    Event.history.all().delete()
    Session.history.all().delete()
    entry = only(client, event)
    assert (entry["sequence"], entry["dtstamp"].dt) == (0, event.published_at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("status", "said", "title"),
    [
        ("scheduled", "CONFIRMED", "Тур"),
        ("cancelled", "CANCELLED", "Отменено: Тур"),
        ("postponed", "TENTATIVE", "Перенесено: Тур"),
    ],
)
def test_status_is_a_property_and_in_the_title(client, status, said, title):
    entry = only(client, EventFactory(start="2016-05-25", title="Тур", status=status))
    assert (entry["status"], entry["summary"]) == (said, title)


def test_entry_has_place_description_and_address(client):
    event = EventFactory(start="2016-05-25", type="study_tour", place="Вымышленск", lead="О чём; и где, и с кем.")
    EventRegionFactory(event=event, region=RegionFactory(name="Вымышленная область"))
    StopFactory(event=event, order=1, park=ParkFactory())
    StopFactory(event=event, order=2, park=ParkFactory(latitude=54.78, longitude=32.05))
    entry = only(client, event)
    assert entry["location"] == "Вымышленск, Вымышленная область"
    assert entry["categories"].cats == ["Ознакомительный тур"]
    assert entry["geo"].to_ical() == "54.78;32.05"
    assert entry["url"] == f"http://testserver/events/{event.slug}/"
    assert entry["description"] == f"О чём; и где, и с кем.\n\nhttp://testserver/events/{event.slug}/"


def test_location_of_a_draft_park_is_left_out(client):
    event = EventFactory(start="2016-05-25")
    StopFactory(event=event, park=ParkFactory(latitude=54.78, longitude=32.05, published_at=None))
    assert "geo" not in only(client, event)


def test_subscription_follows_the_filters_of_the_list(client):
    EventFactory(start="2016-05-25", title="Форум", type="forum")
    EventFactory(start="2017-05-25", title="Семинар", type="seminar")
    assert [event["summary"] for event in events_of(client)] == ["Семинар", "Форум"]
    assert [event["summary"] for event in events_of(client, "/events/calendar.ics?type=forum")] == ["Форум"]
    assert [event["summary"] for event in events_of(client, "/events/calendar.ics?year=2017&type=x")] == ["Семинар"]
    assert len(events_of(client, "/events/calendar.ics?when=past")) == 2


def test_subscription_holds_only_public_events_even_for_staff(client, admin_client):
    EventFactory(start="2016-05-25", title="Для всех")
    EventFactory(start="2016-05-25", title="Закрытое", access="members")
    EventFactory(start="2016-05-25", title="Черновик", published_at=None)
    for reader in (client, admin_client):
        assert [event["summary"] for event in events_of(reader)] == ["Для всех"]


def test_file_of_an_event_is_for_everyone_who_may_see_its_page(client, admin_client):
    event = EventFactory(start="2016-05-25", access="members")
    assert client.get(f"/events/{event.slug}/event.ics").status_code == 404
    assert only(admin_client, event)["class"] == "PRIVATE"


def test_subscription_has_a_name_and_a_refresh_interval(client):
    drawn = read(client.get("/events/calendar.ics?type=forum"))
    assert drawn["x-wr-calname"] == "АИП: мероприятия"
    assert drawn["refresh-interval"].dt == dt.timedelta(hours=6)
    assert drawn["source"] == "http://testserver/events/calendar.ics?type=forum"


def test_unchanged_calendar_is_not_sent_again(client):
    EventFactory(start="2016-05-25")
    tag = client.get("/events/calendar.ics")["ETag"]
    assert client.get("/events/calendar.ics", headers={"If-None-Match": tag}).status_code == 304


def test_queries_of_a_subscription_do_not_grow(client, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            event = EventFactory(start="2016-05-25")
            StopFactory(event=event, park=ParkFactory(latitude=54.78, longitude=32.05))
            SessionFactory(event=event)
            EventRegionFactory(event=event)
        with django_assert_num_queries(4):
            client.get("/events/calendar.ics")


def test_long_russian_text_folds_and_reads_back(client):
    lead = "Очень длинная вводка с запятыми, точками; и «ёлочками» — " * 20
    entry = only(client, EventFactory(start="2016-05-25", lead=lead.strip()))
    assert str(entry["description"]).startswith(lead.strip())


def hosted_in(zone, event):
    return EventRegionFactory(event=event, region=RegionFactory(time_zone=zone)).region


def test_times_are_those_of_the_host_region(client):
    event = EventFactory(start="2024-05-25")
    SessionFactory(event=event, starts_at=dt.time(10), ends_at=dt.time(12))
    hosted_in("Asia/Vladivostok", event)
    entry = only(client, event)
    assert entry["dtstart"].dt == dt.datetime(2024, 5, 25, 0, tzinfo=dt.UTC)
    assert entry["dtend"].dt == dt.datetime(2024, 5, 25, 2, tzinfo=dt.UTC)
    (listed,) = events_of(client)
    assert listed["dtstart"].dt == entry["dtstart"].dt
    page = client.get(event.get_absolute_url()).content.decode()
    assert '"startDate":"2024-05-25T10:00:00+10:00"' in page
    assert "Время местное, МСК+7" in page
    Event.objects.update(time_zone="Asia/Kolkata")
    assert only(client, event)["dtstart"].dt == dt.datetime(2024, 5, 25, 4, 30, tzinfo=dt.UTC)
    assert "Время местное, МСК+2:30" in client.get(event.get_absolute_url()).content.decode()


def test_moscow_time_needs_no_word(client):
    event = EventFactory(start="2024-05-25")
    SessionFactory(event=event, starts_at=dt.time(10), ends_at=dt.time(12))
    hosted_in("Europe/Moscow", event)
    assert "МСК" not in client.get(event.get_absolute_url()).content.decode()
    untimed = EventFactory(start="2024-05-25")
    hosted_in("Asia/Vladivostok", untimed)
    assert "МСК" not in client.get(untimed.get_absolute_url()).content.decode()


def test_kaliningrad_is_behind_moscow(client):
    event = EventFactory(start="2024-05-25")
    StopFactory(event=event, starts_at=dt.time(10))
    hosted_in("Europe/Kaliningrad", event)
    assert "Время местное, МСК−1" in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("starts", "ends", "end"),
    [
        (dt.time(22), dt.time(1), dt.datetime(2024, 5, 25, 22, tzinfo=dt.UTC)),
        (dt.time(23, 30), dt.time(0), dt.datetime(2024, 5, 25, 21, tzinfo=dt.UTC)),
    ],
)
def test_session_may_go_on_over_midnight(client, starts, ends, end):
    event = EventFactory(start="2024-05-25")
    SessionFactory(event=event, starts_at=dt.time(10), ends_at=dt.time(12))
    SessionFactory(event=event, starts_at=starts, ends_at=ends)
    entry = only(client, event)
    assert entry["dtstart"].dt == dt.datetime(2024, 5, 25, 7, tzinfo=dt.UTC)
    assert entry["dtend"].dt == end
