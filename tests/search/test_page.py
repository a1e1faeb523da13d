"""The search page: hits, messages, filters, access, number of queries, odd input."""

import json
import os
import random
import re
from html import unescape

import pytest
from django.urls import reverse

from events.models import Event
from search import index, keys, retrieval
from tests import factories, files

pytestmark = pytest.mark.django_db
QUERIES_OF_VISITOR, QUERIES_OF_MEMBER = 7, 9  # one of them counts the question


def ask(client, query, status=200, **asked):
    index.catch_up()
    response = client.get(reverse("search:search"), {"q": query, **asked})
    assert response.status_code == status
    return unescape(response.content.decode()).replace("\xa0", " ")


def suggest(client, query):
    index.catch_up()
    return client.get(reverse("search:suggestions"), {"q": query})


def titles(page):
    return [re.sub(r"<[^>]+>", "", title) for title in re.findall(r'class="hit__title"><a[^>]*>(.*?)</a>', page)]


def deck(*texts, **fields):
    version = files.version(**fields)
    return files.slides(version, *texts)


# --- Hits -----------------------------------------------------------------------------------------------------------


def test_page_without_a_query_shows_hints(visitor):
    page = ask(visitor, "  ")
    assert "на каждой странице презентаций" in page
    assert "Найдено" not in page


def test_hit_shows_highlighted_words_date_and_place(visitor):
    factories.EventFactory(title="Тур на образцовые площадки", start="2024-05-25", end="2024-05-26", place="Примерск")
    page = ask(visitor, "образцовая площадка")
    assert "<mark>образцовые</mark> <mark>площадки</mark>" in page
    assert "25–26 мая 2024 г." in page
    assert "Примерск" in page


def test_slide_hit_shows_its_picture_and_opens_highlighted(visitor):
    first, _second = deck("Начало\nздравствуйте", "Вымышленные сети\nПодключение к газу за месяц", title="О сетях")
    material = first.version.material
    page = ask(visitor, "подключения к газу", kind="slide")
    assert titles(page) == ["Вымышленные сети"]
    assert "Слайд 2" in page
    assert reverse("events:slide_image", args=[material.pk, 2]) in page
    address = re.search(r'class="hit__title"><a href="([^"]+)"', page)[1]
    assert address.startswith(reverse("events:slide", args=[material.pk, 2]))
    viewer = visitor.get(address).content.decode()
    assert "<mark>Подключение</mark> к <mark>газу</mark>" in viewer


def test_slide_highlights_the_query_of_the_url_escaped(visitor):
    (slide,) = deck("Сети & <b>газ</b>")
    address = reverse("events:slide", args=[slide.version.material_id, 1])
    assert "<mark>" not in visitor.get(address).content.decode()
    text = re.search(r'class="slide-text">(.*?)</div>', visitor.get(address, {"q": "газ"}).content.decode(), re.DOTALL)[
        1
    ]
    assert text == "Сети &amp; &lt;b&gt;<mark>газ</mark>&lt;/b&gt;"


def test_query_is_escaped_on_the_page(visitor):
    response = visitor.get(reverse("search:search"), {"q": '"><script>alert(1)</script>'})
    assert b"<script>alert" not in response.content


# --- Messages about the query ---------------------------------------------------------------------------------------


def test_corrected_query_is_reported_and_can_be_searched_as_typed(visitor):
    factories.EventFactory(title="Индустриальные площадки Образца")
    page = ask(visitor, "индстриальные")
    assert titles(page) == ["Индустриальные площадки Образца"]
    assert "Показаны результаты для «" in page
    as_typed = re.search(r'<a href="(\?[^"]*exact=1[^"]*)">Искать именно «индстриальные»', page)[1]
    page = unescape(visitor.get(reverse("search:search") + as_typed).content.decode())
    assert titles(page) == []
    assert "ничего не нашлось" in page


