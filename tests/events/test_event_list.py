"""The lists of events: order, groups, filters, pages."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventRegion
from tests.events.pages import page, titles, visit
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventRegionFactory,
    MaterialFactory,
    PersonFactory,
    StopFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db
EVENTS = reverse("events:events")


def test_events_are_listed_newest_first_with_the_undated_last(visitor):
    for title, start in [("Без года", "--05-25"), ("Старое", "2019-03"), ("Новое", "2024-01-02"), ("Без даты", None)]:
        EventFactory(title=title, start=start)
    html = page(visitor, EVENTS)
    assert titles(html) == ["Новое", "Старое", "Без года", "Без даты"]
    assert re.findall(r'class="year"[^>]*>([^<]+)<', html) == ["2024", "2019", "Год не указан"]


def test_upcoming_events_are_listed_soonest_first(visitor):
    today = timezone.localdate()
    for title, days in [("Позже", 40), ("Скоро", 4), ("Было", -4)]:
        EventFactory(title=title, start=str(today + dt.timedelta(days=days)))
    assert titles(page(visitor, EVENTS, when="upcoming")) == ["Скоро", "Позже"]
    assert titles(page(visitor, EVENTS, when="past")) == ["Было"]


def test_list_begins_with_what_is_near_today_and_cancelled_events_head_nothing(visitor):
    for title, days, status in [
        ("Отменено на завтра", 1, "cancelled"),
        ("Через неделю", 7, "scheduled"),
        ("Через год", 365, "scheduled"),
        ("Вчера", -1, "scheduled"),
        ("Не состоялось", -2, "cancelled"),
        ("Давно", -800, "scheduled"),
    ]:
        EventFactory(title=title, start=str(timezone.localdate() + dt.timedelta(days=days)), status=status)
    EventFactory(title="Без года", start="--05-25")
    upcoming, past = (
        ["Через неделю", "Через год", "Отменено на завтра"],
        ["Вчера", "Не состоялось", "Давно", "Без года"],
    )
    html = page(visitor, EVENTS)
    assert titles(html) == upcoming + past
    headings = re.findall(r'class="year"[^>]*>([^<]+)<', html)
    assert (headings[:2], headings[-1]) == (["Предстоящие", "Отменены"], "Год не указан")
    assert titles(page(visitor, EVENTS, when="upcoming")) == upcoming
    assert titles(page(visitor, EVENTS, when="past")) == past
    tabs = re.findall(r'href="([^"]*)"( aria-current="true")?>(\w+) <span class="views__count">(\d+)', html)
    assert tabs == [("?when=upcoming", "", "Предстоящие", "3"), ("?when=past", "", "Прошедшие", "4")]
    assert 'name="when" value="past"' in page(visitor, EVENTS, when="past")


def test_event_known_by_its_month_or_year_alone_comes_after_the_exact_ones(visitor):
    year = timezone.localdate().year + 1
    for title, start in [("В том году", f"{year}"), ("В мае", f"{year}-05"), ("9 мая", f"{year}-05-09"),
                         ("1 июня", f"{year}-06-01")]:  # fmt: skip
        EventFactory(title=title, start=start)
    assert titles(page(visitor, EVENTS)) == ["9 мая", "В мае", "1 июня", "В том году"]


def test_tab_without_events_says_so_and_leaves_the_way_to_the_other(visitor):
    EventFactory(start="2016-05-25")
    html = page(visitor, EVENTS, when="upcoming")
    assert "Предстоящих мероприятий пока нет" in html
    assert 'href="?when=past"' in html


def test_events_of_an_unknown_year_are_on_the_first_page_and_under_the_filter_of_years(visitor):
    for number in range(31):
        EventFactory(title="Датированное", start=f"20{number + 10}-01-01", type="forum")
    for title, start in [("Без года", "--05-25"), ("Без даты", None)]:
        event = EventFactory(title=title, start=start, type="seminar")
        MaterialFactory(event=event, title="Слайды")
    assert titles(page(visitor, EVENTS))[30:] == ["Без года", "Без даты"]
    assert titles(page(visitor, EVENTS, page=2)) == ["Датированное", "Без года", "Без даты"]
    assert titles(page(visitor, EVENTS, year="unknown")) == ["Без года", "Без даты"]
    assert "Без года" not in titles(page(visitor, EVENTS, type="forum"))
    assert "Без года" not in titles(page(visitor, EVENTS, when="upcoming"))
    materials = page(visitor, reverse("events:materials"), year="unknown")
    assert titles(materials) == ["Слайды", "Слайды"]
    for html in (page(visitor, EVENTS), materials):
        assert 'value="unknown"' in html
        assert "не указан\u00a0(2)" in html


def test_each_filter_narrows_the_list(visitor):
    event = EventFactory(title="Искомое", type=Event.Type.FORUM, start="2015-03-04")
    EventFactory(title="Другое")
    host = EventRegionFactory(event=event).region
    park = StopFactory(event=event).park
    MaterialFactory(event=event)
    for query in (
        {"region": host.slug},
        {"type": "forum"},
        {"year": "2015"},
        {"park": park.slug},
        {"materials": "1"},
        {"q": "ИСКОМОЕ"},
        {"region": host.slug, "type": "forum", "year": "2015", "park": park.slug, "q": "иском", "materials": "1"},
    ):
        assert titles(page(visitor, EVENTS, **query)) == ["Искомое"], query


def test_region_where_only_participants_came_from_is_not_offered(visitor):
    guest = EventRegionFactory(role=EventRegion.Role.PARTICIPANTS).region
    html = page(visitor, EVENTS)
    assert guest.slug not in html
    assert "Искать" not in html


def test_list_offers_nothing_that_only_a_draft_has(visitor, editor):
    draft = EventFactory(published_at=None, type=Event.Type.WEBINAR, start="1999-01-01")
    EventFactory()
    region, park = EventRegionFactory(event=draft).region, StopFactory(event=draft).park
    for client, is_offered in ((visitor, False), (editor, True)):
        html = page(client, EVENTS)
        for option in ("webinar", "1999", region.slug, park.slug):
            assert (f'value="{option}"' in html) == is_offered, option


def test_long_choice_of_parks_waits_for_a_region(visitor, monkeypatch):
    monkeypatch.setattr("events.filters.PARKS_IN_A_SELECT", 1)
    one, other = StopFactory().park, StopFactory().park
    assert one.slug not in page(visitor, EVENTS)
    assert f'value="{one.slug}" selected' in page(visitor, EVENTS, park=one.slug)
    EventRegionFactory(event=one.stops.get().event, region=one.region)
    html = page(visitor, EVENTS, region=one.region.slug)
    assert one.slug in html
    assert other.slug not in html


WRONG = [
    {"region": "нет-такого"},
    {"region": "no-such"},
    {"park": "no-such\x00"},
    {"park": "Феникс"},
    {"type": "party"},
    {"kind": "party"},
    {"year": "abc"},
    {"year": "99999"},
    {"year": "0001"},
    {"year": "-1"},
    {"year": "2024-05"},
    {"when": "yesterday"},
    {"materials": "да"},
    {"open": "да"},
    {"letter": "Ъ"},
    {"letter": "\x00"},
    {"q": "\x00"},
    {"q": "я" * 10_000},
    {"page": "0"},
    {"page": "abc"},
    {"page": "-5"},
    {"page": "9" * 5000},
    {"page": "\x00"},
    {"unknown": "1"},
]


@pytest.mark.parametrize("name", ["events", "people", "materials"])
def test_wrong_parameter_narrows_nothing(visitor, name):
    event = EventFactory(title="Виден всегда")
    AppearanceFactory(event=event, talk=TalkFactory(event=event), person=PersonFactory(last_name="Примеров"))
    MaterialFactory(event=event, title="Виден всегда")
    shown = {str(query)[:40]: titles(page(visitor, reverse(f"events:{name}"), **query)) for query in WRONG}
    assert [query for query, found in shown.items() if len(found) != 1] == []


@pytest.mark.parametrize(
    "path",
    [
        "/events/нет/",
        "/events/no-such/",
        "/events/no%00such/",
        "/people/нет/",
        "/people/no-such/",
        "/materials/0/",
        "/materials/99999999999999999999999/",
        "/materials/нет/",
    ],
)
def test_unknown_address_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404


def test_empty_lists_say_that_they_are_empty(visitor):
    assert "Мероприятий пока нет" in page(visitor, EVENTS)
    assert "Материалов пока нет" in page(visitor, reverse("events:materials"))
    assert "Здесь появятся" in page(visitor, reverse("events:people"))
    EventFactory()
    html = page(visitor, EVENTS, q="такого слова нет")
    assert "ничего не подошло" in html
    assert f'href="{EVENTS}"' in html


def test_row_counts_the_materials_that_the_reader_may_know_of(visitor, editor):
    event = EventFactory()
    assert "материал</span>" not in page(visitor, EVENTS)
    for access in ("public", "members", "participants"):
        MaterialFactory(event=event, access=access)
    MaterialFactory(event=event, access="staff")
    MaterialFactory(event=event, access="members", is_listed=False)
    assert "3\u00a0материала" in page(visitor, EVENTS)
    assert "5\u00a0материалов" in page(editor, EVENTS)


def test_cancelled_event_says_so(visitor):
    event = EventFactory(status=Event.Status.CANCELLED)
    assert "отменено" in page(visitor, EVENTS)
    assert "Мероприятие отменено." in page(visitor, event.get_absolute_url())


def test_event_list_takes_the_same_queries(visitor, outsider, member, participant, editor, django_assert_num_queries):
    for visits in ([1], [3, 3]):
        for rows in visits:
            visit(rows)
        for client, queries in ((visitor, 6), (outsider, 8), (member, 8), (participant, 8), (editor, 8)):
            with django_assert_num_queries(queries):
                page(client, EVENTS)


def test_list_is_paged(visitor):
    for _ in range(31):
        EventFactory()
    assert len(titles(page(visitor, EVENTS))) == 30
    assert len(titles(page(visitor, EVENTS, page=2))) == 1
    assert len(titles(page(visitor, EVENTS, page=99))) == 1
