"""What the words of a query mean: questions, synonyms, other names, numbers, other spellings."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from parks.models import OrganizationName
from search import Kind, SearchFilters, index, search, suggest
from search.models import SearchAlias, Synonym
from tests import factories, files
from tests.cases import each

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


@each(
    "text, title",
    [
        ("где взять субсидию", "Субсидия на станки"),
        ("что такое субсидия", "Субсидия на станки"),
        ("газифицировать", "Газификация посёлка"),
        ("возвратить", "Субсидия на станки"),
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
        ("chto takoe gazifikatsiya", "Газификация посёлка"),
        ("v poselke", "Газификация посёлка"),
        ("KOHTPAKT", "Индустриальный парк"),  # look-alikes, all Latin
        ("индустриальныйпарк", "Индустриальный парк"),
        ("газоснабжениекконтракту", "Индустриальный парк"),
        ("газо снабжение", "Индустриальный парк"),
        ("индустриальны йпарк", "Индустриальный парк"),
        ("индустриальный gfhr", "Индустриальный парк"),
        ("газифик", "Газификация посёлка"),
        ("беспил", "Беспилотник над полем"),
    ],
)
def test_slide_is_found_by_what_was_meant(deck, text, title):
    assert slides(text)[:1] == [title]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("жд ветка", "Железная дорога рядом"),  # «ж/д» is the synonym; «ветка» stands nowhere
        ("станок перевозка погода", "Субсидия на станки"),  # none has half of the words
        ("контрактодержатель", "Индустриальный парк"),  # a compound
        ("швейный", "Швея и машина"),
    ],
)
def test_part_of_the_words_is_found_where_all_of_them_are_nowhere(deck, text, title):
    Synonym.objects.create(words="ж/д\nжелезная дорога")
    material = files.material(event=deck, title="Второй придуманный доклад")
    files.slides(material.current_version, "Железная дорога рядом\nПуть до ворот.", "Швея и машина\nСтрочит.")
    index.catch_up()
    assert slides(text)[:1] == [title]


def test_word_that_stands_somewhere_keeps_its_prefix(deck):
    numbered = [f"Работа с вымышленными резидентами {number}" for number in range(4)]
    files.slides(files.material(title="Ещё").current_version, *numbered, "Переработка\nВторичное сырьё.")
    index.catch_up()
    assert slides("мусор переработка") == ["Переработка"]


def test_initial_chooses_among_namesakes():
    event = factories.EventFactory()
    for first in ("Юрий", "Василий", "Глеб"):
        factories.AppearanceFactory(event=event, person=factories.PersonFactory(last_name="Васильев", first_name=first))
    index.catch_up()
    assert search("В. Васильев", VISITOR).hits[0].title == "Васильев Василий"
    assert search("васильеву г.", VISITOR).hits[0].title == "Васильев Глеб"


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


def test_event_is_found_by_its_date_before_slides_that_mention_it(deck):
    files.slides(
        files.material(title="Отчёт").current_version, "Слёт был 17.07.2019\n17 июля 2019 года, июль 2019, слёт."
    )
    index.catch_up()
    for typed in (
        "17.07.2019",
        "17.07.19",
        "17/07/2019",
        "2019-07-17",
        "2019.07.17",
        "17 июля 2019",
        "июль 2019",
        "июля 2019 года",
        "07.2019",
        "2019-07",
        "слёт 2019",
    ):
        first = search(typed, VISITOR).hits[0]
        assert (first.kind, first.title) == (Kind.EVENT, deck.title), typed


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


@pytest.fixture
def regions():
    """Two regions with parks, an event and a company in one of them, and a slide that says the same words."""
    kaluga = factories.RegionFactory(
        name="Калужская область",
        slug="kaluga",
        genitive="Калужской области",
        dative="Калужской области",
        accusative="Калужскую область",
        instrumental="Калужской областью",
        prepositional="Калужской области",
        aliases="Калужский край мастеров",
    )
    tula = factories.RegionFactory(name="Тульская область", slug="tula", prepositional="Тульской области")
    for name in ("Эскиз", "Макет"):
        factories.ParkFactory(name=name, region=kaluga)
    factories.ParkFactory(name="Черновик", region=kaluga, published_at=None)
    factories.ParkFactory(name="Самовар", region=tula)
    event = factories.EventFactory(title="Вымышленный слёт", type=Event.Type.FORUM, start="2022-07-17")
    factories.EventRegionFactory(event=event, region=kaluga)
    factories.OrganizationFactory(name="Придуманный котельщик", region=kaluga)
    talk = factories.TalkFactory(event=event, title="Разное")
    person = factories.PersonFactory(last_name="Примеров", first_name="Глеб")
    factories.AppearanceFactory(event=event, talk=talk, person=person)
    material = files.material(event=event, talk=talk, title="Доклад")
    files.slides(material.current_version, "Парки Калужской области\nПарки, парки.", "Концессия\nО тепле.")
    index.catch_up()
    return event


def block(text, user=VISITOR, **asked):
    found = search(text, user, **asked).blocks
    return [
        (one.label, one.count, [row.title.partition("«")[2].rstrip("»") or row.title for row in one.rows])
        for one in found
    ]


@each(
    "text",
    [
        "парки Калужской области",
        "парки в калужской области",
        "Калужская область парки",
        "калужские парки",
        "парки по Калужской обл.",
        "какие парки есть в Калужской области",
        "парки Калужского края мастеров",
        "parki kaluzhskoy oblasti",
        "парки калужской обласи",
    ],
)
def test_kind_and_region_stand_above_the_hits_with_exactly_those_parks(regions, text):
    assert block(text) == [("Парки: Калужская область", 2, ["Макет", "Эскиз"])]
    assert search(text, VISITOR).blocks[0].url == "/parks/?region=kaluga"
    assert {hit.kind for hit in search(text, VISITOR).hits[:2]} == {Kind.PARK}


@each(
    "text, label, url",
    [
        ("мероприятия в Калужской области", "Мероприятия: Калужская область", "/events/?region=kaluga"),
        ("форумы 2022", "Форумы: 2022", "/events/?year=2022&type=forum"),
        ("куда ездили в 2022", "Мероприятия: 2022", "/events/?year=2022"),
        ("что проходило в Калужской области", "Мероприятия: Калужская область", "/events/?region=kaluga"),
        ("мероприятия июль 2022", "Мероприятия: июль 2022", ""),
        ("форумы Калужской области", "Форумы: Калужская область", "/events/?region=kaluga&type=forum"),
    ],
)
def test_kind_with_a_place_or_a_date_means_the_filters(regions, text, label, url):
    assert block(text) == [(label, 1, ["Вымышленный слёт"])]
    assert search(text, VISITOR).blocks[0].url == url


def test_organizations_and_materials_of_a_region_have_a_block(regions):
    assert block("организации Калужской области") == [("Организации: Калужская область", 1, ["Придуманный котельщик"])]
    assert block("материалы Калужской области") == [("Материалы: Калужская область", 1, ["Доклад"])]


@each(
    "text",
    [
        "кто говорил о концессии",
        "кто выступал про концессию",
        "кто делал доклад о концессии",
        "kto govoril o kontsessii",
        "спикеры о концессии",
    ],
)
def test_question_who_spoke_is_answered_with_people_and_their_slide(regions, text):
    answer = search(text, VISITOR)
    assert [(row.title, row.slide) for row in answer.blocks[0].rows] == [("Примеров Глеб", "Концессия")]
    assert answer.hits[0].title == "Примеров Глеб"


def test_people_of_a_place_have_a_block(regions):
    assert block("спикеры в Калужской области") == [("Спикеры: Калужская область", 1, ["Примеров Глеб"])]


def test_block_counts_only_what_the_reader_may_see(regions, administrator):
    assert block("парки Калужской области", administrator.user)[0][1] == 3
    regions.access = Event.access.field.choices[-1][0]
    regions.save()
    index.catch_up()
    for text in (
        "форумы 2022",
        "кто говорил о концессии",
        "спикеры в Калужской области",
        "материалы Калужской области",
    ):
        assert block(text) == [], text
        assert len(block(text, administrator.user)) == 1, text


def test_block_is_not_shown_for_a_kind_alone_or_with_filters_or_in_quotes(regions):
    assert block("парки") == []
    assert block("Калужская область") == []
    assert block('"парки Калужской области"') == []
    assert block("парки Калужской области", filters=SearchFilters(kind="park")) == []
    assert block("парки Калужской области", exact=True) == []


def test_words_beside_kind_and_place_narrow_the_block(regions):
    assert block("парки Калужской области эскиз") == [("Парки: Калужская область, эскиз", 1, ["Эскиз"])]


@each("typed", ["прмеров", "примр", "primerov", "primer", "ghbvthjd", "глеб прим", "gleb prim"])
def test_suggestions_forgive_what_the_search_forgives(regions, typed):
    assert [one.title for one in suggest(typed, VISITOR)][:1] == ["Примеров Глеб"]
