"""What one hit shows: a presentation as one, the passage with the words, tidy titles, marks on the picture."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from events.models import Preview, Slide
from events.slides.text import clean_title, title_of, without_title
from events.slides.word_boxes import PlacedWord, pack
from search import Kind, SearchFilters, consistency, index, marks_on_slide, search
from search.highlighting import Highlighter
from search.query import parse
from tests import factories, files
from tests.documents import photos

pytestmark = [pytest.mark.django_db, pytest.mark.both]
VISITOR = AnonymousUser()


def deck(*texts, **fields):
    return files.slides(files.version(**fields), *texts)


def hits(text, user=VISITOR, **filters):
    index.catch_up()
    return search(text, user, filters=SearchFilters(**filters)).hits


def page(client, query, **asked):
    index.catch_up()
    return unescape(client.get(reverse("search:search"), {"q": query, **asked}).content.decode()).replace("\xa0", " ")


# --- One presentation is one hit -------------------------------------------------------------------------------------


@pytest.fixture
def two_decks():
    event = factories.EventFactory(title="Чтения", start="2021-01-01")
    gas = deck(*(f"Котельная {number}\nГазовая котельная" for number in range(1, 13)), event=event, title="О тепле")
    other = deck("Начало", "Котельная одна", event=event, title="О воде")
    return gas[0].version.material, other[0].version.material


def test_slides_of_a_presentation_are_one_hit_with_the_best_slide(two_decks):
    found = hits("котельная")
    assert [(hit.kind, hit.material, hit.other_slides) for hit in found if hit.material == "О тепле"] == [
        (Kind.SLIDE, "О тепле", 11)
    ]
    assert {hit.material for hit in found} == {"О тепле", "О воде"}
    answer = search("котельная", VISITOR)
    assert answer.total == len(found) == 2
    assert [(choice.value, choice.count) for choice in answer.facets["kind"]] == [("slide", 2)]


def test_other_slides_are_a_click_away(two_decks, visitor):
    text = page(visitor, "котельная")
    assert "ещё 11 слайдов" in text
    address = re.search(r'class="hit__more"><a href="([^"]+)"', text)[1]
    listed = unescape(visitor.get(address).content.decode())
    assert len(set(re.findall(rf"/materials/{two_decks[0].pk}/slides/(\d+)/\?q=", listed))) == 12
    assert "hit__more" not in listed


def test_presentation_found_by_its_title_shows_the_sentence_of_its_best_slide(visitor):
    slides = deck("Обложка\nЗдравствуйте.", "Цены\nСети готовы. Подключение к газу стоит мало.", title="О газе")
    material = slides[0].version.material
    (hit,) = hits("газ")
    assert (hit.kind, hit.object_id, hit.number, hit.other_slides) == (Kind.MATERIAL, material.pk, 2, 0)
    assert "<mark>газу</mark>" in hit.snippet
    assert "Презентация Сафоново" not in hit.snippet, "the name of the file"
    assert hit.slide_url.startswith(f"/materials/{material.pk}/slides/2/")
    assert f'<a href="{hit.slide_url}">Слайд 2</a>: ' in page(visitor, "газ")


def test_presentation_found_by_its_title_alone_names_no_slide(visitor):
    deck("Обложка", "Второй", title="О газе")
    (hit,) = hits("газ")
    assert (hit.number, hit.slide_url, hit.picture, hit.other_slides) == (None, "", "", 0)
    assert "ещё" not in page(visitor, "газ")


def test_name_of_the_file_is_found_but_not_shown():
    deck("Обложка", title="О воде", name="Уникальное имя.pdf")
    (hit,) = hits("уникальное имя")
    assert (hit.kind, hit.title, hit.snippet) == (Kind.MATERIAL, "О воде", "")


def test_sort_by_date_keeps_the_best_slide(two_decks):
    later = factories.EventFactory(start="2024-01-01")
    deck("Разное\nи котельная", "Котельная", event=later, title="Новое")
    index.catch_up()
    found = search("котельная", VISITOR, sort="date").hits
    assert (found[0].material, found[0].number) == ("Новое", 2)


def test_filters_by_event_and_material_narrow_to_them(two_decks):
    gas, _water = two_decks
    elsewhere = deck("Котельная", title="Другое")[0].version.material
    assert {hit.material for hit in hits("котельная", event=gas.event_id)} == {"О тепле", "О воде"}
    assert {hit.material for hit in hits("котельная", material=elsewhere.pk)} == {"Другое"}
    assert hits("котельная", event=elsewhere.event_id + 99) == []


# --- Passages and titles ---------------------------------------------------------------------------------------------


def test_person_is_described_by_position_and_talk():
    person = factories.PersonFactory(last_name="Образцов", bio="Родился давно.")
    talk = factories.TalkFactory(title="О мерах поддержки")
    factories.AppearanceFactory(event=talk.event, talk=talk, person=person, position="Главный выдумщик")
    (hit,) = [hit for hit in hits("образцов") if hit.kind == Kind.PERSON]
    assert "Главный выдумщик" in hit.note
    assert hit.snippet.startswith("О мерах поддержки")
    (hit,) = [hit for hit in hits("выдумщик") if hit.kind == Kind.PERSON]
    assert "<mark>выдумщик</mark>" in hit.marked_note
    assert hit.snippet.startswith("О мерах поддержки")


def test_second_line_of_a_person_has_the_word_and_repeats_nothing():
    person = factories.PersonFactory(last_name="Образцов", bio="Главный выдумщик. О котельной знает всё.")
    for year in range(2010, 2020):
        event = factories.EventFactory(start=str(year))
        title = "О котельных" if year == 2012 else f"Вымышленный доклад с длинным названием, часть {year}"
        talk = factories.TalkFactory(event=event, title=title)
        said_as = "Главный выдумщик" if year % 2 else "главный  выдумщик."
        factories.AppearanceFactory(event=event, talk=talk, person=person, position=said_as, organization_name="")
    (hit,) = [hit for hit in hits("котельная") if hit.kind == Kind.PERSON]
    assert hit.snippet.startswith("О <mark>котельных</mark>\u00a0· ")
    assert hit.snippet.count("выдумщик") <= 1  # in the biography


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("Подключение к\nсетям и\nтепло\nЗа месяц", "Подключение к сетям и тепло", "За месяц"),
        ("Подключение\nк сетям", "Подключение", "к сетям"),
        ("7\n• Вода для\n\nЗа месяц", "Вода для", "7\n• Вода для\n\nЗа месяц"),
        ("Вода", "Вода", ""),
    ],
)
def test_title_of_a_slide_does_not_end_with_a_preposition(text, title, rest):
    assert (title_of(text), without_title(text, title)) == (title, rest)


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("1) Площадки", "Площадки"),
        ("12)Площадки", "Площадки"),
        ("а) Площадки", "Площадки"),
        ("▪ Площадки", "Площадки"),
        ("•  ▪ Площадки", "Площадки"),
        ("БЕСПИ-ЛОТНЫЕ системы", "БЕСПИЛОТНЫЕ системы"),
        ("БЕСПИ- ЛОТНЫЕ системы", "БЕСПИЛОТНЫЕ системы"),
        ("Индустри-альный парк", "Индустриальный парк"),
        ("Бизнес-план и Юго-Запад", "Бизнес-план и Юго-Запад"),
        ("Парк - лучший", "Парк - лучший"),
        ("Санкт-Петербург, Ростов-на-Дону, М-4", "Санкт-Петербург, Ростов-на-Дону, М-4"),
        ("2) ", "2)"),
        ("(1) Итоги", "(1) Итоги"),
        ("3D-печать", "3D-печать"),
    ],
)
def test_title_has_no_list_sign_and_no_torn_word(title, clean):
    assert clean_title(title) == clean


def test_slide_saved_with_a_list_sign_is_shown_without_it():
    slides = deck("1) Котельная\nГазовая")
    Slide.objects.filter(pk=slides[0].pk).update(title="▪ БЕСПИ-ЛОТНЫЕ котельные")
    (hit,) = hits("газовая")
    assert hit.title == "БЕСПИЛОТНЫЕ котельные"


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("газ", "газа Газом, ГАЗу. Год", ["газа", "Газом", "ГАЗу"]),
        ("день", "в три дня", ["дня"]),
        ("ёлка", "Ёлки и елка", ["Ёлки", "елка"]),
        ("тариф", "тaрифы", ["тaрифы"]),  # a Latin «a»
        ("12400", "цена 12 400 рублей", ["12 400"]),
        ("экономическое", "технико-экономическое", ["технико-экономическое"]),
        ("2019", "17.07.2019 и 12019", ["17.07.2019"]),
        ("мвт", "150МВт", ["МВт"]),
        ("бизнес-план", "бизнес-\nплана", ["бизнес-\nплана"]),
    ],
)
def test_words_are_marked_in_whatever_form(query, text, marked):
    assert re.findall("<mark>(.*?)</mark>", Highlighter(parse(query)).highlight(text), re.DOTALL) == marked


def test_long_text_is_read_only_where_a_word_may_begin(monkeypatch):
    from search import words

    read = []
    tokens = words.tokens
    monkeypatch.setattr(words, "tokens", lambda text: read.append(len(text)) or tokens(text))
    highlighter = Highlighter(parse("подключение"))
    read.clear()
    snippet = highlighter.snippet("Вода и земля. " * 300 + "Подключение за месяц. " + "Вода и земля. " * 300)
    assert "<mark>Подключение</mark> за месяц" in snippet
    assert sum(read) < 1000


# --- Words on the picture --------------------------------------------------------------------------------------------


def with_boxes(slide, *words):
    boxes = [PlacedWord(word, [(100 * number, 500, 80, 40)]) for number, word in enumerate(words, 1)]
    Slide.objects.filter(pk=slide.pk).update(word_boxes=pack(boxes), width=1600, height=900)
    slide.refresh_from_db()
    return slide


def test_words_are_marked_on_the_picture_in_any_form(visitor):
    slide = with_boxes(deck("Сети\nК газу за 12 400 рублей")[0], "К", "газу", "за", "12", "400", "рублей")
    address = reverse("events:slide", args=[slide.version.material_id, 1])
    drawn = re.compile(r'<svg class="word-marks" viewBox="0 0 1600 900"[^>]*><path d="([^"]+)"/></svg>')
    path = drawn.search(visitor.get(address, {"q": "газ"}).content.decode())[1]
    assert path.count("M") == 1
    left, top = map(int, re.match(r"M(\d+) (\d+)h", path).groups())
    assert 300 <= left <= 320
    assert 430 <= top <= 450
    assert len(marks_on_slide(slide, "газ 12400").boxes) == 3
    for query in ("", "вода"):
        assert not drawn.search(visitor.get(address, {"q": query}).content.decode())
    assert drawn.search(page(visitor, "газ"))


@pytest.mark.parametrize("fields", [{"word_boxes": ""}, {"picture": ""}, {"word_boxes": "nonsense"}])
def test_nothing_is_marked_where_nobody_knows_the_places(fields):
    slide = with_boxes(deck("Сети\nгаз")[0], "газ")
    Slide.objects.filter(pk=slide.pk).update(**fields)
    slide.refresh_from_db()
    assert marks_on_slide(slide, "газ") is None


def test_places_of_words_have_the_access_of_the_picture(visitor, member):
    slide = with_boxes(deck("Обложка\nгаз", access="members", title="Закрытое")[0], "газ")
    address = reverse("events:slide", args=[slide.version.material_id, 1])
    assert "word-marks" in member.get(address, {"q": "газ"}).content.decode()
    assert "word-marks" in page(member, "газ")
    assert "word-marks" not in visitor.get(address, {"q": "газ"}, follow=True).content.decode()
    assert "word-marks" not in page(visitor, "газ")


# --- A replaced file -------------------------------------------------------------------------------------------------


def test_replaced_file_keeps_its_former_slides_until_the_new_ones_are_ready(visitor):
    slides = deck("Обложка", "Газовая котельная", title="Сети")
    material = slides[0].version.material
    new = files.version(material=material, content=files.pdf("второй"))
    Preview.objects.get_or_create(version=new)
    (hit,) = hits("котельная")
    assert hit.slide_url.startswith(f"/materials/{material.pk}/slides/2/?v=1&q=")
    assert "Это прежняя версия" in visitor.get(hit.slide_url).content.decode()
    assert "slides/2/image/?v=1" in hit.picture
    assert consistency.problems(thorough=True) in ([], consistency.problems(quick=True))
    files.slides(new, "Обложка", "Водозабор")
    assert hits("котельная") == []
    assert hits("водозабор")[0].slide_url.startswith(f"/materials/{material.pk}/slides/2/?q=")


def test_former_slides_of_a_file_without_pages_are_not_found():
    slides = deck("Газовая котельная", title="Сети")
    files.version(material=slides[0].version.material, content=photos(), name="архив.zip")
    assert hits("котельная") == []


def test_snippet_begins_with_a_sentence_and_not_with_a_line():
    text = "Первая строка. Свободного\nучастка нет. Вторая\nПункт первый\nучасток"
    assert Highlighter(parse("участок")).snippet(text).startswith("…Свободного <mark>участка</mark> нет.")
    assert Highlighter(parse("участок")).snippet("Нет\nУчасток").startswith("…<mark>Участок</mark>")
    listed = "\u00a0· ".join(["Участок", *["Образец"] * 40])
    assert Highlighter(parse("участок")).snippet(listed).endswith("Образец…")


@pytest.mark.parametrize("text", ["32 т", "т", "5 г"])
def test_word_of_one_letter_that_changes_is_marked(text):
    assert "<mark>" in Highlighter(parse(text)).highlight("Кран поднимает 32 т груза, к 5 г добавлено")
