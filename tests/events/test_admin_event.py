"""The form of an event in the administration."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from association.models import Committee
from events.models import Appearance, Event, Material, MaterialVersion, Photo, Stop
from parks.models import Organization
from tests import files
from tests.admin_forms import add_row, address, complaints, filled
from tests.factories import (
    AppearanceFactory,
    AttendanceFactory,
    CommitteeFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    MaterialFactory,
    OrganizationFactory,
    PersonFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
    long_ago,
)

pytestmark = pytest.mark.django_db


def pdf(name="Доклад.pdf", text="1"):
    return SimpleUploadedFile(name, files.pdf(text))


def page_of(client, event):
    return client.get(address(Event, "change", event.pk))


def save(client, event, data):
    return client.post(address(Event, "change", event.pk), data)


def fill_event(event, rows):
    for _row in range(rows):
        EventRegionFactory(event=event)
        EventOrganizationFactory(event=event)
        StopFactory(event=event, organization=OrganizationFactory(), host=PersonFactory())
        session = SessionFactory(event=event)
        talk = TalkFactory(event=event, title="", session=session)
        AppearanceFactory(event=event, talk=talk, session=session, organization=OrganizationFactory())
        material = MaterialFactory(event=event, talk=talk, title="")
        material.current_version = MaterialVersion.objects.create(
            material=material, number=1, file="x.pdf", original_name="Доклад.pdf", sha256="0" * 64, size=1
        )
        material.save()
        AttendanceFactory(event=event)
        CommitteeFactory().events.add(event)
        Photo.objects.bulk_create([Photo(event=event, image="photos/x.jpg", width=10, height=10)])


@pytest.mark.parametrize("rows", [1, 3])
def test_event_form_takes_the_same_queries_for_one_row_and_three(editor, django_assert_num_queries, rows):
    event = EventFactory()
    fill_event(event, rows)
    page_of(editor, event)
    with django_assert_num_queries(22):
        page = page_of(editor, event)
    assert [formset.formset.initial_form_count() for formset in page.context["inline_admin_formsets"]] == [rows] * 10


def test_event_form_saves_what_it_shows(editor):
    event = EventFactory(start="--05-25", end="--05-26", published_at=long_ago().replace(microsecond=0))
    fill_event(event, 2)
    before = {model: list(model.objects.values()) for model in (Event, Stop, Appearance, Material)}
    data = filled(page_of(editor, event))
    assert (data["start"], data["end"]) == ("25.05", "26.05")
    assert save(editor, event, data).status_code == 302
    assert {model: list(model.objects.values()) for model in before} == before
    assert event.history.count() == 2


def test_wrong_partial_date_is_an_error_of_its_field(editor):
    event = EventFactory()
    data = filled(page_of(editor, event))
    assert save(editor, event, data | {"start": "05.2016", "end": "06.2016"}).status_code == 302
    event.refresh_from_db()
    assert (str(event.start), str(event.end)) == ("2016-05", "2016-06")
    data = filled(page_of(editor, event))
    refused = save(editor, event, data | {"start": "весной", "end": ""})
    assert complaints(refused)[0].startswith("start: Не понимаем дату «весной».")
    assert filled(refused)["start"] == "весной"
    backwards = save(editor, event, data | {"start": "26.05.2016", "end": "25.05.2016"})
    assert complaints(backwards) == ["end: Окончание раньше начала, или год указан только у одной из двух дат."]


def test_new_rows_are_ordered_last(editor):
    event = EventFactory()
    StopFactory(event=event, day=1, order=7)
    data = filled(page_of(editor, event))
    add_row(data, "stops", day="1", title="Музей", order="")
    add_row(data, "stops", day="1", title="Обед", order="")
    add_row(data, "stops", day="1", title="Начало", order="3")
    assert save(editor, event, data).status_code == 302
    assert list(event.stops.values_list("order", "title")) == [(3, "Начало"), (7, ""), (8, "Музей"), (9, "Обед")]


def test_organization_name_of_the_day_is_copied_once(editor):
    event, organization = EventFactory(), OrganizationFactory(name="Образец", legal_form="АО")
    data = filled(page_of(editor, event))
    row = {"person": PersonFactory().pk, "role": "speaker", "organization": organization.pk}
    add_row(data, "appearances", **row)
    add_row(data, "appearances", **row | {"person": PersonFactory().pk, "organization_name": "Группа «Образец»"})
    assert save(editor, event, data).status_code == 302
    assert list(event.appearances.values_list("organization_name", flat=True)) == ["АО «Образец»", "Группа «Образец»"]
    Organization.objects.update(name="Новое имя")
    assert save(editor, event, filled(page_of(editor, event))).status_code == 302
    assert event.appearances.first().organization_name == "АО «Образец»"


def test_only_talks_and_sessions_of_the_event_can_be_chosen(editor):
    event, foreign = EventFactory(), TalkFactory()
    data = filled(page_of(editor, event))
    add_row(data, "appearances", person=PersonFactory().pk, role="speaker", talk=foreign.pk)
    assert any(error.startswith("talk: ") for error in complaints(save(editor, event, data)))

    data = filled(editor.get(address(Event, "add"))) | {"title": "Новое", "type": "forum"}
    add_row(data, "materials", kind="document", access="public", talk=foreign.pk)
    refused = editor.post(address(Event, "add"), data)
    assert any(error.startswith("talk: ") for error in complaints(refused))


def test_search_of_an_events_talks_offers_only_its_own(editor):
    own, _foreign = TalkFactory(title="О развитии"), TalkFactory(title="О развитии")
    page = page_of(editor, own.event).content.decode()
    assert f"/admin/autocomplete/?event={own.event_id}" in page
    query = {"app_label": "events", "model_name": "appearance", "field_name": "talk", "term": "РАЗВИТИИ"}
    found = editor.get("/admin/autocomplete/", query | {"event": own.event_id}).json()["results"]
    assert [row["id"] for row in found] == [str(own.pk)]
    assert len(editor.get("/admin/autocomplete/", query | {"event": "«чужое»"}).json()["results"]) == 2
    assert editor.get("/admin/autocomplete/", query | {"event": "9" * 40}).status_code == 200


def test_person_twice_in_a_role_is_a_form_error(editor):
    event, person = EventFactory(), PersonFactory()
    row = {"person": person.pk, "role": "participant"}
    data = filled(page_of(editor, event))
    add_row(data, "appearances", **row)
    twice = dict(data)
    add_row(twice, "appearances", **row)
    assert complaints(save(editor, event, twice)) == ["role: Этот человек уже записан в этой роли."]
    assert save(editor, event, data).status_code == 302


def test_stop_without_a_place_is_an_error_of_the_park_field(editor):
    event = EventFactory()
    data = filled(page_of(editor, event))
    add_row(data, "stops", day="1", note="Каска")
    assert complaints(save(editor, event, data)) == [
        "park: Укажите парк, организацию или напишите, что это за остановка."
    ]


def test_committees_are_in_the_event_form(editor):
    event, committee = EventFactory(), CommitteeFactory()
    data = filled(page_of(editor, event))
    add_row(data, "Committee_events", committee=committee.pk)
    assert save(editor, event, data).status_code == 302
    assert list(Committee.objects.filter(events=event)) == [committee]


def test_file_of_a_new_material_becomes_its_first_version(editor):
    event = EventFactory()
    data = filled(page_of(editor, event))
    add_row(data, "materials", kind="presentation", access="members", upload=pdf())
    assert save(editor, event, data).status_code == 302
    version = event.materials.get().current_version
    assert (version.number, version.original_name, version.uploaded_by) == (1, "Доклад.pdf", editor.user)

    data = filled(page_of(editor, event))
    data |= {"materials-0-upload": pdf("Новый.pdf", "2"), "materials-0-reason": "Исправлена опечатка"}
    assert save(editor, event, data).status_code == 302
    version = event.materials.get().current_version
    assert (version.number, version.original_name, version.reason) == (2, "Новый.pdf", "Исправлена опечатка")
    assert "Новый.pdf" in page_of(editor, event).content.decode()


def test_the_same_file_again_is_no_new_version_and_no_error(editor):
    event = EventFactory()
    data = filled(page_of(editor, event))
    add_row(data, "materials", kind="presentation", access="members", upload=pdf())
    save(editor, event, data)
    data = filled(page_of(editor, event)) | {"materials-0-upload": pdf()}
    page = editor.post(address(Event, "change", event.pk), data, follow=True)
    assert "уже загружен" in page.content.decode()
    assert event.materials.get().versions.count() == 1


def test_refused_file_is_an_error_of_its_field(editor):
    event = EventFactory()
    data = filled(page_of(editor, event))
    add_row(data, "materials", kind="document", access="public", upload=SimpleUploadedFile("вирус.exe", b"MZ"))
    refused = save(editor, event, data)
    assert [error.split(":")[0] for error in complaints(refused)] == ["upload"]
    assert not Material.objects.exists()


def test_draft_has_a_link_to_its_page_on_the_site(editor):
    draft = EventFactory(published_at=None)
    assert page_of(editor, draft).context["absolute_url"] == draft.get_absolute_url()
    stop, talk = StopFactory(event=draft), TalkFactory(event=draft)
    for row in (stop, talk):
        assert editor.get(address(type(row), "change", row.pk)).context["absolute_url"] == draft.get_absolute_url()


def test_page_warns_staff_of_drafts_and_restricted_access_only(editor):
    for fields, is_quiet in (({}, True), ({"published_at": None}, False), ({"access": "members"}, False)):
        html = editor.get(EventFactory(**fields).get_absolute_url()).content.decode()
        assert ("staff-line--quiet" in html) is is_quiet
        assert "Изменить" in html


def test_earlier_state_of_an_event_can_be_restored(editor):
    event = EventFactory(title="Прежнее название")
    first = event.history.get()
    assert save(editor, event, filled(page_of(editor, event)) | {"title": "Ошибка"}).status_code == 302
    listed = editor.get(address(Event, "history", event.pk)).content.decode()
    assert "Прежнее название → Ошибка" in listed
    assert "изменено" in listed
    address_then = address(Event, "simple_history", event.pk, first.pk)
    data = filled(editor.get(address_then))
    assert data["title"] == "Прежнее название"
    assert editor.post(address_then, data).status_code == 302
    event.refresh_from_db()
    assert event.title == "Прежнее название"
    assert event.history.first().history_user == editor.user


@pytest.mark.parametrize("key", ["abc", "0", "-1", "9" * 18, "9" * 400])
def test_history_of_an_impossible_key_is_not_found(editor, key):
    event, material = EventFactory(), MaterialFactory()
    for row in (event, material):
        history = address(type(row), "history", row.pk)
        state = address(type(row), "simple_history", row.pk, row.history.get().pk)
        assert editor.get(history).status_code == editor.get(state).status_code == 200
        wrong = [history.replace(f"/{row.pk}/", f"/{key}/"), state.replace(f"/{row.pk}/", f"/{key}/")]
        wrong.append(state.rpartition("/history/")[0] + f"/history/{key}/")
        for url in wrong:
            assert editor.get(url).status_code in (302, 404), url
