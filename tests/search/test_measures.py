"""A number beside its unit tells more than both apart. Without a database."""

import datetime as dt
from types import SimpleNamespace

import pytest

from search import words
from search.engines.base import Candidate
from search.frequencies import TermCount, TermFrequencies
from search.interface import Kind
from search.keys import document_key
from search.query import parse
from search.ranking import Scorer, by_relevance


def slide(number, title, text):
    heading, body = words.analyse(title).stored(), words.analyse(f"{title}\n{text}").stored()
    return Candidate(document_key(Kind.SLIDE, number), Kind.SLIDE, 1, None, "", "", "", False, heading, body, "")


@pytest.mark.parametrize("typed", ["120 м3/ч", "120 МВт", "1 234,5 га"])
def test_slide_with_the_measure_comes_before_a_title_with_the_number(typed):
    frequencies = object.__new__(TermFrequencies)
    frequencies.sizes = SimpleNamespace(public=1000)
    frequencies.counts = {term: TermCount(500, 500) for term in ("м", "3", "ч", "мвт", "га")}
    number, _, unit = typed.rpartition(" ")
    titled = slide(2, f"Страница {number}", f"Расход и {unit}")
    measured = slide(1, "Зачем парку градирня", f"Вода для всех станков, расход подпитки {typed}")
    scorer = Scorer(parse(typed), frequencies, dt.date(2026, 1, 1))
    assert by_relevance([titled, measured], scorer) == [measured, titled]
