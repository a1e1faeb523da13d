"""What queries find, and in which order: the same on both databases."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event, Material
from search import Kind, SearchFilters, highlight, index, keys, retrieval, search, suggest
from search.engines import postgresql
from search.frequencies import INDEX_SIZES
from tests import factories, files
from tests.cases import each

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def portal():
    """A public visit with a presentation, a park and people."""
    region = factories.RegionFactory(name="Смоленская область", slug="smolensk", aliases="Смоленщина")
    park = factories.ParkFactory(name="Сафоново-Образец", region=region, slug="safonovo", electricity_total_mw=150)
    organization = factories.OrganizationFactory(name="Алвидпроф", short_name="")
    event = factories.EventFactory(
        title="Тур в Сафоново-Образец",
        slug="tour",
        start="2016-05-25",
        place="Сафоново",
        body="Участники посетили индустриальные парки и увидели технико-экономическое обоснование.",
    )
    factories.EventRegionFactory(event=event, region=region)
    factories.StopFactory(event=event, park=park)
    person = factories.PersonFactory(last_name="Ровбель", first_name="Образец", slug="rovbel")
    talk = factories.TalkFactory(event=event, title="О мерах поддержки")
    factories.AppearanceFactory(
        event=event, talk=talk, person=person, position="Главный выдумщик", organization_name="АИП"
    )
    material = files.material(event=event, title="Презентация ОЭЗ", talk=talk)
    files.slides(
        material.current_version,
        "Подключение к газу\nСтоимость подключения к сетям газоснабжения считает сетевая организация BOES.",
        "Электричество\nСвободная мощность 150 МВт, площадь 1 234,5 га. Сталь и ёлка.",
        "Спасибо за внимание",
    )
    other = factories.EventFactory(title="Семинар о воде", slug="water", start="2020-02-02", type="seminar")
    index.catch_up()
    return {"event": event, "material": material, "park": park, "organization": organization, "other": other}


def found(text, **asked):
    return [(hit.kind.value, hit.title) for hit in search(text, VISITOR, **asked).hits]


SLIDE_1, SLIDE_2 = ("slide", "Подключение к газу"), ("slide", "Электричество")
EVENT, WATER = ("event", "Тур в Сафоново-Образец"), ("event", "Семинар о воде")
PARK = ("park", "Индустриальный парк «Сафоново-Образец»")
PERSON, MATERIAL = ("person", "Ровбель Образец"), ("material", "Презентация ОЭЗ")


@each(
    "text, expected",
    [
        ("подключение к газу", [SLIDE_1]),
        ("подключения газа", [SLIDE_1]),
        ("ГАЗОСНАБЖЕНИЕ", [SLIDE_1]),
        ("елка", [SLIDE_2]),
        ("стали", [SLIDE_2]),
        ("1234,5", [SLIDE_2]),
        ("1 234,5 га", [SLIDE_2]),
        ("boes", [SLIDE_1]),
        ("150МВт", [PARK, SLIDE_2]),
        ("150 мвт электричество", [SLIDE_2]),
        ("OЭ3", [MATERIAL]),  # with a Latin letter and a digit
        ("индустриальный парк", [PARK, EVENT]),
        ("технико-экономический", [EVENT]),
        ("технико экономическое обоснование", [EVENT]),
        ("ООО «Алвидпроф»", [("organization", "ООО «Алвидпроф»")]),
        ("семинар -вода", []),
        ("семинар -газ", [WATER]),
        ('"подключение газу"', [SLIDE_1]),  # the word between them is a stop word
        ('"газу подключение"', []),
        ("главный выдумщик", [PERSON, EVENT]),
        ("зимний дворец", []),
    ],
)
def test_query_finds_the_expected_hits(portal, text, expected):
    assert found(text) == expected


def test_surname_is_found_in_any_grammatical_case(portal):
    assert found("Ровбеля")[0] == PERSON
    assert set(found("ровбелем")) >= {PERSON, MATERIAL, EVENT}


def test_slide_hit_links_to_the_slide_with_the_query(portal):
    (hit,) = search("стоимость подключения", VISITOR).hits
    assert hit.kind == Kind.SLIDE
    assert hit.number == 1
    assert hit.url.startswith(f"/materials/{portal['material'].pk}/slides/1/?q=%D1%81")
    assert hit.picture == f"/materials/{portal['material'].pk}/slides/1/image/?v=1&size=small"
    assert "<mark>Стоимость</mark> <mark>подключения</mark> к сетям" in hit.snippet
    assert (hit.material, hit.event, hit.event_url) == ("Презентация ОЭЗ", EVENT[1], "/events/tour/")
    assert hit.date == "25\u00a0мая\u00a02016\u00a0г."
    assert hit.place == "Сафоново"


@each(
    "typed, corrected",
    [
        ("сафонво", "сафоново"),
        ("падключение к газу", "подключение к газу"),
        ("подклучения", "подключения"),
        ("cfajyjdj", "сафоново"),
        ("подключение к ufpe", "подключение к газу"),
        ("gjlrk.xtybt r ufpe", "подключение к газу"),
    ],
)
def test_typo_is_corrected_and_reported(portal, typed, corrected):
    answer = search(typed, VISITOR)
    assert answer.corrected == corrected
    assert answer.hits
    assert not search(typed, VISITOR, exact=True).hits


def test_known_word_is_not_corrected(portal):
    assert search("газу", VISITOR).corrected == ""
    assert search("ксилофонвый", VISITOR).corrected == ""


def test_absent_dictionary_word_is_not_corrected(portal):
    """«база» is near «газ» but no typo."""
    for text in ("база", "подключение к базе"):
        assert search(text, VISITOR).corrected == ""
    assert not search("базы", VISITOR).hits


def test_partial_matches_are_shown_and_reported_when_nothing_has_all_words(portal):
    answer = search("подключение к газу в Атлантиде", VISITOR)
    assert answer.is_partial
    assert (answer.hits[0].kind, answer.hits[0].title) == SLIDE_1
    assert not search("подключение к газу", VISITOR).is_partial


def test_phrase_in_guillemets_is_dropped_when_nothing_matches(portal):
    assert found("«парк индустриальный»") == found("парк индустриальный")
    assert found('"парк индустриальный"') == []


@pytest.mark.parametrize("phrase", ["индустриальный парк", "индустриальных парков", "ИНДУСТРИАЛЬНЫМИ ПАРКАМИ"])
def test_phrase_matches_in_any_inflected_form(phrase):
    factories.OrganizationFactory(name="Ассоциация индустриальных парков")
    factories.EventFactory(title="Слёт", lead="Что такое индустриальный парк")
    index.catch_up()
    assert {kind for kind, _ in found(f'"{phrase}"')} == {"organization", "event"}
    assert found(f'слёт -"{phrase}"') == []
    assert found(f'ассоциация -"{phrase}"') == []


def test_phrases_in_quotes_stay_when_guillemets_are_dropped(portal):
    assert found("«парк индустриальный» сафоново")
    assert found('«парк индустриальный» -"индустриальный парк"') == []
    assert found('«парк индустриальный» "сафоново парк"') == []


@each(
    "filters, expected",
    [
        (SearchFilters(kind="slide"), {"slide"}),
        (SearchFilters(kind="event"), {"event"}),
        (SearchFilters(kind="nonsense"), set()),
        (SearchFilters(region="smolensk"), {"event", "material", "park", "region"}),
        (SearchFilters(region="smolensk", year=2016, park="safonovo"), {"event", "material"}),
        (SearchFilters(year=2020), set()),
        (SearchFilters(event_type="study_tour", has_files=True), {"event", "material"}),
        (SearchFilters(event_type="seminar"), set()),
        (SearchFilters(region="'; DROP TABLE", year=-1), set()),
    ],
)
def test_filters_narrow_the_answer(portal, filters, expected):
    assert {kind for kind, _ in found("Смоленская область", filters=filters)} == expected


def test_facets_count_hits_by_label(portal):
    answer = search("Смоленская область", VISITOR)
    counts = {name: {choice.label: choice.count for choice in choices} for name, choices in answer.facets.items()}
    assert counts["kind"] == {"Мероприятие": 1, "Парк": 1, "Регион": 1, "Материал": 1, "Слайд": 1}
    assert counts["region"] == {"Смоленская область": 4}
    assert counts["year"] == {"2016": 2}
    assert counts["park"] == {"Сафоново-Образец": 3}
    assert answer.total == 4, "a presentation and its slides are one hit"
    assert not answer.total_is_more


def test_sort_by_date_shows_the_newest_first(portal):
    late = factories.EventFactory(title="Газ", start="2023-01-01")
    early = factories.EventFactory(title="Газ и ещё раз газ: подключение к газу", start="2012-01-01")
    index.catch_up()
    titles = [title for _, title in found("газ", sort="date")]
    assert titles == [late.title, SLIDE_1[1], early.title]


def test_pages_do_not_overlap_and_wrong_page_numbers_show_the_nearest_page():
    for number in range(45):
        factories.EventFactory(title=f"Слёт выдумщиков {number}")
    index.catch_up()
    pages = [search("слёт", VISITOR, page=page) for page in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [20, 20, 5]
    assert len({hit.url for page in pages for hit in page.hits}) == 45
    assert search("слёт", VISITOR, page=99).page == 3
    assert search("слёт", VISITOR, page=-1).page == 1
    assert search("слёт", VISITOR, page="вторая").page == 1


def test_stop_words_empty_and_long_queries_are_reported(portal):
    assert search("и в на", VISITOR).only_stop_words
    assert search("", VISITOR).total == 0
    assert search("а" * 10_000, VISITOR).was_cut


def test_many_slides_do_not_outrank_their_event(portal):
    assert found("Сафоново-Образец")[:2] == [PARK, EVENT]


@each(
    "typed, titles",
    [
        ("алвид", ["ООО «Алвидпроф»"]),
        ("ровб", ["Ровбель Образец"]),
        ("образец р", ["Ровбель Образец"]),
        ("Ровбеля", ["Ровбель Образец"]),
        ("hjd,", ["Ровбель Образец"]),
        ("сафон", [PARK[1], EVENT[1]]),
        ("индустриальный парк саф", [PARK[1]]),
        ("тур в саф", [EVENT[1]]),
        ("ъ", []),
        ("щщщщщ", []),
        ("", []),
    ],
)
def test_suggestions_complete_what_is_typed(portal, typed, titles):
    assert [suggestion.title for suggestion in suggest(typed, VISITOR)] == titles


def test_highlight_is_escaped_and_matches_any_form():
    marked = highlight("Парки <b> индустриальных парков", "парк")
    assert marked == "<mark>Парки</mark> &lt;b&gt; индустриальных <mark>парков</mark>"
    assert highlight("<script>", "script") == "&lt;<mark>script</mark>&gt;"
    assert highlight("текст", "") == "текст"


def test_snippet_is_cut_around_the_words():
    text = "Вступление без смысла. " * 40 + "Здесь говорят о газе и воде. " + "Заключение. " * 40
    event = factories.EventFactory(title="Слёт", body=text)
    index.catch_up()
    (hit,) = search("газ вода", VISITOR).hits
    assert event.title == hit.title
    assert "о <mark>газе</mark> и <mark>воде</mark>" in hit.snippet
    assert len(hit.snippet) < 400
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")


def test_park_is_found_by_utilities_it_has_and_not_by_those_it_lacks():
    has = factories.ParkFactory(gas="yes", rail_access="on_site", federal_road="М-0 «Примерная»")
    could = factories.ParkFactory(gas="possible", rail_access="possible")
    factories.ParkFactory(gas="no", rail_access="no")
    factories.ParkFactory(gas="", rail_access="")
    index.catch_up()
    both = {("park", f"Индустриальный парк {park}") for park in (has, could)}
    assert set(found("газ")) == both
    assert set(found("железная дорога")) == both
    assert found("примерная трасса") == [("park", f"Индустриальный парк {has}")]


def test_snippet_does_not_break_the_line_before_a_separator():
    factories.ParkFactory(name="Слёт", total_area_ha=98, free_area_ha=13)
    index.catch_up()
    (hit,) = search("слёт", VISITOR).hits
    assert "\u00a0· " in hit.snippet
    assert " · " not in hit.snippet


def test_number_of_queries_is_bounded(portal, django_assert_max_num_queries, member):
    search("Смоленская область", VISITOR)  # the process reads the vocabulary and the sizes of the index
    with django_assert_max_num_queries(7):
        search("Смоленская область", VISITOR)
    with django_assert_max_num_queries(12):  # one of them reads again what was put right
        search("смаленская абласть", VISITOR)
    with django_assert_max_num_queries(13):  # one of them reads the membership
        search("смаленская абласть", member.user)
    with django_assert_max_num_queries(3):
        suggest("сафон", member.user)


def test_total_is_a_lower_bound_when_a_limit_is_reached(portal, monkeypatch):

    monkeypatch.setattr(retrieval, "POOL_LIMITS", dict.fromkeys(keys.POOLS, 30))
    for number in range(40):
        factories.EventFactory(title=f"Слёт {number}", start=str(dt.date(2020, 1, 1) + dt.timedelta(days=number)))
    index.catch_up()
    answer = search("слёт", VISITOR)
    assert answer.total_is_more
    assert answer.total == 20
    assert answer.hits[0].title == "Слёт 39"  # the newest are kept


def test_deleted_material_is_not_found(portal):
    from django.utils import timezone

    material = Material.objects.get(pk=portal["material"].pk)
    material.deleted_at = timezone.now()
    material.save()
    index.catch_up()
    assert found("подключение к газу") == []


def test_common_words_are_found_by_buckets_including_new_ones(monkeypatch):
    """PostgreSQL reads only the newest months of a common word; a new event adds a month."""
    monkeypatch.setattr(retrieval, "POOL_LIMITS", dict.fromkeys(keys.POOLS, 4))
    monkeypatch.setattr(retrieval, "HEADING_LIMITS", {})
    monkeypatch.setattr(postgresql, "FEW", 0)
    monkeypatch.setattr(postgresql, "SMALL_POOL", 0)
    for month in range(36):
        start = f"{2019 + month // 12}-{month % 12 + 1:02}-10"
        factories.EventFactory(title=f"Встреча {month}", start=start)
        factories.ParkFactory(name=f"Встреча {month}")
    index.rebuild()
    INDEX_SIZES.forget()
    assert newest("встреча") == [f"Встреча {month}" for month in (35, 34, 33, 32)]
    assert newest("встреча -35") == [f"Встреча {month}" for month in (34, 33, 32, 31)]
    assert newest("встреча", filters=SearchFilters(year=2020)) == [f"Встреча {month}" for month in (23, 22, 21, 20)]
    Event.objects.filter(sort_date__gte="2021-09-01").update(lead="Продолжение встречи 2020 года")
    factories.EventFactory(title="Встреча долгая", start="2018-12-30", end="2020-01-02")
    index.rebuild()
    assert newest("встреча 2020") == [f"Встреча {month}" for month in (35, 34, 33, 32)]  # not only that year's
    monkeypatch.setattr(retrieval, "POOL_LIMITS", dict.fromkeys(keys.POOLS, 14))
    assert newest("встреча", filters=SearchFilters(year=2020)) == [
        *(f"Встреча {month}" for month in range(23, 11, -1)),
        "Встреча долгая",
    ]
    monkeypatch.setattr(retrieval, "POOL_LIMITS", dict.fromkeys(keys.POOLS, 4))
    factories.EventFactory(title="Встреча 36", start="2022-03-10")
    index.catch_up()
    assert newest("встреча")[0] == "Встреча 36"
    assert newest("встреча 3") == ["Встреча 3"]


def newest(text, **asked):
    return [hit.title for hit in search(text, VISITOR, sort="date", **asked).hits if hit.kind == Kind.EVENT]
