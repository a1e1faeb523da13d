"""A search field finds by the beginnings of words, tells namesakes apart, and makes what it does not find."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from events.models import Appearance, Person
from parks.models import Organization
from tests.admin_forms import complaints, desk, filled
from tests.conftest import signed_in
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FIELDS = {
    "person": ("events", "appearance", "person"),
    "organization": ("events", "appearance", "organization"),
    "park": ("events", "stop", "park"),
    "region": ("parks", "park", "region"),
}


def asked(client, name, term):
    app, model, field = FIELDS[name]
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    return client.get("/admin/autocomplete/", query)


def found(client, name, term):
    return [row["text"] for row in asked(client, name, term).json()["results"]]


def test_search_fields_find_what_people_type(editor):
    PersonFactory(last_name="Ровбелёв", first_name="Ростислав")
    PersonFactory(last_name="Громов", first_name="Ровшан", aliases="Г. Ровный")
    OrganizationFactory(legal_form="ООО", name="Алвидпроф")
    OrganizationFactory(legal_form="", name="Союз парков Заречья")
    ParkFactory(name="Сафоново", region=RegionFactory(name="Московская область"))
    for term in ("Ровбелев", "ростислав ровбелёв", "Р. Ровбелев", "Р. Л. Ровбелев", "Ровбелева"):
        assert found(editor, "person", term) == ["Ровбелёв Ростислав"], term
    assert found(editor, "person", "Ров") == [
        "Ровбелёв Ростислав",
        "Громов Ровшан",
    ]  # by the first word, then by others
    for term in ("«Алвидпроф»", 'ООО "Алвидпроф"', "АО Алвид", "алвидпрофа"):
        assert found(editor, "organization", term) == ["ООО «Алвидпроф»"], term
    assert found(editor, "organization", "АРКО") == ["Создать «АРКО»"]  # and not «парков»
    assert found(editor, "park", "Индустриальный парк «Сафоново»") == ["«Сафоново» — Московская область"]
    assert found(editor, "region", "Московской") == ["Московская область"]
    assert found(editor, "region", "Заозёрной") == []  # regions are not made of a name alone


def test_names_follow_what_is_written_by_anybody(editor):
    person = PersonFactory(last_name="Лапшин", first_name="Роман")
    assert found(editor, "person", "Лапш") == ["Лапшин Роман"]
    person.last_name = "Котов"
    person.save()
    other = PersonFactory(last_name="Котова", first_name="Ирина")
    assert found(editor, "person", "Кот") == ["Котов Роман", "Котова Ирина"]
    other.delete()
    Person.objects.bulk_create([Person(last_name="Котляр", first_name="Пётр", slug="kotlyar")])
    assert found(editor, "person", "Кот") == ["Котляр Пётр", "Котов Роман"]


def test_namesakes_are_told_apart_by_post_and_events(editor):
    one, other = (PersonFactory(last_name="Лапшин", first_name="Роман") for _number in range(2))
    AppearanceFactory(person=one, position="Технолог", organization_name="АО «Причал»")
    labels = found(editor, "person", "Лапшин")
    assert labels == [
        f"Лапшин Роман — Технолог, АО «Причал» — 1\xa0мероприятие (№ {one.pk})",
        f"Лапшин Роман (№ {other.pk})",
    ]


def test_what_is_not_found_is_made_with_the_form_that_names_it(editor):
    event = EventFactory()
    url, results = desk(event, "people", "appearance"), asked(editor, "person", "Ровбель Ростислав").json()["results"]
    assert [row["text"] for row in results] == ["Создать «Ровбель Ростислав»"]
    typed = {"person": results[0]["id"], "organization": 'new:ООО "Причал"', "role": "nobody"}
    refused = editor.post(url, filled(editor.get(url)) | typed)
    assert complaints(refused)
    assert (Person.objects.count(), Organization.objects.count()) == (0, 0)
    assert filled(refused)["person"] == typed["person"]
    assert "Создать «Ровбель Ростислав»" in refused.text

    assert editor.post(url, filled(refused) | {"role": "speaker"}).status_code == 302
    guest = event.appearances.get()
    assert (guest.name, str(guest.organization), guest.organization_name) == (
        "Ростислав Ровбель",
        "ООО «Причал»",
        "ООО «Причал»",
    )
    told = LogEntry.objects.filter(content_type__model__in=("person", "organization"))
    assert set(told.values_list("user", "action_flag")) == {(editor.user.pk, 1)}


def test_one_new_person_in_two_rows_of_a_form_is_one(editor):
    event = EventFactory()
    url = desk(event, "programme", "talk")
    data = filled(editor.get(url)) | {"title": "Опыт", "appearances-TOTAL_FORMS": "2"}
    for number, role in enumerate(("speaker", "moderator")):
        row = {
            "person": "new:Ровбель Ростислав",
            "role": role,
            "position": "",
            "organization": "",
            "organization_name": "",
        }
        data |= {f"appearances-{number}-{name}": value for name, value in row.items()}
    assert editor.post(url, data).status_code == 302
    assert [one.role for one in Appearance.objects.order_by("pk")] == ["speaker", "moderator"]
    assert Person.objects.count() == 1


def test_making_needs_the_right_to_add(editor):
    user = UserFactory(is_staff=True)
    rights = ["view_event", "change_event", "view_person", "view_appearance", "add_appearance", "change_appearance"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client, event = signed_in(user), EventFactory()
    assert found(client, "person", "Ровбель") == []
    assert asked(client, "organization", "Причал").status_code == 403
    url = desk(event, "people", "appearance")
    refused = client.post(url, filled(client.get(url)) | {"person": "new:Ровбель Ростислав", "role": "speaker"})
    assert "Создать «Ровбель Ростислав» здесь нельзя" in refused.text
    region = {"region": "new:Заозёрная область", "name": "Парк"}
    assert "здесь нельзя" in editor.post("/admin/parks/park/add/", region).text
    assert Person.objects.count() == 0


@pytest.mark.slow
def test_search_among_twenty_thousand_people_takes_few_queries_that_read_few_rows(
    editor, django_assert_max_num_queries
):
    people = [
        Person(last_name=f"Вымыслов{number:05}", first_name="Роман", slug=f"p-{number}") for number in range(20_000)
    ]
    Person.objects.bulk_create(people, batch_size=2000)
    found(editor, "person", "Вымыслов")  # reads the names
    with django_assert_max_num_queries(8) as made:  # of them four for the account, one for the rows of the page
        assert len(found(editor, "person", "вымыслов199")) == 20
    asked_rows = [query["sql"] for query in made.captured_queries if '"events_person"' in query["sql"]]
    assert [sql for sql in asked_rows if "COUNT(*)" not in sql and " IN (" not in sql] == []
