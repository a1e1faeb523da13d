"""Forms of a word share a term, and different words do not."""

import pytest

from core.morphology import TERM_LENGTH, terms_of
from search.derivation import root_of, short_kin
from search.fillers import is_verb
from search.spelling import from_digits, from_latin
from search.words import analyse, tokens


def share_a_term(*forms):
    return bool(set.intersection(*({term for part in parts(form) for term in terms_of(part)} for form in forms)))


def parts(text):
    return [part for token in tokens(text) for part in token.parts]


@pytest.mark.parametrize(
    "forms",
    [
        "индустриальный индустриальных индустриальному индустриальная",
        "парк парки парков паркам парке",
        "участок участка участки участков",
        "резидент резиденты резидентов",
        "подключение подключения подключению подключений",
        "газ газа газу газом",
        "сталь стали сталью",
        "Сафоново Сафонове сафоново",
        "Смоленск Смоленска Смоленске СМОЛЕНСКОМ",
        "Вязьма Вязьмы Вязьме",
        "ёлка елка Ёлки ЕЛКАМ",
        "заём заем займа займы займов",
        "park parks PARKS",
    ],
)
def test_forms_of_a_word_share_a_term(forms):
    first, *others = forms.split()
    assert [form for form in others if not share_a_term(first, form)] == []


@pytest.mark.parametrize(
    "forms",
    [
        "Ровбель Ровбеля Ровбелю Ровбелем Ровбеле",
        "Шевченко",
        "Тимошенко Тимошенко",
        "Черных Черных",
        "Долгих",
        "Белый Белого Белому Белым",
        "Достоевский Достоевского Достоевскому Достоевским",
        "Журавлёв Журавлев Журавлева Журавлеву Журавлевым Журавлёве",
        "Тетерина Тетериной Тетерину",
        "Примеров Примерова Примерову Примеровым",
        "Образцова Образцовой Образцову",
        "Лукашенкова Лукашенковой",
        "Выдумкин Выдумкина Выдумкину Выдумкиным",
        "Мельник Мельника Мельнику",
        "Кравец Кравца Кравцу Кравцом",
        "Коваль Коваля Ковалю",
        "Гайдай Гайдая Гайдаю",
        "Ткачук Ткачука Ткачуку",
        "Гоголь Гоголя Гоголем",
        "Берг Берга Бергу Бергом",
        "Шмидт Шмидта Шмидту",
        "Саакян Саакяна Саакяну",
        "Мирзоев Мирзоева Мирзоеву",
        "Пётр Петр Петра Петру Петром",
        "Наталия Наталии Наталию",
        "Олеся Олеси Олесю",
    ],
)
def test_cases_of_a_surname_share_a_term(forms):
    first, *others = forms.split()
    assert [form for form in others if not share_a_term(first, form)] == []


@pytest.mark.parametrize(
    ("one", "other"), [("парк", "парковка"), ("зао", "за"), ("область", "облако"), ("газ", "газета")]
)
def test_different_words_share_no_term(one, other):
    assert not share_a_term(one, other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Технико-экономический", ["технико", "экономический"]),
        ("150МВт", ["150", "мвт"]),
        ("150 МВт", ["150", "мвт"]),
        ("1 234,50 га", ["1234·5", "га"]),
        ("1\u00a0234.5", ["1234·5"]),
        ("25.05.2016", ["25", "5", "2016"]),
        ("ISO 9001", ["iso", "9001"]),
        ("«Алвид»", ["алвид"]),
        ("наи\u0306ти", ["найти"]),
        ("эконо\u00adмика", ["экономика"]),
        ("ОЭЗ", ["оэз"]),
        ("ЗАO", ["зао"]),  # the last letter is Latin
        ("ｐａｒｋ", ["park"]),
        ("\U0001f600 — ¿?", []),
    ],
)
def test_text_is_split_into_words(text, expected):
    assert parts(text) == expected


def test_word_broken_at_the_end_of_a_line_is_also_joined():
    assert terms_of("экономический")[0] in analyse("эконо-\nмический").others


def test_stop_words_are_left_out():
    assert analyse("и в на из-за").terms == []


def test_tokens_keep_their_place_in_the_text():
    text = "Ёжик, «парк» — 150МВт"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Ёжик", "парк", "150", "МВт"]


def test_long_text_and_long_words_are_cut():
    assert len(analyse("слово " * 30_000).terms) <= 20_001
    assert all(len(term) <= TERM_LENGTH for term in analyse("й" * 70_000).terms)


@pytest.mark.parametrize(
    ("latin", "word"),
    [("kotelnaya", "котелная"), ("zaiats", "заяц"), ("mariia", "мария"), ("novuyu", "новую"), ("may", "май")],
)
def test_latin_is_read_as_it_is_written_in_passports_and_letters(latin, word):
    assert from_latin(latin)[0] == word


@pytest.mark.parametrize("kin", ["маркировочный маркировка", "заправочный заправка", "сортировочный сортировать"])
def test_words_of_a_process_share_their_root(kin):
    one, other = (root_of(terms_of(word)[0]) for word in kin.split())
    assert one == other != ""


def test_short_root_is_kin_to_its_adjective_alone():
    assert (short_kin("рыбн"), "рыбн" in short_kin("рыб")) == (["рыб"], True)
    assert short_kin("газификац") == []


def test_abbreviation_is_no_verb():
    assert (is_verb("бпла"), is_verb("арендовать")) == (False, True)


def test_two_years_are_no_month():
    assert [token.others for token in tokens("2009-10 2009-08")] == [(), ("месяц200908",)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("оэ3", "оэз"),
        ("0эз", "оэз"),
        ("водо3абор", "водозабор"),
        ("44фз", ""),
        ("м3", ""),
        ("covid19", ""),
        ("оэз", ""),
    ],
)
def test_digit_in_a_word_may_be_a_letter(typed, read):
    assert from_digits(typed) == read
