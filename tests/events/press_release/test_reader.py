import json

import pytest

from events.press_release import reader
from events.press_release.as_json import as_json
from events.press_release.reader import read
from tests.benches import CLONE, COVERAGE, run_bench

SEED = CLONE / "tests" / "association" / "data" / "smolensk-tour.txt"


@pytest.fixture(scope="module")
def figures():
    return json.loads(run_bench("press_release.py", "--json", **COVERAGE))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("people", 0.97), ("position", 0.95), ("dates", 0.97), ("regions", 0.97), ("guests", 0.95), ("parks", 0.95),
        ("organizers", 0.85), ("kind", 0.95), ("companies", 0.9), ("place", 0.9), ("title", 0.95), ("quotations", 0.9),
        ("outcomes", 0.9), ("numbers", 0.9), ("edition", 0.9), ("sure_right", 0.99), ("share_sure", 0.8),
    ],
)  # fmt: skip
def test_labelled_press_releases_are_read(figures, field, least):
    assert figures[field] >= least


@pytest.fixture(scope="module")
def seed():
    return as_json(read(SEED.read_text("utf-8")))


@pytest.mark.parametrize(
    "field",
    [
        "title", "event_type", "start_date", "end_date", "place", "regions", "participant_regions", "parks",
        "organisers", "companies", "visited_companies", "people", "park_status", "residencies",
    ],
)  # fmt: skip
def test_every_field_of_the_smolensk_page(seed, field):
    expected = json.loads(SEED.with_suffix(".gold.json").read_text("utf-8"))[field]
    if field == "people":
        assert {person["name"]: person for person in seed[field]} == {person["name"]: person for person in expected}
    elif field == "residencies":
        assert [(one["company"], one["park"]) for one in seed[field]] == [
            (one["company"], one["park"]) for one in expected
        ]
    elif isinstance(expected, list):
        assert sorted(seed[field]) == sorted(expected)
    else:
        assert seed[field] == expected


def test_materials_of_the_smolensk_page(seed):
    expected = json.loads(SEED.with_suffix(".gold.json").read_text("utf-8"))["materials"]
    assert seed["materials"] == expected


def test_every_value_shows_its_place():
    draft = read(SEED.read_text("utf-8"))
    assert draft.text[slice(*draft.start.span)] == "25-26 мая"
    assert {draft.text[slice(*park.span)] for park in draft.parks} == {"«Сафоново»", "«Феникс»"}
    surnames = [draft.text[slice(*person.span)].split() for person in draft.people]
    assert ["Олеси", "Тетериной"] in surnames
    for found in [draft.title, draft.kind, *draft.regions, *draft.organizations, *draft.companies, *draft.materials]:
        assert 0 <= found.span.start < found.span.end <= len(draft.text)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", reader.EMPTY),
        (" \n\t\u200b", reader.EMPTY),
        ("Форум завтра", reader.TOO_SHORT),
        (
            "The delegation visited the park on 5 May and met the director of the plant in the main hall.",
            reader.NOT_RUSSIAN,
        ),
        (
            "Погода в выходные ожидается солнечная, без осадков, ветер слабый, до двадцати градусов тепла.",
            reader.NO_EVENT,
        ),
        ("форум " * 200_000, reader.TOO_LONG),
    ],
    ids=["empty", "spaces", "short", "english", "weather", "megabyte"],
)
def test_what_tells_of_no_event_is_refused(text, refusal):
    draft = read(text)
    assert draft.refusal == refusal
    assert as_json(draft) == {"refusal": refusal}


@pytest.mark.parametrize(
    "piece",
    [
        "а",
        "«",
        "1, 2, ",
        "...",
        "директор ",
        "Иван Петров, директор, ",
        "г. ",
        "a.b.c@",
        "( ",
        "ООО «",
        "\n\n",
        "в Москве и ",
        "12.05.2016 ",
    ],
)
def test_rubbish_of_any_kind_comes_to_an_end(piece):
    read("Форум прошёл 5 мая в Туле. " + piece * (3_000 // len(piece)))


def test_reading_is_deterministic():
    text = SEED.read_text("utf-8")
    assert as_json(read(text)) == as_json(read(text))


def test_the_page_around_the_text_is_left_out():
    draft = read(
        "Главная / Новости / Союз\n16.07.2024 14:35\n16+\n\nФорум «Точка» открылся в Перми\n\n"
        "Форум «Точка» открылся в Перми 15 июля.\nФото: Иван Тёркин\nЧитать также: Визит Ильи Кучмы 3 мая\n#форум"
    )
    assert draft.title.value == "Форум «Точка» открылся в Перми"
    assert (str(draft.start.value), str(draft.published.value)) == ("--07-15", "2024-07-16")
    assert draft.people == []


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("Семинар прошёл 25-26 мая в Туле", "--05-25", "--05-26"),
        ("Семинар прошёл с 30 июня по 2 июля 2026 года в Туле", "2026-06-30", "2026-07-02"),
        ("Семинар прошёл 5, 6 и 7 октября в Туле", "--10-05", "--10-07"),
        ("Семинар прошёл 05.10.2025 в Туле", "2025-10-05", "2025-10-05"),
        ("Семинар пройдёт 17 августа, заявки принимаются до 1 августа 2025 года", "--08-17", "--08-17"),
        ("На основании приказа от 3 марта 2020 г. № 15 семинар прошёл 4 апреля", "--04-04", "--04-04"),
        ("Семинар прошёл в мае 2016 года в Туле", "2016-05", "2016-05"),
    ],
)
def test_dates(said, start, end):
    draft = read(f"Семинар о парках области\n\n{said}. Его открыл директор парка Роман Дятлов.")
    assert (str(draft.start.value), str(draft.end.value)) == (start, end)


