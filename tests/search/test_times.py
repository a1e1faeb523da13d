"""Words that say when without a date."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from search import index, search
from search.times import PAST, UPCOMING, when_of, with_dates
from tests import factories

VISITOR = AnonymousUser()


@pytest.mark.parametrize(
    ("word", "when"),
    [
        ("предстоящие", UPCOMING),
        ("ближайшее", UPCOMING),
        ("следующего", UPCOMING),
        ("запланированные", UPCOMING),
        ("скоро", UPCOMING),
        ("прошедших", PAST),
        ("состоявшиеся", PAST),
        ("последний", PAST),
        ("прошлом", PAST),
        ("последствия", ""),
        ("близкие", ""),
        ("исследующий", ""),
    ],
)
def test_word_says_when(word, when):
    assert when_of(word) == when


def test_word_behind_the_noun_may_belong_to_a_name():
    assert when_of("будущего", is_before_noun=False) == ""
    assert when_of("предстоящие", is_before_noun=False) == UPCOMING


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("форумы в прошлом году", "форумы в 2025"),
        ("туры этого года", "туры 2026"),
        ("Следующий год, семинары", "2027, семинары"),
        ("мероприятия в этом месяце", "мероприятия в январь 2026"),
        ("мероприятия прошлого месяца", "мероприятия декабрь 2025"),
        ("поэтому годность", "поэтому годность"),
        ("этом годовой отчёт", "этом годовой отчёт"),
        ("что завтра", "что 01.02.2026"),
        ("туры сегодня и вчера", "туры 31.01.2026 и 30.01.2026"),
        ("сегодняшний", "сегодняшний"),
    ],
)
def test_year_and_month_are_told_from_today(text, dated):
    assert with_dates(text, dt.date(2026, 1, 31)) == dated


@pytest.fixture
def events(db):
    today = timezone.localdate()

    def event(title, days, **fields):
        return factories.EventFactory(title=title, start=str(today + dt.timedelta(days=days)), **fields)

    event("Вымышленный слёт в апреле", 40, type=Event.Type.FORUM)
    event("Вымышленный слёт у моря", 5, type=Event.Type.FORUM)
    event("Вымышленный слёт в горах", -9, type=Event.Type.FORUM)
    event("Вымышленный семинар", 20, type=Event.Type.SEMINAR)
    index.catch_up()


@pytest.mark.parametrize(
    ("text", "titles", "address"),
    [
        ("следующий форум", ["Вымышленный слёт у моря", "Вымышленный слёт в апреле"], "type=forum&when=upcoming"),
        ("какие форумы пройдут", ["Вымышленный слёт у моря", "Вымышленный слёт в апреле"], "type=forum&when=upcoming"),
        ("прошедшие форумы", ["Вымышленный слёт в горах"], "type=forum&when=past"),
        (
            "ближайшие мероприятия",
            ["Вымышленный слёт у моря", "Вымышленный семинар", "Вымышленный слёт в апреле"],
            "/events/?when=upcoming",
        ),
        ("предстоящие вебинары", [], "/events/?type=webinar&when=past"),
    ],
)
def test_events_to_come_and_past_ones_stand_above_the_hits(events, text, titles, address):
    (block,) = search(text, VISITOR).blocks
    assert [row.title for row in block.rows] == titles
    assert block.url.endswith(address)
    assert all(row.note for row in block.rows)


def test_page_whose_block_has_answered_does_not_say_that_nothing_was_found(client, events):
    page = client.get(reverse("search:search"), {"q": "предстоящие вебинары"}).content.decode()
    assert "Пока ничего не назначено" in page
    assert "ничего не нашлось" not in page


def test_hits_begin_with_what_is_to_come(events):
    assert search("следующий форум", VISITOR).hits[0].title != "Вымышленный слёт в горах"
    assert search("прошедший форум", VISITOR).hits[0].title == "Вымышленный слёт в горах"


def test_name_with_such_a_word_is_found_as_a_name(events):
    factories.EventFactory(title="Форум будущего", start="2019-05-05")
    index.catch_up()
    answer = search("форум будущего", VISITOR)
    assert (answer.hits[0].title, answer.blocks) == ("Форум будущего", [])


@pytest.mark.parametrize(
    "text", ["что сегодня", "сегодня", "мероприятия сегодня", "что будет сегодня", "{day}, мероприятия"]
)
def test_events_of_a_day_are_asked_for(events, text):
    today = timezone.localdate()
    factories.EventFactory(title="Вымышленная встреча", start=str(today - dt.timedelta(days=1)), end=str(today))
    factories.EventFactory(title="Вымышленный месячник", start=f"{today:%Y-%m}")
    index.catch_up()
    answer = search(text.format(day=f"{today:%d.%m.%Y}"), VISITOR)
    (block,) = answer.blocks
    assert [row.title for row in block.rows] == ["Вымышленная встреча"]
    assert str(today.year) in block.label
    assert answer.hits[0].title == "Вымышленная встреча"


def test_day_without_events_is_answered_with_those_to_come(events):
    (block,) = search("что завтра", VISITOR).blocks
    assert block.label == "Мероприятия: предстоящие"
    assert block.rows[0].title == "Вымышленный слёт у моря"


def test_day_in_a_query_about_something_else_is_a_word(events):
    factories.EventFactory(title="Парки сегодня", start="2019-05-05")
    index.catch_up()
    answer = search("парки сегодня", VISITOR)
    assert (answer.hits[0].title, answer.blocks) == ("Парки сегодня", [])
