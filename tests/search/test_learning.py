"""What people look for and do not find, or find and do not open, by day and without who asked."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from search import index, learning
from search.models import AskedQuery
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIST = "/admin/search/askedquery/"


@pytest.fixture
def event():
    event = factories.EventFactory(title="Слёт выдумщиков", slug="rally")
    index.catch_up()
    return event


def ask(client, text, **asked):
    return client.get(reverse("search:search"), {"q": text, **asked})


def counts():
    return {row.text: (row.asked, row.found, row.opened) for row in AskedQuery.objects.all()}


def test_questions_are_counted_by_day_with_what_was_found(visitor, member, event):
    for client, text in ((visitor, "Дирижабль "), (member, "дирижабль"), (visitor, "слёт  выдумщиков")):
        ask(client, text)
    assert counts() == {"дирижабль": (2, 0, 0), "слёт выдумщиков": (1, 1, 0)}
    assert {row.day for row in AskedQuery.objects.all()} == {timezone.localdate()}


def test_nothing_tells_who_asked():
    columns = {field.name for field in AskedQuery._meta.get_fields()}
    assert columns == {"id", "day", "text", "asked", "found", "opened"}


def test_page_that_was_kept_is_counted_as_well(visitor, event, settings):
    settings.KEPT_PAGES_MB = 1
    for _ in range(3):
        ask(visitor, "слёт")
    assert counts() == {"слёт": (3, 1, 0)}


@pytest.mark.parametrize(
    "asked", [{"page": "2"}, {"sort": "date"}, {"kind": "event"}, {"event": "rally"}, {"exact": "1"}, {"year": "2020"}]
)
def test_look_at_more_of_the_same_answer_is_no_new_question(visitor, event, asked):
    ask(visitor, "слёт", **asked)
    assert counts() == {}


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_empty_text_is_no_question(visitor, text):
    ask(visitor, text)
    assert counts() == {}


def test_long_text_is_cut(visitor):
    ask(visitor, "дирижабль " * 1000)
    (text,) = counts()
    assert len(text) == AskedQuery.LONGEST


def test_hit_opened_from_the_answer_is_counted(visitor, event):
    ask(visitor, "слёт")
    page = "http://testserver/search/?q=%D1%81%D0%BB%D1%91%D1%82"
    for address, referer in (
        ("/events/", page),  # the menu
        ("/events/rally/", ""),
        ("/events/rally/", "http://elsewhere.example/search/?q=%D1%81%D0%BB%D1%91%D1%82"),
        ("/events/rally/", "http://testserver/events/?q=%D1%81%D0%BB%D1%91%D1%82"),
        ("/events/nowhere/", page),
    ):
        visitor.get(address, headers={"Referer": referer})
        assert counts() == {"слёт": (1, 1, 0)}, (address, referer)
    visitor.get("/events/rally/", headers={"Referer": page})
    assert counts() == {"слёт": (1, 1, 1)}


def test_staff_see_what_was_not_found_and_what_was_not_opened(visitor, editor, event):
    for text in ("дирижабль", "слёт", "выдумщики"):
        ask(visitor, text)
    learning.note_opened("выдумщики")
    page = editor.get(LIST).content.decode()
    assert "дирижабль" in page
    assert "ничего не нашлось" in page
    assert "слёт" in page
    assert "нашлось: 1, не открыли" in page
    assert "выдумщики" not in page
    assert "слёт" not in editor.get(LIST, {"outcome": "nothing"}).content.decode()
    assert "дирижабль" not in editor.get(LIST, {"outcome": "unopened"}).content.decode()


def test_questions_are_forgotten_after_ninety_days_and_the_rarest_of_many(monkeypatch):
    today = dt.date(2026, 6, 1)
    for days, text, asked in ((91, "давно", 9), (90, "недавно", 1), (1, "часто", 5), (1, "редко", 1), (0, "сейчас", 1)):
        AskedQuery.objects.create(day=today - dt.timedelta(days=days), text=text, asked=asked)
    monkeypatch.setattr(learning, "MOST_A_DAY", 1)
    learning.forget_old(today)
    assert set(counts()) == {"недавно", "часто", "сейчас"}


def test_answer_is_given_although_the_question_cannot_be_counted(visitor, event, monkeypatch):
    from django.db import OperationalError

    class Locked:
        vendor, ops = learning.connection.vendor, learning.connection.ops

        def cursor(self):
            raise OperationalError("database is locked")

        def ensure_connection(self):
            learning_connection.ensure_connection()

    learning_connection = learning.connection
    monkeypatch.setattr(learning, "connection", Locked())
    assert ask(visitor, "слёт").status_code == 200
    assert counts() == {}
