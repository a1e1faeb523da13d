"""Forms that were open while somebody else saved: nothing is undone, nothing is lost, and both are told."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.test import Client
from django.utils import timezone

from core.models import FormSubmission
from events.models import Appearance, Event, Material
from parks.models import Park
from tests import factories, files
from tests.admin_forms import add_row, address, complaints, desk, filled
from tests.association.test_admin_site import LISTS

pytestmark = pytest.mark.django_db


def staff(last_name, role="Администратор"):
    user = factories.UserFactory(
        is_staff=True, is_superuser=True, last_name=last_name, first_name="Анна", middle_name=""
    )
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def first(db):
    return staff("Первая")


@pytest.fixture
def second(db):
    return staff("Вторая")


def page_of(row):
    return address(type(row), "change", row.pk)


def opened(client, row):
    response = client.get(page_of(row))
    assert response.status_code == 200
    return filled(response)


def saved(client, row, data):
    """Sends the form; the answer must be that it is saved."""
    response = client.post(page_of(row), data)
    assert response.status_code == 302, complaints(response)
    row.refresh_from_db()
    return response


def messages_of(client, response):
    return [str(message) for message in client.get(response.url).context["messages"]]


# --- What another one closed stays closed -----------------------------------------------------------------------------


@pytest.mark.parametrize("touch", [{}, {"place": "Вязьма"}])
def test_event_closed_meanwhile_stays_closed(first, second, touch):
    event = factories.EventFactory(access="public", place="Смоленск")
    before = opened(second, event)
    url = desk(event, "publication")
    assert first.post(url, filled(first.get(url)) | {"access": "staff"}).status_code == 302
    saved(second, event, before | touch)
    assert event.access == "staff"
    assert event.place == touch.get("place", "Смоленск")


def test_material_closed_in_its_page_stays_closed_when_the_talk_is_saved(first, second):
    talk = factories.TalkFactory()
    material = files.version(event=talk.event, talk=talk, access="public").material
    before = opened(second, talk)
    saved(first, material, opened(first, material) | {"access": "staff", "published_at_0": "", "published_at_1": ""})
    saved(second, talk, before | {"title": "Другое название"})
    material.refresh_from_db()
    assert (material.access, material.published_at) == ("staff", None)


def test_account_switched_off_meanwhile_stays_off(first, second):
    user = factories.UserFactory(last_name="Уволенный")
    before = opened(second, user)
    data = opened(first, user)
    data.pop("is_active")
    saved(first, user, data)
    saved(second, user, before | {"first_name": "Иван"})
    assert (user.is_active, user.first_name) == (False, "Иван")


def test_membership_ended_meanwhile_stays_ended(first, second):
    membership = factories.MembershipFactory()
    before = opened(second, membership)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    saved(first, membership, opened(first, membership) | {"end_date": f"{yesterday:%d.%m.%Y}"})
    saved(second, membership, before)
    assert membership.end_date == yesterday


def test_role_given_meanwhile_is_kept(first, second):
    user = factories.UserFactory(is_staff=True)
    role = Group.objects.get(name="Редактор")
    before = opened(second, user)
    user.groups.add(role)
    saved(second, user, before | {"first_name": "Иван"})
    assert list(user.groups.all()) == [role]


def test_program_writes_count_as_anybodys(first):
    park = factories.ParkFactory(free_area_ha=None, total_area_ha=100)
    before = opened(first, park)
    Park.objects.filter(pk=park.pk).update(free_area_ha=12)
    saved(first, park, before | {"about": "Описание"})
    assert (park.free_area_ha, park.about) == (12, "Описание")


CHANGES = {
    models.BooleanField: lambda value: not value,
    models.DateTimeField: lambda value: dt.datetime(2001, 2, 3, 4, 5, tzinfo=dt.UTC),
    models.DateField: lambda value: dt.date(2001, 2, 3),
    models.TextField: lambda value: f"{value} и ещё".strip(),
    models.DecimalField: lambda value: 7,
}


WITH_A_FORM = [
    model for model in admin.site._registry if model.__name__ in LISTS and model.__name__ not in ("Download", "Preview")
]


@pytest.mark.parametrize("model", WITH_A_FORM, ids=lambda model: model.__name__)
def test_form_of_every_model_undoes_nothing(second, model):
    """Each field that can be changed by a rule of its type is changed in the database while the form is open."""
    LISTS[model.__name__][0]()
    row = model._default_manager.order_by("pk").last()
    before = opened(second, row)
    shown = set(second.get(page_of(row)).context["adminform"].form.fields)
    values = {}
    for field in row._meta.concrete_fields:
        change = next((change for kind, change in CHANGES.items() if isinstance(field, kind)), None)
        if change and field.name in shown and field.name not in ("is_superuser", "start_date", "end_date"):
            values[field.name] = change(getattr(row, field.attname))
    model._base_manager.filter(pk=row.pk).update(**values)
    saved(second, row, before)
    assert {name: getattr(row, name) for name in values} == values


# --- Both changed the same --------------------------------------------------------------------------------------------


def test_second_is_told_who_when_and_both_values(first, second):
    event = factories.EventFactory(place="Смоленск")
    before = opened(second, event)
    saved(first, event, opened(first, event) | {"place": "Вязьма"})
    response = second.post(page_of(event), before | {"place": "Рославль", "lead": "Вводка"})
    (sentence,) = complaints(response)
    assert "Первая Анна" in sentence
    assert f"{timezone.localdate().year} г." in sentence
    assert "«Вязьма»" in sentence
    assert "«Рославль»" in sentence
    event.refresh_from_db()
    assert (event.place, event.lead) == ("Вязьма", "")
    again = filled(response)
    assert (again["place"], again["lead"]) == ("Рославль", "Вводка")
    saved(second, event, again)
    assert (event.place, event.lead) == ("Рославль", "Вводка")


def test_third_change_is_told_again(first, second):
    event = factories.EventFactory(place="Смоленск")
    before = opened(second, event)
    saved(first, event, opened(first, event) | {"place": "Вязьма"})
    again = filled(second.post(page_of(event), before | {"place": "Рославль"}))
    saved(first, event, opened(first, event) | {"place": "Починок"})
    (sentence,) = complaints(second.post(page_of(event), again))
    assert "«Починок»" in sentence


def test_same_change_by_both_is_no_conflict(first, second):
    material = factories.MaterialFactory(access="public")
    before = opened(second, material)
    saved(first, material, opened(first, material) | {"access": "members"})
    saved(second, material, before | {"access": "members"})
    assert material.access == "members"


@pytest.mark.parametrize(
    ("name", "theirs", "mine", "shown"),
    [
        ("access", {"access": "staff"}, {"access": "members"}, ["только сотрудникам", "членам ассоциации"]),
        ("type", {"type": "forum"}, {"type": "seminar"}, ["форум", "семинар"]),
        ("start", {"start": "01.05.2016"}, {"start": "02.05.2016"}, ["01.05.2016", "02.05.2016"]),
        (
            "published_at",
            {"published_at_0": "01.05.2016", "published_at_1": "10:00:00"},
            {"published_at_0": "02.05.2016", "published_at_1": "11:00:00"},
            ["01.05.2016 10:00", "02.05.2016 11:00"],
        ),
    ],
)
def test_values_are_shown_as_people_read_them(first, second, name, theirs, mine, shown):
    row = factories.EventFactory(type="study_tour", start="2016-05-25", end=None)
    if name in ("access", "published_at"):
        row = factories.MaterialFactory(access="public")
    before = opened(second, row)
    saved(first, row, opened(first, row) | theirs)
    (sentence,) = complaints(second.post(page_of(row), before | mine))
    assert sentence.startswith(f"{name}: ")
    assert all(f"«{value}" in sentence for value in shown), sentence


def talk_with(*positions):
    """A talk and the appearances of its speakers, in this order."""
    talk = factories.TalkFactory()
    return talk, [
        factories.AppearanceFactory(event=talk.event, talk=talk, position=position, order=number)
        for number, position in enumerate(positions, 1)
    ]


def test_row_of_an_inline_is_merged_field_by_field(first, second):
    talk, (speaker,) = talk_with("Директор")
    before = opened(second, talk)
    saved(first, speaker, opened(first, speaker) | {"organization_name": "АО «Образец»"})
    saved(second, talk, before | {"appearances-0-position": "Председатель"})
    speaker.refresh_from_db()
    assert (speaker.position, speaker.organization_name) == ("Председатель", "АО «Образец»")


def test_conflict_in_a_row_is_told_at_its_field(first, second):
    talk, (speaker,) = talk_with("Директор")
    before = opened(second, talk)
    saved(first, speaker, opened(first, speaker) | {"position": "Председатель"})
    response = second.post(page_of(talk), before | {"appearances-0-position": "Начальник"})
    (sentence,) = complaints(response)
    assert "«Председатель»" in sentence
    assert "Первая Анна" in sentence
    saved(second, talk, filled(response))
    speaker.refresh_from_db()
    assert speaker.position == "Начальник"


def test_row_without_a_history_names_who_saved_its_page(first, second):
    link = factories.EventRegionFactory(role="host")
    before = opened(second, link.event)
    theirs = opened(first, link.event)
    saved(first, link.event, theirs | {"region_roles-0-role": "participants"})
    other = factories.RegionFactory()
    data = before | {"region_roles-0-role": "host", "region_roles-0-region": other.pk}
    saved(second, link.event, data)
    link.refresh_from_db()
    assert (link.role, link.region) == ("participants", other)


# --- Rows that are gone -----------------------------------------------------------------------------------------------


def test_row_deleted_meanwhile_is_named_and_the_rest_is_saved(first, second):
    talk, (gone, _kept) = talk_with("Директор", "Начальник")
    before = opened(second, talk)
    saved(first, talk, opened(first, talk) | {"appearances-0-DELETE": "on"})
    response = saved(second, talk, before | {"appearances-1-position": "Председатель", "title": "О парке"})
    assert list(Appearance.objects.values_list("position", flat=True)) == ["Председатель"]
    assert talk.title == "О парке"
    told = " ".join(messages_of(second, response))
    assert gone.person.last_name in told
    assert "Первая Анна" in told


def test_what_was_written_into_a_row_that_is_gone_is_not_lost(first, second):
    talk, _speakers = talk_with("Директор")
    before = opened(second, talk)
    saved(first, talk, opened(first, talk) | {"appearances-0-DELETE": "on"})
    response = second.post(page_of(talk), before | {"appearances-0-position": "Губернатор", "title": "О парке"})
    (sentence,) = complaints(response)
    assert "«Губернатор»" in sentence
    again = filled(response)
    assert again["title"] == "О парке"
    saved(second, talk, again)
    assert talk.title == "О парке"
    assert not Appearance.objects.exists()


def test_row_changed_meanwhile_is_not_deleted_unseen(first, second):
    talk, (speaker,) = talk_with("Директор")
    before = opened(second, talk)
    saved(first, speaker, opened(first, speaker) | {"position": "Председатель"})
    response = second.post(page_of(talk), before | {"appearances-0-DELETE": "on"})
    (sentence,) = complaints(response)
    assert "Первая Анна" in sentence
    saved(second, talk, filled(response) | {"appearances-0-DELETE": "on"})
    assert not Appearance.objects.exists()


def test_new_rows_of_both_are_kept(first, second):
    talk = factories.TalkFactory()
    before, theirs = opened(second, talk), opened(first, talk)
    for data, title in ((before, "Второй"), (theirs, "Первый")):
        add_row(data, "materials", title=title, kind="paper", access="public", order="")
    saved(first, talk, theirs)
    saved(second, talk, before)
    assert set(Material.objects.values_list("title", flat=True)) == {"Первый", "Второй"}


def test_what_was_typed_into_a_page_whose_row_is_gone_is_shown(first, second):
    event = factories.EventFactory(title="Тур")
    before = opened(second, event)
    event.delete()
    response = second.post(page_of(event), before | {"lead": "Три дня в пути"}, follow=True)
    assert "Три дня в пути" in response.content.decode()


# --- The same form twice ----------------------------------------------------------------------------------------------


def new_event(client, **values):
    data = filled(client.get(address(Event, "add")))
    return data | {"title": "Тур в Вязьму", "type": "study_tour", **values}


def test_same_add_form_sent_twice_makes_one_event(first):
    data = new_event(first)
    answers = [first.post(address(Event, "add"), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Event.objects.count() == 1
    assert answers[0].url == answers[1].url


def test_same_rows_sent_twice_are_added_once(first):
    talk = factories.TalkFactory()
    data = opened(first, talk)
    add_row(data, "materials", title="Доклад", kind="paper", access="public", order="")
    for _ in range(2):
        saved(first, talk, data)
    assert Material.objects.count() == 1


def test_form_with_errors_may_be_sent_again(first):
    data = new_event(first, title="")
    assert first.post(address(Event, "add"), data).status_code == 200
    assert first.post(address(Event, "add"), data).status_code == 200
    assert not FormSubmission.objects.exists()


def test_two_forms_with_the_same_words_are_two_events(first):
    for _ in range(2):
        assert first.post(address(Event, "add"), new_event(first)).status_code == 302
    assert Event.objects.count() == 2


def test_other_words_in_the_same_form_are_not_swallowed(first):
    data = new_event(first)
    first.post(address(Event, "add"), data)
    first.post(address(Event, "add"), data | {"title": "Тур в Рославль"})
    assert set(Event.objects.values_list("title", flat=True)) == {"Тур в Вязьму", "Тур в Рославль"}


def test_form_that_no_page_has_sent_is_taken_as_it_is(first):
    event = factories.EventFactory(place="Смоленск")
    data = opened(first, event)
    del data["form_state"], data["form_token"]
    saved(first, event, data | {"place": "Вязьма"})
    assert event.place == "Вязьма"


@pytest.mark.parametrize("state", ["", "{", "[]", "null", '{"": "короткое"}', '{"appearances-0": 7}', '{"": null}'])
def test_state_that_makes_no_sense_breaks_nothing(first, state):
    talk, _speakers = talk_with("Директор")
    saved(first, talk, opened(first, talk) | {"form_state": state, "title": "О парке"})
    assert talk.title == "О парке"
