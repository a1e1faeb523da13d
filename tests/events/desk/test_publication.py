"""The page that publishes an event."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.utils import timezone

from events.models import Event
from tests import files
from tests.admin_forms import address, complaints, desk, filled
from tests.factories import (
    AppearanceFactory,
    AttendanceFactory,
    EventFactory,
    MaterialFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
    long_ago,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    return EventFactory(title="Тур", published_at=None, lead="Два дня на площадках")


def act(client, event, button="_save", **values):
    url = desk(event, "publication")
    return client.post(url, filled(client.get(url)) | values | {button: "1"})


def published_at(event):
    return Event.objects.get(pk=event.pk).published_at


def test_event_is_published_now_and_taken_off(editor, draft, visitor):
    response = act(editor, draft, "_publish_now")
    assert response.url == desk(draft, "publication")
    assert published_at(draft) <= timezone.now()
    assert visitor.get(draft.get_absolute_url()).status_code == 200
    assert "Опубликовано" in editor.get(response.url).content.decode()
    assert "Опубликовано" in LogEntry.objects.first().change_message
    assert draft.history.first().history_user == editor.user
    act(editor, draft, "_unpublish")
    assert published_at(draft) is None
    assert visitor.get(draft.get_absolute_url()).status_code == 404


def test_event_is_published_at_a_time(editor, draft, visitor):
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    moment = {"published_at_0": f"{tomorrow:%d.%m.%Y}", "published_at_1": "10:00"}
    act(editor, draft, "_publish_at", **moment)
    assert timezone.localtime(published_at(draft)).strftime("%d.%m.%Y %H:%M") == f"{tomorrow:%d.%m.%Y} 10:00"
    assert visitor.get(draft.get_absolute_url()).status_code == 404
    assert "Появится на сайте" in editor.get(desk(draft, "publication")).content.decode()
    act(editor, draft, "_unpublish")
    assert published_at(draft) is None


def test_publication_at_no_time_is_refused(editor, draft):
    refused = act(editor, draft, "_publish_at")
    assert complaints(refused) == ["published_at: Напишите день и время."]
    assert published_at(draft) is None


def test_who_may_see_is_saved_without_publishing(editor, draft):
    act(editor, draft, access="members", published_at_0="01.05.2024", published_at_1="10:00")
    draft.refresh_from_db()
    assert (draft.access, draft.published_at) == ("members", None)


@pytest.mark.parametrize("button", ["_publish_now", "_publish_at"])
def test_what_blocks_stops_the_publication_and_leads_to_its_field(editor, draft, button):
    talk = TalkFactory(event=draft)
    material = MaterialFactory(event=draft, talk=talk, consent="refused")
    refused = act(editor, draft, button, published_at_0="01.05.2024", published_at_1="10:00")
    assert "Опубликовать нельзя. Докладчик против" in complaints(refused)[0]
    assert published_at(draft) is None
    link = f"{desk(draft, 'materials', 'material', material.pk)}#id_access"
    page = editor.get(desk(draft, "publication")).content.decode()
    assert f'<li class="notes__line notes__line--blocks"><a href="{link}">' in page
    material.access = "staff"
    material.save()
    assert act(editor, draft, "_publish_now").status_code == 302


def test_each_talk_is_listed_with_its_files(editor, draft):
    talk = TalkFactory(event=draft, title="О парке")
    AppearanceFactory(event=draft, talk=talk, position="Директор")
    for name in ("Первый", "Второй"):
        MaterialFactory(event=draft, talk=talk, title=name, url="https://video.example/1", consent="given")
    TalkFactory(event=draft, title="Без файла")
    MaterialFactory(event=draft, title="Программа тура")
    found = editor.get(desk(draft, "publication")).context["files"]
    assert [(talk and talk.title, material and material.title) for talk, material, *_rest in found] == [
        ("О парке", "Первый"),
        ("О парке", "Второй"),
        ("Без файла", None),
        (None, "Программа тура"),
    ]


def test_publication_changed_meanwhile_is_told(editor, administrator, draft):
    url = desk(draft, "publication")
    before = filled(editor.get(url))
    act(administrator, draft, "_publish_now")
    (sentence,) = complaints(editor.post(url, before | {"_publish_now": "1"}))
    assert str(administrator.user) in sentence
    moment = published_at(draft)
    editor.post(url, before | {"access": "members", "_save": "1"})
    draft.refresh_from_db()
    assert (draft.access, draft.published_at) == ("members", moment)


# --- What has changed since -------------------------------------------------------------------------------------------


def changes(client, event):
    return [change.text for change in client.get(desk(event, "publication")).context["changes"]]


def test_published_event_says_what_changed_since(editor, draft):
    stop = StopFactory(event=draft, park=None, title="Музей")
    act(editor, draft, "_publish_now")
    assert changes(editor, draft) == []
    url = address(Event, "change", draft.pk)
    editor.post(url, filled(editor.get(url)) | {"place": "Вязьма"})
    session = SessionFactory(event=draft, title="Обед")
    passing = SessionFactory(event=draft, title="Лишнее")
    passing.delete()
    stop.delete()
    talk = TalkFactory(event=draft, title="О парке")
    talk.title = "О кластере"
    talk.save()
    assert sorted(changes(editor, draft)) == [
        "Добавлено: выступление — О кластере",
        "Добавлено: пункт программы — Обед",
        "Место: «—» → «Вязьма»",
        "Удалено: точка маршрута — Музей",
    ]
    who = {change.text: change.who for change in editor.get(desk(draft, "publication")).context["changes"]}
    assert who["Место: «—» → «Вязьма»"] == str(editor.user)
    assert session.pk


def test_draft_has_no_changes_since(editor, draft):
    SessionFactory(event=draft)
    assert changes(editor, draft) == []


# --- As others see it -------------------------------------------------------------------------------------------------


@pytest.fixture
def tiers(draft):
    for tier in ("public", "members", "participants", "staff"):
        MaterialFactory(event=draft, title=f"Для {tier}", access=tier, is_listed=False, url="https://video.example/1")
    return draft


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("visitor", {"public"}),
        ("member", {"public", "members"}),
        ("participant", {"public", "members", "participants"}),
    ],
)
def test_page_is_shown_as_others_will_see_it(editor, tiers, visitor, reader, seen):
    accounts = get_user_model().objects.count()
    page = editor.get(f"{desk(tiers, 'publication')}as/{reader}/")
    html = page.content.decode()
    assert {tier for tier in ("public", "members", "participants", "staff") if f"Для {tier}" in html} == seen
    assert "Предпросмотр" in html
    assert "Изменить" not in html
    assert "no-store" in page["Cache-Control"]
    assert published_at(tiers) is None
    assert get_user_model().objects.count() == accounts
    assert not tiers.attendances.exists()
    assert visitor.get(tiers.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("access", "seen_by"), [("members", ["member", "participant"]), ("staff", [])])
def test_page_that_a_reader_will_not_get_says_so(editor, draft, access, seen_by):
    Event.objects.update(access=access)
    for reader in ("visitor", "member", "participant"):
        html = editor.get(f"{desk(draft, 'publication')}as/{reader}/").content.decode()
        assert ("сайт ответит «не найдено»" not in html) == (reader in seen_by), reader


def test_preview_is_for_staff_and_known_readers(editor, visitor, draft):
    assert editor.get(f"{desk(draft, 'publication')}as/governor/").status_code == 404
    assert editor.post(f"{desk(draft, 'publication')}as/visitor/").status_code == 405
    assert visitor.get(f"{desk(draft, 'publication')}as/visitor/").status_code == 302


def test_preview_of_a_published_event_changes_nothing(editor):
    event = EventFactory(lead="Вводка", published_at=long_ago())
    AttendanceFactory(event=event)
    before = Event.objects.values().get(pk=event.pk)
    assert editor.get(f"{desk(event, 'publication')}as/participant/").status_code == 200
    assert Event.objects.values().get(pk=event.pk) == before
    assert event.attendances.count() == 1


# --- Several at once --------------------------------------------------------------------------------------------------


def test_several_are_published_from_the_list(editor, draft):
    blocked = EventFactory(title="Без даты", start=None, published_at=None)
    earlier = EventFactory(published_at=long_ago())
    then = earlier.published_at
    marked = {"action": "publish_selected", "_selected_action": [draft.pk, blocked.pk, earlier.pk]}
    html = editor.post(address(Event, "changelist"), marked, follow=True).content.decode()
    assert "Опубликовано: 1." in html
    assert desk(blocked, "publication") in html
    assert published_at(draft) is not None
    assert published_at(blocked) is None
    assert published_at(earlier) == then


def test_former_state_comes_back_with_its_publication(editor, draft):
    state = draft.history.first()
    act(editor, draft, "_publish_now")
    url = address(Event, "simple_history", draft.pk, state.pk)
    data = filled(editor.get(url))
    assert "published_at_0" in data
    assert editor.post(url, data).status_code == 302
    assert published_at(draft) is None


def test_files_of_the_page_are_real(editor, draft):
    material = files.material(event=draft)
    html = editor.get(desk(draft, "publication")).content.decode()
    assert material.current_version.original_name in html
