"""Pasted text becomes a table to confirm, and only what is confirmed becomes rows: all of it, or nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from events.models import Appearance, EventOrganization, Person, Session, Stop, Talk
from parks.models import Organization
from tests.admin_forms import filled
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
PROGRAMME = """
25 мая
10.00–10.20 Приветственное слово. Лапшин Роман, заместитель Губернатора Заречной области
10.20–10.50 Меры поддержки парков. Тихонова Олеся Игоревна, директор, ООО "Причал"
10.50–11.10 Кофе-брейк
26 мая
11.10–12.00 Опыт парка. Докладчик: Лапшин Роман, заместитель Губернатора Заречной области
"""
GUESTS = 'Лапшин Роман, директор, ООО "Причал"\nОлеся Тихонова — менеджер, АО «Маяк»'


def address(event, page):
    return f"/admin/events/event/{event.pk}/{page}/paste/"


def pasted(client, event, page, text):
    response = client.post(address(event, page), {"text": text})
    assert response.status_code == 200
    return response


def confirmed(client, event, page, response, **changes):
    return client.post(address(event, page), filled(response) | changes)


def marks(response):
    return [line.mark[0] for line in response.context["table"].lines]


def number_of_rows():
    models = (Person, Organization, Appearance, Session, Talk, Stop, EventOrganization, LogEntry)
    return [model.objects.count() for model in models]


def test_programme_becomes_items_talks_speakers_and_history(editor):
    event = EventFactory(start="2024-05-25", end="2024-05-26")
    before = number_of_rows()
    table = pasted(editor, event, "programme", PROGRAMME)
    assert number_of_rows() == before
    assert confirmed(editor, event, "programme", table).status_code == 302

    items = [(item.day, f"{item.starts_at:%H:%M}", item.title) for item in event.sessions.all()]
    assert items == [
        (1, "10:00", "Приветственное слово"),
        (1, "10:20", "Меры поддержки парков"),
        (1, "10:50", "Кофе-брейк"),
        (2, "11:10", "Опыт парка"),
    ]
    assert [(talk.title, talk.who) for talk in event.talks.all()] == [
        ("Меры поддержки парков", "Олеся Игоревна Тихонова"),
        ("Опыт парка", "Роман Лапшин"),
    ]
    welcome = event.appearances.get(talk=None)
    assert (welcome.session.title, welcome.role, welcome.position) == (
        "Приветственное слово",
        "welcome",
        "Заместитель Губернатора Заречной области",
    )
    assert Person.objects.count() == 2  # one of them speaks twice
    assert str(event.appearances.get(person__last_name="Тихонова").organization) == "ООО «Причал»"
    told = LogEntry.objects.filter(object_id=event.pk, content_type__model="event").get().change_message
    assert told == "Вставлено из текста: 4\xa0пункта программы, 3\xa0человека, 2\xa0выступления."
    assert set(LogEntry.objects.values_list("user", flat=True)) == {editor.user.pk}
    assert Session.history.first().history_user == editor.user

    again = pasted(editor, event, "programme", PROGRAMME)
    before = number_of_rows()
    assert {line.mark[1] for line in again.context["table"].lines if line.kind != "speaker"} == {"уже записано"}
    assert confirmed(editor, event, "programme", again).status_code == 302
    assert number_of_rows()[:-1] == before[:-1]


def test_known_rows_are_linked_with_the_reason_and_namesakes_are_asked_about(editor):
    event = EventFactory()
    known = AppearanceFactory(person=PersonFactory(last_name="Лапшин", first_name="Роман"), position="Главный технолог")
    ship = OrganizationFactory(legal_form="ООО", name="Причал")
    OrganizationFactory(legal_form="Группа", name="Маяк")
    table = pasted(editor, event, "people", GUESTS)
    assert marks(table) == ["known", "asks"]  # «АО «Маяк»» may be the group or another organization
    assert "Главный технолог" in table.text
    assert "те же имя и фамилия" in table.text

    refused = confirmed(editor, event, "people", table)
    assert marks(refused) == ["known", "wrong"]
    assert event.appearances.count() == 0
    assert confirmed(editor, event, "people", refused, **{"l1-organization": "new"}).status_code == 302
    first, second = event.appearances.order_by("pk")
    assert (first.person, first.organization) == (known.person, ship)
    assert str(second.organization) == "АО «Маяк»"

    PersonFactory(last_name="Лапшин", first_name="Роман", middle_name="Ильич")
    assert marks(pasted(editor, EventFactory(), "people", "Лапшин Роман, директор")) == ["asks"]


def test_likely_doubles_are_asked_about(editor):
    PersonFactory(last_name="Лукашова", first_name="Наталия")
    OrganizationFactory(legal_form="АО", name="Металлимпресс")
    table = pasted(editor, EventFactory(), "people", "Лукашова Наталья, менеджер, АО «Металимпресс»")
    assert marks(table) == ["asks"]
    person, organization = (table.context["table"].lines[0].choices[name] for name in ("person", "organization"))
    assert (len(person.candidates), len(organization.candidates)) == (1, 1)


def test_cells_are_corrected_and_lines_left_out(editor):
    event = EventFactory()
    table = pasted(editor, event, "people", GUESTS)
    changes = {"l0-person_last": "Лапшинов", "l0-position": "Мастер", "l0-role": "participant", "l1-taken": "no"}
    assert confirmed(editor, event, "people", table, **changes).status_code == 302
    guest = event.appearances.get()
    assert (guest.name, guest.position, guest.role) == ("Роман Лапшинов", "Мастер", "participant")
    assert not Person.objects.filter(last_name="Тихонова").exists()


def test_name_that_becomes_known_meanwhile_is_asked_about(editor):
    """By a correction, or because a colleague was quicker."""
    event = EventFactory()
    table = pasted(editor, event, "people", "Тихонова Олеся, менеджер")
    person = PersonFactory(last_name="Тихонова", first_name="Олеся")
    asked = confirmed(editor, event, "people", table)
    assert marks(asked) == ["wrong"]
    assert "проверьте выбор" in asked.text
    assert confirmed(editor, event, "people", asked).status_code == 302
    assert event.appearances.get().person == person
    assert Person.objects.count() == 1


def test_one_wrong_cell_stores_nothing_and_loses_nothing(editor):
    event = EventFactory(start="2024-05-25", end="2024-05-26")
    table, before = pasted(editor, event, "programme", PROGRAMME), number_of_rows()
    last = len(table.context["table"].lines) - 3
    wrong = {f"l{last}-ends_at": "10:00", "l0-title_text": "Слово хозяев"}
    refused = confirmed(editor, event, "programme", table, **wrong)
    assert number_of_rows() == before
    assert "Пункт программы кончается раньше, чем начинается." in refused.text
    assert filled(refused)["l0-title_text"] == "Слово хозяев"
    outside = confirmed(editor, event, "programme", refused, **{f"l{last}-day": "7", f"l{last}-ends_at": "12:00"})
    assert "Такого дня в мероприятии нет" in outside.text
    assert number_of_rows() == before


def test_regions_organizations_and_stops_are_read_in_any_case(editor):
    event = EventFactory()
    regions = [RegionFactory(name=f"{name} область") for name in ("Московская", "Орловская")]
    park = ParkFactory(name="Сосновый")
    text = "Организаторы — Ассоциация «Вымысел». Гости из Московской и Орловской областей."
    table = pasted(editor, event, "main", text)
    assert confirmed(editor, event, "main", table, **{"l0-role": "participants", "l1-role": "host"}).status_code == 302
    assert [(link.region, link.role) for link in event.region_roles.all()] == [
        (regions[0], "participants"),
        (regions[1], "host"),
    ]
    assert [(link.organization.name, link.role) for link in event.organization_roles.all()] == [
        ("Вымысел", "organizer")
    ]

    table = pasted(editor, event, "route", "9:00 Индустриальный парк «Сосновый»\n14:00 Музей льна, нужна каска")
    assert confirmed(editor, event, "route", table).status_code == 302
    visited, museum = event.stops.all()
    assert (visited.park, visited.title) == (park, "")
    assert (museum.title, museum.note) == ("Музей льна", "нужна каска")


def test_the_same_table_sent_twice_is_stored_once(editor):
    event = EventFactory()
    data = filled(pasted(editor, event, "people", GUESTS))
    assert [editor.post(address(event, "people"), data).status_code for _time in range(2)] == [302, 302]
    assert event.appearances.count() == 2


@pytest.mark.parametrize("page", ["main", "route", "programme", "people"])
def test_box_says_what_it_found_nothing_of(editor, page):
    event = EventFactory()
    refused = editor.post(address(event, page), {"text": " \n"})
    assert "не нашлось" in refused.text
    assert "Текст слишком длинный" in editor.post(address(event, page), {"text": "я" * 100_001}).text


def test_only_who_may_add_the_rows_may_paste(editor, member):
    """Nor makes a table people for who may not add people."""
    event = EventFactory()
    rights = ["view_event", "change_event", "view_appearance", "view_stop", "view_session"]
    viewer = UserFactory(is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__in=rights))
    for page in ("main", "route", "programme", "people"):
        assert signed_in(viewer).post(address(event, page), {"text": GUESTS}).status_code == 403
        assert member.post(address(event, page), {"text": GUESTS}).status_code == 302  # to the log-in
        assert editor.get(f"/admin/events/event/0/{page}/paste/").status_code == 404

    viewer.user_permissions.add(Permission.objects.get(codename="add_appearance"))
    client, before = signed_in(viewer), number_of_rows()
    table = pasted(client, event, "people", GUESTS)
    assert marks(table) == ["asks", "asks"]
    forced = {"l0-person": "new", "l0-organization": "new", "l1-person": "new", "l1-organization": "new"}
    assert "заводить людей вы не можете" in confirmed(client, event, "people", table, **forced).text
    assert number_of_rows() == before


@pytest.mark.slow
def test_table_of_sixty_talks_stays_small(editor, django_assert_max_num_queries):
    event, surnames = EventFactory(), ["Лапшин", "Орлов", "Зайцев", "Котов", "Белов", "Серов"]
    lines = [
        f"{8 + number // 6}.{number % 6}0 О вымышленном опыте номер {number}. {surnames[number % 6]} Роман, "
        f"директор по развитию, ООО «Причал {number}»"
        for number in range(60)
    ]
    with django_assert_max_num_queries(30):
        table = pasted(editor, event, "programme", "\n".join(lines))
    assert len(table.context["table"].lines) == 180
    assert len(table.content) <= 300_000
