import pytest
from django.urls import reverse

from tests import files
from tests.events.pages import page, titles
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    MaterialFactory,
    OrganizationFactory,
    PersonFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db
PEOPLE = reverse("events:people")


def speaker(**person):
    return AppearanceFactory(person=PersonFactory(**person)).person


def test_people_are_in_alphabetical_order(visitor):
    for name in ("Яшин", "Ёлкин", "Жуков", "Егоров", "елецкий"):
        speaker(last_name=name, first_name="")
    assert titles(page(visitor, PEOPLE)) == ["Егоров", "елецкий", "Ёлкин", "Жуков", "Яшин"]


def test_letter_narrows_the_list(visitor):
    speaker(last_name="Жуков"), speaker(last_name="Яшин")
    html = page(visitor, PEOPLE, letter="Ж")
    assert titles(html) == ["Жуков Пётр"]
    assert html.count('aria-current="true">Ж<') == 1
    assert ">Я</a>" in html


@pytest.mark.parametrize("words", ["жуков артем", "Артём Жуков", "АРТЕМ", "жук а"])
def test_name_is_found_in_any_order_and_case(visitor, words):
    speaker(last_name="Жуков", first_name="Артём"), speaker(last_name="Яшин", first_name="Лев")
    assert titles(page(visitor, PEOPLE, q=words)) == ["Жуков Артём"]


def test_row_shows_the_latest_position_and_the_number_of_events(visitor):
    person = PersonFactory()
    for start, position in [("2019-01-01", "Прежняя"), ("2023-01-01", "Последняя"), ("--05-25", "Без года")]:
        AppearanceFactory(person=person, event=EventFactory(start=start), position=position)
    AppearanceFactory(person=person, event=EventFactory(published_at=None, start="2024-01-01"), position="Из черновика")
    html = page(visitor, PEOPLE)
    assert "Последняя, ООО «Пример»" in html
    assert "Прежняя" not in html
    assert "3\u00a0мероприятия" in html


def test_person_shows_every_event_with_the_position_of_its_day(visitor):
    person = PersonFactory(bio="Раз.\n\n<b>")
    known, draft = OrganizationFactory(), OrganizationFactory(published_at=None)
    for start, position, organization in [("2019", "Прежняя", draft), ("2023", "Последняя", known)]:
        event = EventFactory(start=start)
        talk = TalkFactory(event=event)
        AppearanceFactory(person=person, event=event, talk=talk, position=position, organization=organization)
        files.material(event=event, talk=talk, title=f"Материал {start}", access="members")
    html = page(visitor, person.get_absolute_url())
    order = ["<p>Раз.</p>", "&lt;b&gt;", "Последняя", "Материал 2023", "для членов", "Прежняя", "Материал 2019"]
    story = html.partition("person-bio")[2]
    assert sorted(order, key=story.index) == order
    assert known.slug in html
    assert draft.slug not in html
    assert html.count("<h1") == 1


def test_two_roles_at_one_event_are_one_row(visitor):
    event, person = EventFactory(), PersonFactory()
    AppearanceFactory(event=event, person=person, role="participant", position="Гость")
    AppearanceFactory(event=event, person=person, talk=TalkFactory(event=event), position="Докладчик дня")
    html = page(visitor, person.get_absolute_url())
    assert len(titles(html)) == 1
    assert html.index("Докладчик дня") < html.index("Гость")
    assert "Докладчик дня" in page(visitor, PEOPLE)


@pytest.mark.parametrize(
    ("who", "queries"), [("visitor", 3), ("outsider", 5), ("member", 5), ("participant", 5), ("editor", 5)]
)
def test_people_take_the_same_queries(who, queries, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    for size in (1, 3):
        person = PersonFactory()
        for _ in range(size):
            talk = TalkFactory()
            AppearanceFactory(person=person, event=talk.event, talk=talk, organization=OrganizationFactory())
            MaterialFactory(event=talk.event, talk=talk)
            speaker()
        with django_assert_num_queries(queries):
            page(client, PEOPLE)
        with django_assert_num_queries(queries + 1):
            page(client, person.get_absolute_url())
