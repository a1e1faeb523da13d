"""The front page of the admin says what waits."""

import datetime as dt

import pytest
from django.utils import timezone

from core import suspicions
from events.models import Preview
from events.readiness.waiting import load_waiting
from tests import files
from tests.conftest import signed_in
from tests.factories import EventFactory, MaterialFactory, PersonFactory, SessionFactory, TalkFactory, UserFactory

pytestmark = pytest.mark.django_db


def day(days):
    return f"{timezone.localdate() + dt.timedelta(days=days):%Y-%m-%d}"


def test_nothing_waits_on_an_empty_portal(editor):
    found = load_waiting()
    assert (found.drafts, found.unplanned, found.bare, found.failed, found.pending_count) == ([], [], [], [], 0)
    assert "Ничего: все мероприятия опубликованы" in editor.get("/admin/").content.decode()


def test_drafts_wait_also_those_that_will_appear():
    draft = EventFactory(published_at=None, start=day(-900))
    coming = EventFactory(published_at=timezone.now() + dt.timedelta(days=1), start=day(-800))
    EventFactory(start=day(-700))
    found = load_waiting()
    assert (found.drafts, found.drafts_count) == ([coming, draft], 2)


def test_events_to_come_without_programme_wait():
    bare = EventFactory(start=day(5))
    EventFactory(start=day(6), status="cancelled")
    EventFactory(start=day(-6))
    SessionFactory(event=EventFactory(start=day(7)))
    TalkFactory(event=EventFactory(start=day(8)))
    assert load_waiting().unplanned == [bare]


def test_talks_of_past_events_without_files_wait():
    event = EventFactory(start=day(-5))
    TalkFactory.create_batch(2, event=event)
    MaterialFactory(event=event, talk=TalkFactory(event=event), url="https://video.example/1")
    awaited = EventFactory(start=day(-9))
    MaterialFactory(event=awaited, talk=TalkFactory(event=awaited))
    TalkFactory(event=EventFactory(start=day(9)))
    TalkFactory(event=EventFactory(start=day(-500)))
    assert [(one, one.talks_count) for one in load_waiting().bare] == [(event, 2), (awaited, 1)]


def test_slides_that_failed_or_wait_are_of_current_files():
    material = files.material()
    replaced = files.version(material, files.pdf("вторая"))
    Preview.objects.update(state="failed", remark="файл защищён паролем")
    found = load_waiting()
    assert ([preview.version for preview in found.failed], found.failed_count) == ([replaced], 1)
    Preview.objects.update(state="queued")
    assert load_waiting().pending_count == 1
    Preview.objects.update(state="ready")
    assert load_waiting().pending_count == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_front_page_takes_the_same_queries_for_one_row_and_three(editor, rows, django_assert_num_queries):
    for _number in range(rows):
        EventFactory(published_at=None)
        EventFactory(start=day(5))
        TalkFactory(event=EventFactory(start=day(-5)))
        files.material()
    Preview.objects.update(state="failed")
    editor.get("/admin/")
    with django_assert_num_queries(13):
        assert editor.get("/admin/").status_code == 200


def test_suspected_doubles_wait(editor):
    PersonFactory.create_batch(2, last_name="Вымыслов")
    suspicions.search_all()
    page = editor.get("/admin/").content.decode()
    assert 'href="/admin/events/person/doubles/">Люди</a> <span class="waiting__when">1\u00a0пара' in page


def test_staff_without_rights_to_events_see_no_events():
    EventFactory(published_at=None, title="Тайный тур")
    page = signed_in(UserFactory(is_staff=True)).get("/admin/").content.decode()
    assert "Тайный тур" not in page
    assert 'action="/search/"' in page