def test_numbers():
    draft = read(
        "Форум собрал в Туле 5 мая более 1 200 участников из 15 регионов и около 30 компаний. Открыл форум мэр."
    )
    numbers = [(one.value.of, one.value.value, one.value.precision) for one in draft.numbers]
    assert numbers == [("participants", 1200, "over"), ("regions", 15, ""), ("companies", 30, "about")]


@pytest.mark.parametrize(
    ("said", "number", "name", "is_sure"),
    [
        ("IV Съезд корпораций развития прошёл в Туле 5 мая", 4, "Съезд", True),
        ("VIII Всероссийскую конференцию провели в Туле 5 мая", 8, "Всероссийская конференция", True),
        ("15-й Сибирский форум парков прошёл в Туле 5 мая", 15, "Сибирский форум", True),
        ("Форум парков прошёл в Туле 5 мая уже в третий раз", 3, "", True),
        ("Форум парков впервые прошёл в Туле 5 мая", 1, "", False),
        ("Ежегодный форум парков прошёл в Туле 5 мая", None, "Форум", True),
    ],
)
def test_which_time_an_event_is_held(said, number, name, is_sure):
    edition = read(f"Парки подвели итоги\n\n{said}. Его открыл директор парка Роман Дятлов.").edition
    assert (edition.value.number, edition.value.name, edition.is_sure) == (number, name, is_sure)


@pytest.mark.parametrize(
    "said",
    [
        "Форум прошёл 5 мая, его открыл первый заместитель министра",
        "Форум прошёл 5 мая; напомним, первый форум был в Калуге",
        "Итоги III квартала и вторую очередь завода обсудили 5 мая на форуме",
    ],
)
def test_other_ordinals_tell_no_edition(said):
    assert read(f"Парки подвели итоги\n\n{said}. Открыл встречу директор парка Роман Дятлов.").edition is None


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Форум прошёл 5 мая в Казани, в конференц-зале гостиницы «Волна»", "Казань, конференц-зал гостиницы «Волна»"),
        ("Форум прошёл 5 мая на базе технопарка «Волна»", "Технопарк «Волна»"),
        ("Форум прошёл 5 мая в здании мэрии (Тула, ул. Садовая, 3)", "Здание мэрии (Тула, ул. Садовая, 3)"),
        ("Форум прошёл 5 мая в Нижнем Новгороде", "Нижний Новгород"),
        ("Форум прошёл 5 мая в рамках недели парков", None),
    ],
)
def test_where_an_event_is(said, place):
    draft = read(f"Парки подвели итоги\n\n{said}. Его открыл директор завода Роман Дятлов.")
    assert (draft.place.value if draft.place else None) == place


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Депутаты городской Думы А. Шерин и О. Турбина", ["А. Шерин", "О. Турбина"]),
        ("Контакты для СМИ: Роман Дятлов, +7 900 000-00-00", []),
        ("Фото Романа Дятлова", []),
        ("ИП Дятлов Р. К. и ООО «Луч»", []),
        ("С послом встретилась руководитель фонда Гульназ Ахметзянова", ["Гульназ Ахметзянова"]),
    ],
)
def test_who_took_part(said, names):
    draft = read(f"Парки подвели итоги\n\nФорум парков прошёл 5 мая в Туле.\n{said}")
    assert [person.value.name.shown for person in draft.people] == names


@pytest.mark.parametrize(
    ("said", "hosts", "guests"),
    [
        ("Делегация Самарской области посетила Тверскую область 5 мая", ["Тверская область"], ["Самарская область"]),
        ("Делегация Самарской области 5 мая изучила опыт парков Прикамья", ["Пермский край"], ["Самарская область"]),
        ("Семинар для предпринимателей Прикамья прошёл 5 мая", ["Пермский край"], []),
        ("5 мая депутат Ярославской областной Думы Лев Кац открыл цех", ["Ярославская область"], []),
        (
            "В Тверской области 5 мая гости изучили опыт завода, а также встретились с бизнесом из Тульской области",
            ["Тверская область"],
            ["Тульская область"],
        ),
    ],
)
def test_who_receives_and_who_comes(said, hosts, guests):
    draft = read(f"Парки подвели итоги\n\n{said}. Гостей встретил директор завода Роман Дятлов.")
    assert ([one.value for one in draft.regions], [one.value for one in draft.participant_regions]) == (hosts, guests)