@pytest.mark.parametrize("query", ["и в на", "а также", "об этом"])
def test_query_of_stop_words_is_explained(visitor, query):
    assert "только служебные слова" in ask(visitor, query)


def test_query_of_ten_kilobytes_is_cut_and_explained(visitor):
    factories.EventFactory(title="Вымышленный тур")
    page = ask(visitor, "тур " * 2500)
    assert "мы искали по его началу" in page
    assert page.count("тур тур тур") < 100


def test_empty_answer_says_what_to_try(visitor):
    page = ask(visitor, "щщщццц")
    assert "По запросу «щщщццц» ничего не нашлось" in page
    assert "Попробуйте другие слова" in page


def test_empty_answer_with_a_filter_offers_to_drop_it(visitor):
    factories.EventFactory(title="Вымышленный тур")
    page = ask(visitor, "тур", year="1999", sort="date")
    assert "Искать без фильтров" in page
    back = re.search(r'<a href="(\?[^"]+)">Искать без фильтров', page)[1]
    assert "year" not in back
    assert "sort=date" in back


# --- Filters, order, pages ------------------------------------------------------------------------------------------


def test_facets_count_narrow_and_combine(visitor):
    for number in range(3):
        factories.EventFactory(title=f"Вымышленный тур {number}", start=f"202{number}-05-25")
    factories.PersonFactory(last_name="Тур", first_name="Образец")
    factories.EventFactory(title="Вымышленный тур на форум", start="2020-06-01", type=Event.Type.FORUM)
    page = ask(visitor, "тур")
    year = re.search(r'href="(\?[^"]*year=2020[^"]*)"[^>]*><span>2020</span><span class="choice__count">(\d+)', page)
    assert year[2] == "2"
    narrowed = visitor.get(reverse("search:search") + year[1]).content.decode()
    assert sorted(titles(narrowed)) == ["Вымышленный тур 0", "Вымышленный тур на форум"]
    assert "aria-current" in narrowed
    both = unescape(visitor.get(reverse("search:search") + year[1] + "&type=forum").content.decode())
    assert titles(both) == ["Вымышленный тур на форум"]


def test_page_can_be_sorted_by_date(visitor):
    factories.EventFactory(title="Тур, тур и ещё раз тур", start="2019-05-25")
    factories.EventFactory(title="Вымышленная поездка", lead="Это тоже тур", start="2024-05-25")
    assert titles(ask(visitor, "тур"))[0] == "Тур, тур и ещё раз тур"
    assert titles(ask(visitor, "тур", sort="date"))[0] == "Вымышленная поездка"


def test_page_links_keep_the_filters(visitor):
    for number in range(25):
        factories.EventFactory(title=f"Вымышленный тур {number}")
    first = ask(visitor, "тур", type="study_tour")
    assert "Найдено: 25" in first
    assert len(titles(first)) == 20
    link = re.search(r'href="(\?[^"]*page=2)"', first)[1]
    assert "type=study_tour" in link
    second = unescape(visitor.get(reverse("search:search") + link).content.decode())
    assert len(titles(second)) == 5
    assert not set(titles(first)) & set(titles(second))


def test_search_within_an_event_or_a_presentation_stays_there_until_it_is_left(visitor):
    event = factories.EventFactory(title="Слёт о тепле", slug="heat")
    slides = deck("Котельная", "Градирня", event=event, title="Тепло")
    deck("Котельная", title="Другое")
    material = slides[0].version.material
    for address, label, name, value in (
        ("/events/heat/", "Искать в этом мероприятии", "event", "heat"),
        (f"/materials/{material.pk}/", "Искать в этой презентации", "material", material.pk),
    ):
        shown = visitor.get(address).content.decode()
        assert label in shown
        assert f'<input type="hidden" name="{name}" value="{value}">' in shown
        page = ask(visitor, "котельная", **{name: value})
        assert titles(page) == ["Котельная"]
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
        everywhere = re.search(r'href="(\?[^"]+)">Искать везде', page)[1]
        assert len(titles(visitor.get(reverse("search:search") + everywhere).content.decode())) == 2


