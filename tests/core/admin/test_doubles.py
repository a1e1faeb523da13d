"""Doubles in the admin: a question once, a list, «different» remembered, a merge with its preview and its undoing."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from core import suspicions
from core.models import Removal, SuspectedDouble
from events.models import Event, Person
from tests.admin_forms import filled
from tests.factories import AppearanceFactory, EventFactory, OrganizationFactory, ParkFactory, PersonFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/events/person/"


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


def add(client, address, **typed):
    """The page after a form was sent twice as it came back, if it came back."""
    form = filled(client.get(address)) | typed
    first = client.post(address, form)
    return first, lambda: client.post(address, filled(first) | typed)


def test_likely_double_is_asked_about_once_and_then_remembered(editor):
    known = PersonFactory(last_name="Вымыслова", first_name="Наталия", middle_name="Юрьевна")
    first, again = add(editor, f"{PEOPLE}add/", last_name="Вымыслова", first_name="Наталья")
    assert "Похоже, этот человек уже есть" in text_of(first)
    assert f"../{known.pk}/change/" in text_of(first)
    assert Person.objects.count() == 1
    assert again().status_code == 302
    assert Person.objects.count() == 2
    assert SuspectedDouble.objects.get().are_different
    suspicions.search(Person)
    assert "Похожих записей нет" in text_of(editor.get(f"{PEOPLE}doubles/"))


@pytest.mark.parametrize(
    ("make", "address", "typed"),
    [
        (lambda: OrganizationFactory(name="Вымысел"), "/admin/parks/organization/add/", {"name": "ВЫМЫСЕЛ"}),
        (
            lambda: EventFactory(title="Форум «Вымысел»", start="2031-06-01"),
            "/admin/events/event/add/",
            {"title": 'Форум "Вымысел"', "start": "1.6.2031", "type": "forum"},
        ),
    ],
)
def test_organizations_and_events_are_asked_about_too(editor, make, address, typed):
    row = make()
    first, again = add(editor, address, **typed)
    assert "уже" in text_of(first)
    assert f"../{row.pk}/change/" in text_of(first)
    assert again().status_code == 302


def test_list_of_doubles_says_why_and_merges(administrator, editor):
    kept, gone = PersonFactory(last_name="Вымыслов"), PersonFactory(last_name="Вымыслов", middle_name="Ильич")
    PersonFactory(last_name="Образцов")
    event = EventFactory()
    AppearanceFactory(event=event, person=kept, position="")
    AppearanceFactory(event=event, person=gone, position="Директор")
    suspicions.search_all()
    listed = text_of(administrator.get(f"{PEOPLE}doubles/"))
    assert "отчество есть только у одной записи" in listed
    assert f"{PEOPLE}merge/{kept.pk}/{gone.pk}/" in listed
    assert "Сравнить и объединить" not in text_of(editor.get(f"{PEOPLE}doubles/"))
    address = f"{PEOPLE}merge/{kept.pk}/{gone.pk}/"
    shown = text_of(administrator.get(address))
    assert "Что стоит у обеих и станет одним" in shown
    assert "Ильич" in shown
    assert editor.get(address).status_code == editor.post(address).status_code == 403
    assert administrator.post(address).status_code == 302
    kept.refresh_from_db()
    assert (kept.middle_name, Person.objects.count()) == ("Ильич", 2)
    told = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert any(sentence.startswith("Объединено с «Вымыслов Пётр Ильич»") for sentence in told)
    back = f"{PEOPLE}removed/{Removal.objects.get().pk}/"
    assert editor.get(back).status_code == 404
    assert "снова станет отдельной записью" in text_of(administrator.get(back))
    administrator.post(back)
    kept.refresh_from_db()
    assert (kept.middle_name, Person.objects.get(pk=gone.pk).middle_name) == ("", "Ильич")


def test_editors_tell_two_apart(editor):
    one, other = ParkFactory(name="Вымысел"), ParkFactory(name="Вымысел")
    suspicions.search_all()
    address = "/admin/parks/park/doubles/"
    assert "регионы разные" in text_of(editor.get(address))
    editor.post(address, {"different": f"{one.pk}-{other.pk}"})
    assert "Похожих записей нет" in text_of(editor.get(address))
    editor.post(address, {"search": "1"})
    assert "Похожих записей нет" in text_of(editor.get(address))
    for nonsense in ("", "1", "a-b", f"{one.pk}-{10**20}"):
        assert editor.post(address, {"different": nonsense}).status_code == 404


def test_deleted_event_is_offered_back(administrator, editor):
    event = EventFactory(title="Вымышленный тур")
    AppearanceFactory(event=event)
    page = text_of(administrator.post(f"/admin/events/event/{event.pk}/delete/", {"post": "yes"}, follow=True))
    back = re.search(r"/admin/events/event/removed/\d+/", page)[0]
    assert "Вымышленный тур" in text_of(administrator.get("/admin/events/event/removed/"))
    assert editor.get("/admin/events/event/removed/").status_code == 403
    assert editor.post(back).status_code == 404
    assert "снова на своём месте" in text_of(administrator.post(back, follow=True))
    assert Event.objects.get().appearances.count() == 1
    assert administrator.get(back).status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_pages_of_doubles_take_the_same_queries(administrator, number, django_assert_max_num_queries):
    for place in range(number):
        for _ in range(2):
            PersonFactory(last_name=f"Вымыслов{'абвг'[place] * 4}ский")
    suspicions.search_all()
    assert SuspectedDouble.objects.count() == number
    with django_assert_max_num_queries(8):
        administrator.get(f"{PEOPLE}doubles/")


def test_likely_doubles_are_told_while_typing(editor, member):
    known = PersonFactory(last_name="Вымыслова", first_name="Наталия", middle_name="")
    park = ParkFactory(name="Сафоново-Вымысел")
    event = EventFactory(title="Форум «Вымысел»", start="2031-06-01", end="2031-06-02")
    for address, typed, row in (
        (PEOPLE, {"last_name": "вымыслова", "first_name": "Наталья"}, known),
        ("/admin/parks/park/", {"name": "Индустриальный парк «Сафоново-Вымысел»"}, park),
        ("/admin/events/event/", {"title": 'Форум "Вымысел"', "start": "1.6.2031", "slug": "x"}, event),
    ):
        assert f'data-like="{address}doubles/like/"' in text_of(editor.get(f"{address}add/"))
        (found,) = editor.get(f"{address}doubles/like/", typed).json()["rows"]
        assert found["address"] == f"{address}{row.pk}/change/"
        assert found["reasons"]
        assert editor.get(f"{address}doubles/like/", {"start": "31.31"}).json() == {"rows": []}
        assert member.get(f"{address}doubles/like/", typed).status_code == 302


def test_event_that_becomes_like_another_is_asked_about_and_listed(editor, administrator):
    known = EventFactory(title="Форум «Вымысел»", start="2031-06-01", end="2031-06-02")
    other = EventFactory(title="Черновик", start="2031-06-01", end="2031-06-02")
    address = f"/admin/events/event/{other.pk}/change/"
    first, again = add(editor, address, title="Форум Вымысел")
    assert "это мероприятие уже заведено" in text_of(first)
    assert f'"../../{known.pk}/change/"' in text_of(first)
    suspicions.search_all()
    assert "Похожих записей нет" in text_of(administrator.get("/admin/events/event/doubles/"))
    Event.objects.filter(pk=other.pk).update(title="Форум Вымысел")
    suspicions.search_all()
    listed = text_of(administrator.get("/admin/events/event/doubles/"))
    assert "даты и название совпадают" in listed
    assert "Сравнить и объединить" not in listed
    assert administrator.get(f"/admin/events/event/merge/{known.pk}/{other.pk}/").status_code == 403
    Event.objects.filter(pk=other.pk).update(title="Черновик")
    assert again().status_code == 302
    assert Event.objects.filter(title="Форум Вымысел").exists()
