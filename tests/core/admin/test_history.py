"""The history of a row, as an editor reads it."""

import datetime as dt
import re
from html import unescape

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from events.models import Event
from tests import factories
from tests.admin_forms import address

pytestmark = pytest.mark.django_db


def test_changes_are_told_in_words(editor):
    event = factories.EventFactory(access="public", published_at=None, status="scheduled")
    event.access = "staff"
    event.published_at = dt.datetime(2026, 11, 28, 3, 5, tzinfo=dt.UTC)
    event.start = None
    event.save()
    page = editor.get(address(Event, "history", event.pk))
    assertContains(page, "теперь «только сотрудникам»")
    assertContains(page, "Опубликовано 28 ноября 2026 г., 06:05.")
    assertNotContains(page, "None")
    assert not re.search(r"\d{4}-\d\d-\d\d", re.search(r"<table.*?</table>", page.content.decode(), re.S)[0])


def test_a_save_that_changed_nothing_is_no_line(editor):
    event = factories.EventFactory()
    event.save()
    event.title = "Другое название"
    event.save()
    sentences = re.findall(
        r'history__sentence">(.*?)</p>', editor.get(address(Event, "history", event.pk)).content.decode()
    )
    assert [sentence.partition(":")[0] for sentence in sentences] == ["Название", "Создано."]


def test_page_of_a_former_state_speaks_russian(editor):
    event = factories.EventFactory()
    page = editor.get(address(Event, "simple_history", event.pk, event.history.get().pk))
    assertContains(page, "Мероприятия</a>")
    trail = re.search(r'<div class="breadcrumbs">.*?</div>', unescape(page.content.decode()), re.S)[0]
    assert not re.search(r">[^<>]*[A-Za-z]", trail), trail


def test_what_two_long_texts_share_is_left_out_with_dots(editor):
    event = factories.EventFactory(title="Поездка " + "по индустриальным паркам " * 8)
    event.title = f"Большая {event.title}"
    event.save()
    page = editor.get(address(Event, "history", event.pk))
    assertContains(page, " … ")
    assertNotContains(page, "chars")
