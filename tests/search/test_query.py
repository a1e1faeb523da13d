"""Queries are parsed, whatever is typed."""

import pytest

from search.query import MOST_WORDS, parse
from search.typos import other_layout, tolerance


def shown(query):
    return [word.shown for word in query.words]


@pytest.mark.parametrize(
    ("text", "words", "excluded", "phrases"),
    [
        ("парк газ", ["парк", "газ"], [], 0),
        ('"индустриальный парк" газ', ["индустриальный", "парк", "газ"], [], 1),
        ("“индустриальный парк”", ["индустриальный", "парк"], [], 1),
        ("парк -газ", ["парк"], ["газ"], 0),
        ("парк - газ", ["парк", "газ"], [], 0),
        ("парк -газ -вода", ["парк"], ["газ", "вода"], 0),
        ('парк -"сжиженный газ"', ["парк"], [], 1),
        ("ООО «Алвид»", ["алвид"], [], 0),
        ("ООО", ["ооо"], [], 0),
        ('"парк', ["парк"], [], 0),
        ("парк парк ПАРК", ["парк"], [], 0),
        ("технико-экономический", ["технико-экономический"], [], 0),
        ("и в на", [], [], 0),
        ("Р. Л. Ровбель", ["ровбель"], [], 0),
        ("Ровбель Р.Л.", ["ровбель"], [], 0),
        ("г. Смоленск, д. 5", ["смоленск", "5"], [], 0),
        ("завод X", ["завод", "x"], [], 0),
        ('"" «» - " -', [], [], 0),
    ],
)
def test_query_is_parsed(text, words, excluded, phrases):
    query = parse(text)
    assert shown(query) == words
    assert [word.shown for word in query.excluded] == excluded
    assert len(query.phrases) == phrases


def test_query_of_stop_words_differs_from_an_empty_one():
    assert parse("и в на").only_stop_words
    assert parse("Р. Л.").only_stop_words
    assert not parse("").only_stop_words
    assert not parse("!!!").only_stop_words


def test_long_query_is_cut():
    query = parse(" ".join(f"слово{chr(1072 + number)}" for number in range(30)))
    assert len(query.words) == MOST_WORDS
    assert query.was_cut
    assert parse("а" * 70_000).was_cut
    assert not parse("парк").was_cut


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cfajyjdj", "сафоново"),
        ("Cfajyjdj", "Сафоново"),
        (",tkst yjxb", "белые ночи"),
        ("ищуы", "boes"),
        ("парк BOES", None),
        ("150", None),
    ],
)
def test_other_layout_swaps_a_single_alphabet(typed, meant):
    assert other_layout(typed) == meant


@pytest.mark.parametrize(("word", "letters"), [("газ", 0), ("парк", 1), ("сафонво", 2), ("4567", 0)])
def test_tolerance_grows_with_the_word(word, letters):
    assert tolerance(word) == letters
