"""A person's name stands as it was on the day of the event; nothing said of somebody that day is left out."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from events.downloads import zip_archive
from events.event_page import load_event
from events.models import Appearance, Material, Person, Talk
from search import index
from tests import files
from tests.admin_forms import address, filled
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    MaterialFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    StopFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def married():
    """Somebody who spoke and received guests as Анна Иванова, and is Анна Петрова today."""
    person = PersonFactory(last_name="Иванова", first_name="Анна")
    event = EventFactory()
    talk = TalkFactory(event=event, title="О парках")
    AppearanceFactory(event=event, talk=talk, person=person)
    StopFactory(event=event, host=person)
    files.material(event=event, talk=talk, title="", access="public")
    person.last_name = "Петрова"
    person.save()
    return person


def test_every_page_of_that_day_shows_the_name_of_that_day(client, married):
    event, material = married.appearances.get().event, Material.objects.get()
    pages = [event.get_absolute_url(), material.get_absolute_url(), reverse("events:materials"), "/materials/feed/"]
    for page in pages:
        text = client.get(page).content.decode()
        assert "Анна Иванова" in text, page
        assert "Анна Петрова" not in text, page
    assertContains(client.get(event.get_absolute_url()), "Встречает:")
    (entry,) = zip_archive.plan(Material.objects.listed(VISITOR).mark_open(VISITOR).with_speakers(VISITOR))
    assert entry.name.startswith("01 Иванова – ")
    assertContains(client.get(married.get_absolute_url()), "Докладчик (Анна Иванова)")


def test_metadata_name_the_speaker_as_of_that_day(client, married):
    html = client.get(married.appearances.get().event.get_absolute_url()).content.decode()
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    (performer,) = next(one for one in graph["@graph"] if one["@type"] == "Event")["performer"]
    assert performer["name"] == "Анна Иванова"


@pytest.mark.parametrize("words", ["Иванова", "Петрова", "Анна Иванова", "Петрова Анна"])
def test_search_and_lists_find_both_names(client, married, words):
    index.catch_up()
    urls = {hit["address"] for hit in client.get(reverse("search:suggestions"), {"q": words}).json()["suggestions"]}
    assert married.get_absolute_url() in urls
    found = client.get(reverse("search:search"), {"q": words}).content.decode()
    assert married.appearances.get().event.get_absolute_url() in found
    for page in (reverse("events:people"), reverse("events:materials")):
        assertContains(client.get(page, {"q": words}), 'class="row__title"')


def test_name_of_a_hidden_event_finds_nobody(client):
    person = AppearanceFactory(person=PersonFactory(last_name="Тайная"), event=EventFactory(published_at=None)).person
    person.last_name = "Явная"
    person.save()
    AppearanceFactory(person=person)
    index.catch_up()
    assertNotContains(client.get(reverse("events:people"), {"q": "Тайная"}), "Явная")
    assertNotContains(client.get(reverse("search:search"), {"q": "Тайная"}), person.get_absolute_url())


def test_name_is_written_by_every_way_of_saving():
    one, other = PersonFactory(last_name="Первый"), PersonFactory(last_name="Второй")
    event = EventFactory()
    Appearance.objects.bulk_create([Appearance(event=event, person=one)])
    appearance = Appearance.objects.get()
    assert appearance.name_then == "Пётр Первый"
    Person.objects.filter(pk=one.pk).update(last_name="Новый")
    appearance.refresh_from_db()
    appearance.save()
    assert appearance.name == "Пётр Первый"
    appearance.person = other
    appearance.save()
    assert appearance.name_then == "Пётр Второй"
    appearance.name_then = "П. Второй"
    appearance.save()
    assert (appearance.name, appearance.last_name) == ("П. Второй", "Второй")


def test_corrected_mistake_is_corrected_everywhere(editor, married):
    page = address(Person, "change", married.pk)
    appearance, stop = married.appearances.get(), married.hosted_stops.get()
    appearance.name_then = stop.host_name_then = "Анна Петрова"
    appearance.save(), stop.save()
    assert (
        editor.post(page, filled(editor.get(page)) | {"first_name": "Алла", "is_correction": "on"}).status_code == 302
    )
    appearance.refresh_from_db(), stop.refresh_from_db()
    assert (appearance.name, stop.host_name) == ("Алла Петрова", "Алла Петрова")
    assert editor.post(page, filled(editor.get(page)) | {"last_name": "Сидорова"}).status_code == 302
    appearance.refresh_from_db()
    assert appearance.name == "Алла Петрова"


def people_of(event, part):
    return [
        (one.name, [(post.roles, post.appearance.said_as) for post in one.posts])
        for one in getattr(load_event(event.slug, VISITOR), part)
    ]


SPOKE = {"position": "Директор", "organization_name": "ООО «Пример»"}
SECOND = {"position": "Председатель", "organization_name": "Союз"}
NOTHING = {"position": "", "organization_name": ""}


@pytest.mark.parametrize(
    ("rows", "posts"),
    [
        ([("speaker", SPOKE)], [("", "Директор, ООО «Пример»")]),
        ([("moderator", SPOKE)], [("Модератор", "Директор, ООО «Пример»")]),
        ([("speaker", SPOKE), ("moderator", SPOKE)], [("Докладчик, модератор", "Директор, ООО «Пример»")]),
        ([("speaker", SPOKE), ("moderator", NOTHING)], [("Докладчик, модератор", "Директор, ООО «Пример»")]),
        ([("speaker", SPOKE), ("speaker", SECOND)], [("", "Директор, ООО «Пример»"), ("", "Председатель, Союз")]),
        (
            [("speaker", SPOKE), ("participant", SECOND)],
            [("Докладчик", "Директор, ООО «Пример»"), ("Участник", "Председатель, Союз")],
        ),
        (
            [("speaker", SPOKE), ("welcome", SECOND), ("moderator", NOTHING)],
            [("Докладчик", "Директор, ООО «Пример»"), ("Приветствие", "Председатель, Союз"), ("Модератор", "")],
        ),
        ([("speaker", NOTHING)], [("", "")]),
        ([("speaker", NOTHING), ("moderator", NOTHING)], [("Докладчик, модератор", "")]),
    ],
)
def test_nothing_said_of_a_speaker_is_left_out(client, rows, posts):
    event, person = EventFactory(), PersonFactory(last_name="Жуков")
    for role, said in rows:
        AppearanceFactory(event=event, person=person, role=role, talk=TalkFactory(event=event), **said)
    assert people_of(event, "speakers") == [("Пётр Жуков", posts)]
    assert people_of(event, "participants") == []
    html = client.get(event.get_absolute_url()).content.decode()
    for role, said in posts:
        assert role in html
        assert all(part in html for part in said.split(", "))


def test_guest_of_honour_who_also_speaks_is_both(client):
    event, person = EventFactory(), PersonFactory(last_name="Жуков")
    AppearanceFactory(event=event, person=person, role="speaker", **SPOKE)
    AppearanceFactory(event=event, person=person, role="guest_of_honour", **SECOND)
    assert people_of(event, "speakers") == [("Пётр Жуков", [("", "Директор, ООО «Пример»")])]
    assert people_of(event, "guests_of_honour") == [("Пётр Жуков", [("", "Председатель, Союз")])]


def test_newest_post_is_told_though_another_row_of_that_day_has_none(client):
    person, event = PersonFactory(), EventFactory()
    AppearanceFactory(event=event, person=person, role="participant", order=1, **NOTHING)
    AppearanceFactory(event=event, person=person, order=2, **SPOKE)
    assertContains(client.get(reverse("events:people")), "Директор, ООО «Пример»")
    assertContains(client.get(person.get_absolute_url()), '<p class="lead">Директор')


def test_namesakes_are_told_apart_where_people_are_chosen_and_listed(client, editor):
    one, other, third = (PersonFactory(last_name="Жуков", first_name="Лев") for _ in range(3))
    AppearanceFactory(person=one, **SPOKE)
    AppearanceFactory(person=other, event=EventFactory(title="Форум в Вязьме"), **NOTHING)
    query = {"app_label": "events", "model_name": "appearance", "field_name": "person", "term": "Жуков"}
    labels = [row["text"] for row in editor.get("/admin/autocomplete/", query).json()["results"]]
    assert labels == [
        f"Жуков Лев — Директор, ООО «Пример» — 1\xa0мероприятие (№ {one.pk})",
        f"Жуков Лев — 1\xa0мероприятие (№ {other.pk})",
        f"Жуков Лев (№ {third.pk})",
    ]
    listed = editor.get(address(Person, "changelist"))
    assert all(label in listed.content.decode() for label in labels)
    form = editor.get(address(Appearance, "change", one.appearances.get().pk))
    assertContains(form, labels[0])
    talk = TalkFactory()
    AppearanceFactory(person=one, talk=talk, event=talk.event, **SPOKE)
    label = labels[0].replace("1\xa0мероприятие", "2\xa0мероприятия")
    assertContains(editor.get(address(Talk, "change", talk.pk)), label)

    index.catch_up()
    notes = {row["kind"] for row in client.get(reverse("search:suggestions"), {"q": "Жуков"}).json()["suggestions"]}
    assert notes == {"Директор, ООО «Пример»", "Форум в Вязьме"}
    page = client.get(reverse("events:people"))
    assertContains(page, "Форум в\u00a0Вязьме")


def test_parks_and_accounts_of_one_name_are_told_apart(editor):
    for region in ("Первая область", "Вторая область"):
        ParkFactory(name="Феникс", region=RegionFactory(name=region))
    query = {"app_label": "events", "model_name": "stop", "field_name": "park", "term": "Феникс"}
    labels = {row["text"] for row in editor.get("/admin/autocomplete/", query).json()["results"]}
    assert labels == {"«Феникс» — Первая область", "«Феникс» — Вторая область"}
    users = [UserFactory(last_name="Жуков", organization=OrganizationFactory(name=name)) for name in ("А", "Б")]
    twin = UserFactory(last_name="Жуков", organization=users[0].organization)
    query = {"app_label": "events", "model_name": "attendance", "field_name": "user", "term": "Жуков"}
    labels = {row["text"] for row in editor.get("/admin/autocomplete/", query).json()["results"]}
    assert labels == {
        f"Жуков — ООО «А» (№ {users[0].pk})",
        "Жуков — ООО «Б»",
        f"Жуков — ООО «А» (№ {twin.pk})",
    }


def test_material_without_a_talk_has_no_speakers(client):
    material = MaterialFactory(title="")
    assertContains(client.get(material.get_absolute_url()), "<h1>Презентация</h1>")
