"""What the words of a query mean: questions, synonyms, other names, numbers, other spellings."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from parks.models import OrganizationName
from search import Kind, index, search
from search.models import SearchAlias, Synonym
from tests import factories, files

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()

SLIDES = [
    "Субсидия на станки\nВозвращает часть вымышленных расходов.",
    "Газификация посёлка\nКотлы поставили к осени.",
    "Беспилотник над полем\nОблетает границы участка.",
    "Особая экономическая зона\nСоглашение подписано.",
    "Закупки по 44-ФЗ\nКорпус 12 400 м², трасса М-4, 3D-модель.",
    "Итоги квартала\n12 150 430 изделий.",
    "Индустриальный парк\nГазоснабжение подведено к контракту.",
    "Газета о погоде\nДождь.",
]


@pytest.fixture
def deck():
    Synonym.objects.all().delete()  # a test of transactions may have emptied the table before
    Synonym.objects.create(words="БПЛА\nбеспилотник\nдрон")
    Synonym.objects.create(words="ОЭЗ\nособая экономическая зона")
    event = factories.EventFactory(title="Вымышленный слёт", place="Примерск", start="2019-07-17")
    material = files.material(event=event, title="Придуманный доклад")
    files.slides(material.current_version, *SLIDES)
    index.catch_up()
    return event


def slides(text, **asked):
    return [hit.title for hit in search(text, VISITOR, **asked).hits if hit.kind == Kind.SLIDE]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("где взять субсидию", "Субсидия на станки"),
        ("что такое субсидия", "Субсидия на станки"),
        ("газифицировать", "Газификация посёлка"),
        ("БПЛА", "Беспилотник над полем"),
        ("дроны", "Беспилотник над полем"),
        ("ОЭЗ", "Особая экономическая зона"),
        ("44 фз", "Закупки по 44-ФЗ"),
        ("44ФЗ", "Закупки по 44-ФЗ"),
        ("M-4", "Закупки по 44-ФЗ"),  # Latin
        ("м4", "Закупки по 44-ФЗ"),
        ("3д", "Закупки по 44-ФЗ"),
        ("12 400 м2", "Закупки по 44-ФЗ"),
        ("12\u202f400", "Закупки по 44-ФЗ"),
        ("12400", "Закупки по 44-ФЗ"),
        ("12 150 430", "Итоги квартала"),
        ("150", "Итоги квартала"),
        ("12150430", "Итоги квартала"),
        ("subsidiya", "Субсидия на станки"),
        ("gazifikatsiya", "Газификация посёлка"),
        ("KOHTPAKT", "Индустриальный парк"),  # look-alikes, all Latin
        ("индустриальныйпарк", "Индустриальный парк"),
        ("газо снабжение", "Индустриальный парк"),
        ("индустриальны йпарк", "Индустриальный парк"),
        ("индустриальный gfhr", "Индустриальный парк"),
        ("газифик", "Газификация посёлка"),
        ("беспил", "Беспилотник над полем"),
    ],
)
def test_slide_is_found_by_what_was_meant(deck, text, title):
    assert slides(text)[:1] == [title]


def test_common_word_does_not_drag_in_words_of_its_root(deck):
    files.slides(files.material(title="Ещё").current_version, "Газ\nПервый", "Газ\nВторой", "Газ\nТретий")
    index.catch_up()
    assert set(slides("газ")) == {"Газ"}


def test_number_is_no_exponent(deck):
    (hit,) = [hit for hit in search("М-4", VISITOR).hits if hit.kind == Kind.SLIDE]
    assert "<mark>М-4</mark>" in hit.snippet
    assert "<mark>м²</mark>" not in hit.snippet


def test_synonym_is_shown_and_edited_by_staff(deck):
    assert "беспилотник" in search("БПЛА", VISITOR).also
    group = Synonym.objects.create(words="летучка\nбеспилотник")
    assert slides("летучка") == ["Беспилотник над полем"]
    group.words = "пустышка\nбеспилотник"
    group.save()
    assert slides("летучка") == []
    assert slides("пустышка") == ["Беспилотник над полем"]
    group.delete()
    assert slides("пустышка") == []


def test_exact_query_has_no_synonyms(deck):
    assert slides("БПЛА", exact=True) == []


def test_name_is_not_corrected_into_another_word(deck):
    files.slides(files.material(title="Склад").current_version, "Потери на складе\nСчитают потери.")
    index.catch_up()
    answer = search("Питер", VISITOR)
    assert (answer.corrected, answer.hits) == ("", [])


def test_typed_form_of_a_name_comes_before_a_coincidence_of_stems():
    event = factories.EventFactory()
    for last, first in [("Кулик", "Лев"), ("Куликов", "Лев"), ("Иванов", "Пётр"), ("Петров", "Иван"), ("Жуков", "Ян")]:
        factories.AppearanceFactory(event=event, person=factories.PersonFactory(last_name=last, first_name=first))
    index.catch_up()
    for typed, person in [("кулик", "Кулик"), ("куликов", "Куликов"), ("иванов", "Иванов"), ("ivanov petr", "Иванов")]:
        found = [hit.title for hit in search(typed, VISITOR).hits if hit.kind == Kind.PERSON]
        assert found[0].startswith(person)


@pytest.mark.parametrize("typed", ["17.07.2019", "2019-07-17", "17 июля 2019", "июль 2019", "слёт 2019"])
def test_event_is_found_by_its_date_before_slides_that_mention_it(deck, typed):
    files.slides(
        files.material(title="Отчёт").current_version, "Слёт был 17.07.2019\n17 июля 2019 года, июль 2019, слёт."
    )
    index.catch_up()
    first = search(typed, VISITOR).hits[0]
    assert (first.kind, first.title) == (Kind.EVENT, deck.title)


def test_event_over_new_year_is_found_in_both_years():
    factories.EventFactory(title="Зимовка", start="2019-12-30", end="2020-01-02")
    index.catch_up()
    for typed in ("зимовка 2019", "зимовка 2020", "01.01.2020", "декабрь 2019", "январь 2020"):
        assert [hit.title for hit in search(typed, VISITOR).hits] == ["Зимовка"], typed


def test_other_name_of_an_organization_counts_everywhere(deck):
    works = factories.OrganizationFactory(name="Вымышленный котельщик", short_name="")
    factories.EventFactory(title="Поездка", body="Участники видели Вымышленного котельщика.")
    OrganizationName.objects.create(organization=works, name="Старый кузнец")
    index.catch_up()
    assert {hit.title for hit in search("старый кузнец", VISITOR).hits} >= {"Поездка", str(works)}


@pytest.mark.parametrize("fields", [{"published_at": None}])
def test_other_name_of_a_draft_means_nothing_to_readers_who_may_not_see_it(fields, administrator):
    works = factories.OrganizationFactory(name="Вымышленный котельщик", short_name="", **fields)
    factories.EventFactory(title="Поездка", body="Участники видели Вымышленного котельщика.")
    OrganizationName.objects.create(organization=works, name="Тайный кузнец")
    index.catch_up()
    assert SearchAlias.objects.filter(words="Тайный кузнец").exists()
    answer = search("тайный кузнец", VISITOR)
    assert (answer.hits, answer.corrected, answer.also) == ([], "", [])
    assert "Поездка" in {hit.title for hit in search("тайный кузнец", administrator.user).hits}


def test_former_name_of_a_person_finds_what_names_the_present_one():
    person = factories.PersonFactory(last_name="Примерова", first_name="Анна", middle_name="", aliases="Эскизова Анна")
    factories.AppearanceFactory(event=factories.EventFactory(title="Поездка"), person=person)
    index.catch_up()
    assert {hit.title for hit in search("эскизова анна", VISITOR).hits} == {"Поездка", "Примерова Анна"}


def test_misspelling_that_the_dictionary_knows_is_corrected_when_the_right_word_is_much_commoner(monkeypatch):
    Event.objects.all().delete()
    for number in range(3):
        factories.EventFactory(title=f"Инфраструктура {number}")
    index.catch_up()
    assert search("инфрастуктуру", VISITOR).hits == []
    monkeypatch.setattr("search.understand.LEAST_COMMON", 3)
    answer = search("инфрастуктуру", VISITOR)
    assert len(answer.hits) == 3
    assert answer.corrected == "инфраструктура"