@pytest.mark.parametrize("name", ["event", "material"])
def test_search_within_what_is_closed_is_as_within_what_does_not_exist(visitor, name):
    event = factories.EventFactory(title="Тайный слёт", slug="secret", access="staff")
    hidden = deck("Котельная", event=event, title="Тайное", access="staff")[0].version.material
    deck("Котельная")
    value = {"event": "secret", "material": hidden.pk}[name]
    unknown = {"event": "nowhere", "material": 999_999}[name]
    closed, absent = (ask(visitor, "котельная", **{name: one}) for one in (value, unknown))
    assert titles(closed) == titles(absent) == []
    assert re.sub(f"{name}(=|%3D){value}", "", closed) == re.sub(f"{name}(=|%3D){unknown}", "", absent)
    assert "Тайн" not in closed
    for odd in ("x", "-1", "9" * 40, "٣"):
        assert titles(ask(visitor, "котельная", **{name: odd})) == []


# --- Access ---------------------------------------------------------------------------------------------------------


def test_visitor_sees_only_the_number_of_matching_members_materials(visitor, member):
    factories.EventFactory(title="Обед у котельной")
    deck("Тайная котельная", access="members", title="Котельная изнутри")
    page = ask(visitor, "котельная")
    assert titles(page) == ["Обед у котельной"]
    assert "Ещё 1 — в материалах для членов ассоциации" in page
    assert re.search(r'href="/account/login/\?next=%2Fsearch%2F%3Fq%3D[^"]+">Войти</a>', page)
    assert "Тайная" not in page
    page = ask(member, "котельная")
    assert set(titles(page)) == {"Обед у котельной", "Котельная изнутри"}
    assert "в материалах для членов" not in page


def test_suggestions_are_not_cached_and_show_only_visible_rows(visitor, editor):
    factories.ParkFactory(name="Вымысловский")
    factories.ParkFactory(name="Вымысловский тайный", published_at=None)
    response = suggest(visitor, "вымысл")
    assert response.headers["Cache-Control"] == "private, no-store"
    rows = json.loads(response.content)["suggestions"]
    assert len(rows) == 1
    assert "Вымысловский" in rows[0]["title"]
    assert set(rows[0]) == {"title", "kind", "address"}
    assert len(json.loads(suggest(editor, "вымысл").content)["suggestions"]) == 2


# --- Number of queries-----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hits", [1, 30])
def test_number_of_queries_does_not_grow_with_the_hits(visitor, member, hits, django_assert_num_queries):
    region = factories.RegionFactory()
    for number in range(hits):
        event = factories.EventFactory(title=f"Вымышленный тур {number}")
        factories.EventRegionFactory(event=event, region=region)
        slide = deck(f"Тур, страница {number}", event=event)[0]
        factories.AppearanceFactory(event=event, person__last_name=f"Тур-{number}")
        factories.StopFactory(event=event, park__name=f"Тур {number}", park__region=region)
        assert slide.pk
    index.catch_up()
    for client, queries in ((visitor, QUERIES_OF_VISITOR), (member, QUERIES_OF_MEMBER)):
        client.get(reverse("search:search"), {"q": "тур"})  # fills the caches of the process
        with django_assert_num_queries(queries):
            client.get(reverse("search:search"), {"q": "тур"})


@pytest.mark.parametrize(
    "query",
    [
        "образцовые площатки",
        "j,hfpwjdst gkjoflrb",
        "«площадка образцовая» вымышленого",
        "площатка в Атлантиде",
        "щщщццц",
    ],
)
def test_number_of_queries_is_bounded_for_any_interpretation(
    query, visitor, member, participant, editor, django_assert_max_num_queries
):
    """Corrected, in the other layout, without quotes, partial, and without hits."""
    event = factories.EventFactory(title="Вымышленный тур на образцовые площадки")
    deck("Образцовые площадки", event=event)
    deck("Образцовые площадки", event=event, access="members")
    participant.attends(event)
    index.catch_up()
    for client in (visitor, member, participant, editor):
        client.get(reverse("search:search"), {"q": query})
        with django_assert_max_num_queries(16):
            client.get(reverse("search:search"), {"q": query})


