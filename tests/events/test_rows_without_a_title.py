"""Talks and materials without a title are told apart wherever people read them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from pytest_django.asserts import assertContains

from events.downloads.statistics import DownloadStatistics
from events.models import Download, Material, Talk
from search import index
from search.models import SearchDocument
from tests import files
from tests.admin_forms import address
from tests.factories import AppearanceFactory, EventFactory, MaterialFactory, PersonFactory, TalkFactory

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
NAMES = ["Выступление № 1", "Выступление № 3, Ровбель", "Выступление № 4, Ровбель", "Выступление № 5, Ровбель, Жуков"]


@pytest.fixture
def event():
    event = EventFactory()
    speaker, other = PersonFactory(last_name="Ровбель", first_name="Ростислав"), PersonFactory(last_name="Жуков")
    for order, people in enumerate([[], [other], [speaker], [speaker], [speaker, other]]):
        talk = TalkFactory(event=event, order=order if order < 3 else 3, title="О парках" if order == 1 else "")
        for person in people:
            AppearanceFactory(event=event, talk=talk, person=person)
        files.material(event=event, talk=talk, title="", access="public")
    return event


def test_talks_are_named_by_number_and_speakers(event):
    talks = [talk for talk in Talk.objects.filter(event=event) if not talk.title]
    assert [str(talk) for talk in talks] == NAMES
    assert [str(talk) for talk in Talk.objects.filter(event=event, title="").named()] == NAMES


def test_numbers_are_those_of_their_event(event):
    assert str(TalkFactory(title="", order=0)) == "Выступление № 1"
    assert str(Talk(title="")) == "выступление"


def test_pages_of_the_site_tell_them_apart(client, event):
    page = client.get(event.get_absolute_url()).content.decode()
    for name in NAMES:
        assert name.partition(",")[0] in page
        assert f"Презентация: {name}" in page
    materials = client.get(reverse("events:materials")).content.decode()
    assert all(f"Презентация: {name}" in materials for name in NAMES)
    person = AppearanceFactory._meta.model.objects.first().person
    assert client.get(person.get_absolute_url()).status_code == 200
    speaker = event.appearances.filter(person__last_name="Ровбель").first().person
    assert all(name.partition(",")[0] in client.get(speaker.get_absolute_url()).content.decode() for name in NAMES[1:])


def test_admin_tells_them_apart(editor, event):
    talks = editor.get(address(Talk, "changelist")).content.decode()
    form = editor.get(reverse("admin:events_event_programme", args=[event.pk])).content.decode()
    assert all(name in talks and name.partition(",")[0] in form for name in NAMES)
    query = {"app_label": "events", "model_name": "material", "field_name": "talk", "event": event.pk}
    found = editor.get("/admin/autocomplete/", query).json()["results"]
    assert [row["text"] for row in found] == [NAMES[0], "О парках", *NAMES[1:]]
    materials = editor.get(address(Material, "changelist")).content.decode()
    assert all(f"Презентация: {name}" in materials for name in NAMES)
    talk = Talk.objects.filter(event=event, title="").last()
    assertContains(editor.get(address(Talk, "history", talk.pk)), NAMES[-1])


def test_search_and_statistics_tell_them_apart(event):
    index.catch_up()
    titles = {document.shown for document in SearchDocument.objects.filter(kind="material")}
    assert len(titles) == 5
    assert all(any(f"Презентация: {name}" in title for title in titles) for name in NAMES)
    for material in Material.objects.all():
        Download.objects.create(material=material, is_anonymous=True, visitor=str(material.pk))
    lines = {str(line.of) for line in DownloadStatistics({}).materials()}
    assert lines == {"Презентация: О парках", *(f"Презентация: {name}" for name in NAMES)}


def test_materials_of_one_talk_are_numbered_where_they_are_alike():
    event = EventFactory()
    talk = TalkFactory(event=event, title="О парках")
    for kind, its_talk in [("presentation", talk), ("presentation", talk), ("paper", talk), *[("video", None)] * 2]:
        MaterialFactory(event=event, talk=its_talk, kind=kind, title="")
    MaterialFactory(event=event, kind="video", title="Свой заголовок")
    headings = ["О парках", "Презентация № 2: О парках", "Доклад: О парках", "Видео", "Видео № 2", "Свой заголовок"]
    assert [one.heading for one in Material.objects.all()] == headings
    loaded = list(Material.objects.with_speakers(VISITOR))
    assert [one.heading for one in loaded] == headings
    assert [str(one) for one in Material.objects.named()] == ["Презентация: О парках", *headings[1:]]
    MaterialFactory(kind="video", title="")
    assert str(Material.objects.last()) == "Видео"


def test_names_take_no_query_for_each_row(event, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert len({str(one) for one in Material.objects.named()}) == 5
    with django_assert_num_queries(3):
        assert len({str(one) for one in Talk.objects.named()}) == 5
    with django_assert_num_queries(3):
        assert len({one.heading for one in Material.objects.with_speakers(VISITOR)}) == 5
