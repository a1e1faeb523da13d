"""The forms of single rows on the desk of an event."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Appearance, Event, Material, Session, Stop, Talk
from parks.models import Organization
from tests import files
from tests.admin_forms import address, complaints, desk, filled
from tests.factories import (
    AppearanceFactory,
    AttendanceFactory,
    EventFactory,
    MaterialFactory,
    OrganizationFactory,
    PersonFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def pdf(name="Доклад.pdf", text="1"):
    return SimpleUploadedFile(name, files.pdf(text))


def add(client, event, page, kind, /, **values):
    """The answer to the form of a new row, filled in with these values."""
    url = desk(event, page, kind)
    return client.post(url, filled(client.get(url)) | values)


def change(client, row, page, kind, /, **values):
    url = desk(row.event, page, kind, row.pk)
    return client.post(url, filled(client.get(url)) | values)


def saved(response):
    assert response.status_code == 302, complaints(response)
    return response


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (("10.00", "11-30"), (dt.time(10), dt.time(11, 30))),
        (("9", "12"), (dt.time(9), dt.time(12))),
        (("22:00", "01:00"), (dt.time(22), dt.time(1))),
        (("23:30", "24:00"), (dt.time(23, 30), dt.time(0))),
    ],
)
def test_times_of_the_programme_are_understood(editor, typed, stored):
    event = EventFactory()
    row = {"title": "Ужин", "kind": "meal", "starts_at": typed[0], "ends_at": typed[1]}
    saved(add(editor, event, "programme", "session", **row))
    session = event.sessions.get()
    assert (session.starts_at, session.ends_at) == stored


def test_session_that_ends_before_it_starts_by_day_is_refused(editor):
    row = {"title": "Обед", "kind": "meal", "starts_at": "15:00", "ends_at": "14:00"}
    refused = add(editor, EventFactory(), "programme", "session", **row)
    assert "Пункт программы кончается раньше, чем начинается." in complaints(refused)[0]
    assert filled(refused)["title"] == "Обед"


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-05-25", "2024-05-26", 2),
        ("2024-05-25", None, 1),
        ("--12-30", "--01-02", 4),
        ("--02-29", "--03-01", 2),
        ("2024", None, None),
    ],
)
def test_day_outside_the_event_is_refused(editor, start, end, days):
    EventFactory(start=start, end=end)
    event = Event.objects.get()
    assert event.number_of_days == days
    outside = (days or 9) + 1
    rows = {("programme", "session"): {"title": "Обед", "kind": "meal"}, ("route", "stop"): {"title": "Завод"}}
    for (page, kind), values in rows.items():
        response = add(editor, event, page, kind, day=outside, **values)
        if days is None:
            saved(response)
        else:
            assert complaints(response)[0].startswith("day: Такого дня в мероприятии нет: всего ")
            saved(add(editor, event, page, kind, day=days, **values))


def test_day_outside_the_event_is_refused_on_the_desk_and_in_the_form(editor):
    session = SessionFactory(event=EventFactory(start="2024-05-25", end="2024-05-26"), day=2)
    for url in (desk(session.event, "programme", "session", session.pk), address(Session, "change", session.pk)):
        refused = editor.post(url, filled(editor.get(url)) | {"day": 3})
        assert complaints(refused)[0].startswith("day: Такого дня в мероприятии нет: всего ")


def test_new_rows_stand_last_or_where_their_time_puts_them(editor):
    event = EventFactory()
    StopFactory(event=event, day=1, order=7, park=None, title="Завод", starts_at=dt.time(12))
    for title, time in [("Музей", ""), ("Начало", "9:00"), ("Обед", "12:00"), ("Прогулка", "13:00")]:
        saved(add(editor, event, "route", "stop", day="1", title=title, starts_at=time))
    titles = list(event.stops.values_list("title", flat=True))
    assert titles == ["Начало", "Завод", "Музей", "Обед", "Прогулка"]
    orders = list(event.stops.values_list("order", flat=True))
    assert orders == sorted(set(orders))


def test_row_whose_time_changes_moves(editor):
    event = EventFactory()
    morning = SessionFactory(event=event, day=1, order=1, starts_at=dt.time(9), title="Утро")
    SessionFactory(event=event, day=1, order=2, starts_at=dt.time(12), title="День")
    saved(change(editor, morning, "programme", "session", starts_at="18:00"))
    assert list(event.sessions.values_list("title", flat=True)) == ["День", "Утро"]
    saved(change(editor, morning, "programme", "session", title="Вечер"))
    assert list(event.sessions.values_list("title", flat=True)) == ["День", "Вечер"]


def test_organization_name_of_the_day_is_copied_once(editor):
    event, organization = EventFactory(), OrganizationFactory(name="Образец", legal_form="АО")
    row = {"role": "guest_of_honour", "organization": organization.pk}
    saved(add(editor, event, "people", "appearance", person=PersonFactory().pk, **row))
    name = {"organization_name": "Группа «Образец»"}
    saved(add(editor, event, "people", "appearance", person=PersonFactory().pk, **row, **name))
    assert list(event.appearances.values_list("organization_name", flat=True)) == ["АО «Образец»", "Группа «Образец»"]
    Organization.objects.update(name="Новое имя")
    saved(change(editor, event.appearances.first(), "people", "appearance"))
    assert event.appearances.first().organization_name == "АО «Образец»"


def test_only_talks_and_sessions_of_the_event_can_be_chosen(editor):
    event, talk, session = EventFactory(), TalkFactory(), SessionFactory()
    refused = [
        add(editor, event, "people", "appearance", person=PersonFactory().pk, session=session.pk),
        add(editor, event, "materials", "material", kind="document", access="public", talk=talk.pk),
        add(editor, event, "programme", "talk", title="Доклад", session=session.pk),
    ]
    assert [complaints(response)[0].split(":")[0] for response in refused] == ["session", "talk", "session"]
    assert not Appearance.objects.exists()


def test_search_of_an_events_talks_offers_only_its_own(editor):
    own, _foreign = TalkFactory(title="О развитии"), TalkFactory(title="О развитии")
    page = editor.get(desk(own.event, "materials", "material")).content.decode()
    assert f"/admin/autocomplete/?event={own.event_id}" in page
    query = {"app_label": "events", "model_name": "appearance", "field_name": "talk", "term": "РАЗВИТИИ"}
    found = editor.get("/admin/autocomplete/", query | {"event": own.event_id}).json()["results"]
    assert [row["id"] for row in found] == [str(own.pk)]
    assert len(editor.get("/admin/autocomplete/", query | {"event": "«чужое»"}).json()["results"]) == 2
    assert editor.get("/admin/autocomplete/", query | {"event": "9" * 40}).status_code == 200


def test_person_twice_in_a_role_is_a_form_error(editor):
    event, person = EventFactory(), PersonFactory()
    row = {"person": person.pk, "role": "participant"}
    saved(add(editor, event, "people", "appearance", **row))
    refused = add(editor, event, "people", "appearance", **row)
    assert complaints(refused) == ["role: Этот человек уже записан в этой роли."]


def test_stop_without_a_place_is_an_error_of_the_park_field(editor):
    refused = add(editor, EventFactory(), "route", "stop", day="1", note="Каска")
    assert complaints(refused) == ["park: Укажите парк, организацию или напишите, что это за остановка."]


def test_talk_with_its_speaker_and_file_is_one_form(editor):
    event, person = EventFactory(), PersonFactory()
    session = SessionFactory(event=event)
    url = f"{desk(event, 'programme', 'talk')}?session={session.pk}"
    data = filled(editor.get(url))
    assert data["session"] == str(session.pk)
    data |= {"title": "О парке", "appearances-0-person": person.pk, "appearances-0-position": "Директор"}
    data |= {"materials-0-upload": pdf(), "materials-0-kind": "presentation"}
    saved(editor.post(url, data))
    talk = Talk.objects.get()
    assert (talk.title, talk.session, talk.event) == ("О парке", session, event)
    assert talk.appearances.get().event == event
    assert talk.materials.get().current_version.original_name == "Доклад.pdf"


def test_talk_of_which_nothing_is_known_yet_is_kept(editor):
    event = EventFactory()
    saved(add(editor, event, "programme", "talk"))
    talk = Talk.objects.get()
    assert not talk.appearances.exists()
    assert not talk.materials.exists()


def test_session_names_who_moderates_it(editor):
    event, person = EventFactory(), PersonFactory()
    session = SessionFactory(event=event)
    speaker = AppearanceFactory(event=event, session=session, talk=TalkFactory(event=event, session=session))
    url = desk(event, "programme", "session", session.pk)
    data = filled(editor.get(url)) | {"appearances-TOTAL_FORMS": 1, "appearances-0-role": "moderator"}
    saved(editor.post(url, data | {"appearances-0-person": person.pk}))
    assert session.appearances.exclude(pk=speaker.pk).get().event == event
    assert person.full_name in editor.get(desk(event, "programme")).content.decode()


def test_file_of_a_new_material_becomes_its_first_version(editor):
    event = EventFactory()
    saved(add(editor, event, "materials", "material", kind="presentation", access="members", upload=pdf()))
    version = event.materials.get().current_version
    assert (version.number, version.original_name, version.uploaded_by) == (1, "Доклад.pdf", editor.user)

    file = {"upload": pdf("Новый.pdf", "2"), "reason": "Исправлена опечатка"}
    saved(change(editor, event.materials.get(), "materials", "material", **file))
    version = event.materials.get().current_version
    assert (version.number, version.original_name, version.reason) == (2, "Новый.pdf", "Исправлена опечатка")
    assert "Новый.pdf" in editor.get(desk(event, "materials")).content.decode()


def test_what_changed_in_a_file_is_not_taken_without_the_file(editor):
    event = EventFactory()
    add(editor, event, "materials", "material", kind="presentation", access="members", upload=pdf())
    answer = change(editor, event.materials.get(), "materials", "material", reason="Исправлена опечатка")
    page = answer.content.decode()
    assert "Это о новом файле, а он не выбран." in page
    assert "Исправлена опечатка" in page


def test_the_same_file_again_is_no_new_version_and_no_error(editor):
    event = EventFactory()
    add(editor, event, "materials", "material", kind="presentation", access="members", upload=pdf())
    response = saved(change(editor, event.materials.get(), "materials", "material", upload=pdf()))
    assert "уже загружен" in editor.get(response.url).content.decode()
    assert event.materials.get().versions.count() == 1


def test_refused_file_is_an_error_of_its_field(editor):
    row = {"kind": "document", "access": "public", "upload": SimpleUploadedFile("вирус.exe", b"MZ")}
    refused = add(editor, EventFactory(), "materials", "material", **row)
    assert [error.split(":")[0] for error in complaints(refused)] == ["upload"]
    assert not Material.objects.exists()


def test_several_photos_are_added_at_once(editor):
    event = EventFactory()
    url = desk(event, "photos", "photo")
    pictures = [files.picture(name=f"{number}.png") for number in range(3)]
    saved(editor.post(url, filled(editor.get(url)) | {"image": pictures, "credit": "Пример"}))
    assert list(event.photos.values_list("order", "credit")) == [(1, "Пример"), (2, "Пример"), (3, "Пример")]
    wrong = SimpleUploadedFile("не снимок.png", b"text")
    refused = editor.post(url, filled(editor.get(url)) | {"image": [wrong, files.picture(name="4.png")]})
    assert "не снимок.png" in complaints(refused)[0]
    assert event.photos.count() == 3


@pytest.mark.parametrize(
    ("page", "kind", "make"),
    [
        ("route", "stop", StopFactory),
        ("programme", "session", SessionFactory),
        ("programme", "talk", TalkFactory),
        ("materials", "material", MaterialFactory),
        ("people", "appearance", AppearanceFactory),
        ("people", "attendance", AttendanceFactory),
    ],
)
def test_row_is_deleted_on_the_desk(editor, page, kind, make):
    row = make()
    url = f"{desk(row.event, page, kind, row.pk)}delete/"
    assert "Удалить" in editor.get(url).content.decode()
    assert editor.post(url, {"post": "yes"}).url == desk(row.event, page)
    assert not type(row)._default_manager.exists()


def test_row_of_another_event_is_not_on_this_desk(editor):
    mine, foreign = StopFactory(), StopFactory()
    url = desk(mine.event, "route", "stop", foreign.pk)
    assert editor.get(url).url == desk(mine.event, "route")
    assert editor.post(url, {"title": "Чужая"}).status_code == 410
    assert editor.post(f"{url}delete/", {"post": "yes"}).status_code == 410
    assert Stop.objects.count() == 2


def test_row_changed_by_two_names_who_and_what(editor, administrator):
    session = SessionFactory(title="Открытие", place="Зал 1")
    url = desk(session.event, "programme", "session", session.pk)
    before = filled(editor.get(url))
    saved(change(administrator, session, "programme", "session", title="Начало"))
    saved(editor.post(url, before | {"place": "Зал 2"}))
    session.refresh_from_db()
    assert (session.title, session.place) == ("Начало", "Зал 2")
    (sentence,) = complaints(editor.post(url, before | {"title": "Приветствие"}))
    assert "«Начало»" in sentence
    assert str(administrator.user) in sentence


def test_what_was_typed_into_a_row_that_is_gone_is_shown(editor):
    stop = StopFactory()
    url = desk(stop.event, "route", "stop", stop.pk)
    data = filled(editor.get(url)) | {"note": "Каска и жилет"}
    stop.delete()
    response = editor.post(url, data)
    assert response.status_code == 410
    assert "Каска и жилет" in response.content.decode()


def test_row_sent_twice_is_added_once(editor):
    event = EventFactory()
    url = desk(event, "programme", "session")
    data = filled(editor.get(url)) | {"title": "Обед", "kind": "meal"}
    assert [editor.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert event.sessions.count() == 1


def test_history_of_a_row_names_the_editor(editor):
    session = SessionFactory()
    saved(change(editor, session, "programme", "session", title="Обед"))
    assert session.history.first().history_user == editor.user


def test_account_is_found_among_participants(editor):
    event, user = EventFactory(), UserFactory(last_name="Бывалов")
    saved(add(editor, event, "people", "attendance", user=user.pk))
    assert "Бывалов" in editor.get(desk(event, "people")).content.decode()
    refused = add(editor, event, "people", "attendance", user=user.pk)
    assert complaints(refused) == ["user: Этот участник уже записан."]


def test_browser_is_told_which_forms_are_saved(editor):
    event = EventFactory()
    url = desk(event, "programme", "session")
    tokens = []
    for title in ("Завтрак", "Обед"):
        data = filled(editor.get(url)) | {"title": title, "kind": "meal"}
        tokens.append(data["form_token"])
        saved(editor.post(url, data))
    assert editor.cookies["saved_forms"].value == ".".join(tokens)
    assert editor.cookies["saved_forms"]["path"] == "/admin/"
    refused = filled(editor.get(url)) | {"title": ""}
    assert "saved_forms" not in editor.post(url, refused).cookies
    forged = refused | {"title": "Ужин", "kind": "meal", "form_token": "x; path=/"}
    assert "saved_forms" not in editor.post(url, forged).cookies
