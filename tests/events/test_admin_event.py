"""The form of an event in the administration."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from association.models import Committee
from events.models import Appearance, Event, Material, MaterialVersion, Photo, Stop
from parks.models import Park
from tests import files
from tests.admin_forms import add_row, address, complaints, filled
from tests.factories import (
    AppearanceFactory,
    AttendanceFactory,
    CommitteeFactory,
    DelegationFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    MaterialFactory,
    OrganizationFactory,
    OutcomeFactory,
    ParkFactory,
    PersonFactory,
    QuotationFactory,
    SessionFactory,
    SourceFactory,
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
        delegation = DelegationFactory(event=event)
        delegate = AppearanceFactory(event=event, delegation=delegation, role="delegation_head")
        OutcomeFactory(event=event)
        QuotationFactory(appearance=delegate)
        SourceFactory(event=event)
        CommitteeFactory().events.add(event)
        Photo.objects.bulk_create([Photo(event=event, image="photos/x.jpg", width=10, height=10)])


@pytest.mark.parametrize("rows", [1, 3])
def test_event_form_takes_the_same_queries_for_one_row_and_three(editor, django_assert_num_queries, rows):
    event = EventFactory()
    fill_event(event, rows)
    page_of(editor, event)
    with django_assert_num_queries(16):
        page = page_of(editor, event)
    assert [formset.formset.initial_form_count() for formset in page.context["inline_admin_formsets"]] == [
        rows,
        rows,
        0,
        rows,
    ]


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


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("25-26 мая 2016", "2016-05-25", "2016-05-26"),
        ("30.12–02.01", "--12-30", "--01-02"),
        ("с 24 по 26 января", "--01-24", "--01-26"),
    ],
)
def test_range_typed_as_the_start_fills_both_dates(editor, typed, start, end):
    event = EventFactory()
    data = filled(page_of(editor, event))
    response = save(editor, event, data | {"start": typed, "end": ""})
    assert response.status_code == 302, complaints(response)
    event.refresh_from_db()
    assert (str(event.start), str(event.end)) == (start, end)
    added = editor.post(address(Event, "add"), filled(editor.get(address(Event, "add"))) | new_event(start=typed))
    assert added.status_code == 302, complaints(added)
    assert str(Event.objects.latest("pk").end) == end


def new_event(**values):
    return {"title": "Тур", "type": "study_tour", "access": "public", **values}


def test_range_is_refused_where_it_has_no_place(editor):
    event = EventFactory(start="2016-05-25", end="2016-05-26")
    data = filled(page_of(editor, event))
    both = complaints(save(editor, event, data | {"start": "27–28 мая 2016"}))
    assert len(both) == 1
    assert both[0].startswith("start: «27–28 мая 2016» — это начало и окончание, но окончание уже указано отдельно.")
    end = complaints(save(editor, event, data | {"end": "27–28 мая 2016"}))
    assert end == ["end: «27–28 мая 2016» — это две даты, а здесь нужна одна."]
    assert save(editor, event, data | {"start": "25–26 мая 2016"}).status_code == 302


def test_exact_dates_are_understood_as_people_write_them(editor):
    for typed in ("25/05/16", "25 мая 2016", "25.05.2016", "2016-05-25"):
        material = MaterialFactory()
        page = address(Material, "change", material.pk)
        moment = {"published_at_0": typed, "published_at_1": "10:00"}
        assert editor.post(page, filled(editor.get(page)) | moment).status_code == 302
        material.refresh_from_db()
        expected = dt.datetime(2016, 5, 25, 10, tzinfo=ZoneInfo("Europe/Moscow"))
        assert timezone.localtime(material.published_at) == expected, typed
    park = ParkFactory()
    page = address(Park, "change", park.pk)
    assert editor.post(page, filled(editor.get(page)) | {"data_as_of": "25/05/16"}).status_code == 302
    park.refresh_from_db()
    assert park.data_as_of == dt.date(2016, 5, 25)


def test_committees_are_in_the_event_form(editor):
    event, committee = EventFactory(), CommitteeFactory()
    data = filled(page_of(editor, event))
    add_row(data, "Committee_events", committee=committee.pk)
    assert save(editor, event, data).status_code == 302
    assert list(Committee.objects.filter(events=event)) == [committee]


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
    assert "Название: вместо «Прежнее название» теперь «Ошибка»." in listed
    assert "Создано." in listed
    address_then = address(Event, "simple_history", event.pk, first.pk)
    data = filled(editor.get(address_then))
    assert data["title"] == "Прежнее название"
    assert editor.post(address_then, data).status_code == 302
    event.refresh_from_db()
    assert event.title == "Прежнее название"
    assert event.history.first().history_user == editor.user


def test_history_of_an_impossible_key_is_not_found(editor):
    event, material = EventFactory(), MaterialFactory()
    for row in (event, material):
        history = address(type(row), "history", row.pk)
        state = address(type(row), "simple_history", row.pk, row.history.get().pk)
        assert editor.get(history).status_code == editor.get(state).status_code == 200
        for key in ("abc", "0", "-1", "9" * 18, "9" * 400):
            wrong = [history.replace(f"/{row.pk}/", f"/{key}/"), state.replace(f"/{row.pk}/", f"/{key}/")]
            wrong.append(state.rpartition("/history/")[0] + f"/history/{key}/")
            for url in wrong:
                assert editor.get(url).status_code in (302, 404), url