# --- Odd input ------------------------------------------------------------------------------------------------------

PIECES = [
    *"\"«»„“'`-−–—+*~^()[]{}<>|&!?:;,./\\%_=#@$№°²³…",
    *[
        "AND",
        "OR",
        "NOT",
        "NEAR(а б)",
        "title:",
        "газ",
        "ГАЗ",
        "ёлка",
        "150 МВт",
        "м³/ч",
        "''",
        '""',
        '"газ',
        "-газ",
        "--",
    ],
    *[
        "\x00",
        "\t",
        "\n",
        "\r",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\u00ad",
        "\u0301",
        "\ud7ff",
        "\uffff",
        "שלום",
        "مرحبا",
        "漢字",
    ],
    *[
        "😀",
        "👩‍👩‍👧‍👦",
        "🇷🇺",
        "a" * 200,
        "ъ" * 1000,
        "' OR 1=1 --",
        "; DROP TABLE",
        "{{ 7 }}",
        "%s",
        "%(x)s",
        "\\x00",
        "$1",
        "&:*",
    ],
]


def test_facet_counts_show_that_they_are_lower_bounds(visitor, monkeypatch):
    for year in ("2016", "2016", "2017"):
        factories.EventFactory(title="Газ", start=year)
    counts = re.compile(r'_count">([^<]+)<')
    assert counts.findall(ask(visitor, "газ")) == ["1", "2"]
    monkeypatch.setattr(retrieval, "POOL_LIMITS", dict.fromkeys(keys.POOLS, 2))
    monkeypatch.setattr(retrieval, "HEADING_LIMITS", {})
    assert counts.findall(ask(visitor, "газ")) == ["1+", "1+"]


ODD_STRINGS = int(os.environ.get("ODD_STRINGS", "60"))  # tests/search/test_odd_queries.py asks 300 without pages


def odd_strings(count=ODD_STRINGS):
    lot = random.Random("odd strings")
    yield from [
        " ",
        "-",
        '"',
        '""',
        '"""',
        "- -",
        "\x00",
        "а\x00б",
        "?" * 65_536,
        "газ " * 16_384,
        '"' * 65_536,
        "я" * 65_536,
    ]
    for _ in range(count - 12):
        yield lot.choice(["", " "]).join(lot.choice(PIECES) for _ in range(lot.randrange(1, 9)))


def test_odd_strings_never_break_the_page_or_the_suggestions(visitor):
    factories.EventFactory(title="Подключение к газу: 150 МВт")
    deck("Подключение к газу")
    index.catch_up()
    lot = random.Random("filters")
    names = ["kind", "region", "year", "type", "park", "files", "sort", "page", "exact"]
    strings = list(odd_strings())
    assert len(strings) == ODD_STRINGS
    for odd in strings:
        name = lot.choice(names)
        for path, asked in (
            ("search", {"q": odd}),
            ("search", {"q": "газ", name: odd[:4000]}),
            ("suggestions", {"q": odd}),
        ):
            response = visitor.get(reverse(f"search:{path}"), asked)
            assert response.status_code == 200, (path, asked)


@pytest.mark.parametrize(
    "query", ["q=%FF%FE", "q=%00", "q=%ED%A0%80", "q[]=1", "q=газ&q=свет", "q=газ&year=٣", "q=газ&page=-1"]
)
def test_malformed_query_strings_are_answered(visitor, query):
    for name in ("search", "suggestions"):
        assert visitor.get(f"{reverse(f'search:{name}')}?{query}").status_code == 200
