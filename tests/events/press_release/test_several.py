from itertools import pairwise

import pytest

from events.pasting.tokens import clean
from events.press_release.several import second_begins
from tests.benches import CLONE

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((CLONE / "tests/data/press_releases").glob("*.txt"))}


def test_one_release_is_never_cut():
    assert {name: place for name, text in TEXTS.items() if (place := second_begins(text)) is not None} == {}


def test_most_second_releases_are_found_and_none_is_cut_elsewhere():
    pairs = [(clean(one).rstrip() + "\n\n", clean(other)) for one, other in pairwise(list(TEXTS.values())[:16])]
    found = [(second_begins(one + other), len(one), other) for one, other in pairs]
    cut = [(place, begin, other) for place, begin, other in found if place is not None]
    assert len(cut) >= 9
    for place, begin, other in cut:  # a heading of the site may stay with the first
        assert 0 <= place - begin < 20, other


@pytest.mark.parametrize(
    "second",
    [
        "Пленарное заседание о кадрах\n\n15 мая прошло пленарное заседание о кадрах. " + "Говорили о школах. " * 9,
        "Следующая встреча\n\nСледующая встреча пройдёт 20 июня в Калуге. " + "Говорили о школах. " * 9,
        "Короткая заметка о форуме\n\nФорум прошёл 20 июня.",
    ],
    ids=["a day of the same event", "what comes next", "too short"],
)
def test_what_goes_on_is_no_second_release(second):
    first = "Форум парков открылся в Туле\n\nФорум парков открылся в Туле 14 мая. " + "Говорили о сетях и дорогах. " * 9
    assert second_begins(f"{first}\n\n{second}") is None


def test_a_list_of_titles_is_not_read_for_long():
    line = "Форум парков открылся в Туле 14 мая.\n"
    assert second_begins(line * 1_500) is None
