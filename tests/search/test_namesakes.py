"""Of people whose names share a stem, those of the surname that was typed come first. Without a database."""

import datetime as dt
from types import SimpleNamespace

import pytest

from search import documents, words
from search.engines.base import Candidate
from search.frequencies import TermFrequencies
from search.interface import Kind
from search.keys import document_key
from search.meaning import in_cyrillic
from search.query import Query, word_of
from search.ranking import Scorer, by_relevance


def person(number, name):
    analysed = words.analyse(name)
    heading = analysed.stored() + documents.exact_forms(analysed.in_order)
    return Candidate(document_key(Kind.PERSON, number), Kind.PERSON, None, None, "", "", "", False, heading, "", "")


def in_order(typed, names):
    frequencies = object.__new__(TermFrequencies)
    frequencies.sizes, frequencies.counts = SimpleNamespace(public=100), {}
    scorer = Scorer(Query((in_cyrillic(word_of(words.normalize(typed))),)), frequencies, dt.date(2026, 1, 1))
    numbers = {document_key(Kind.PERSON, number): name for number, name in enumerate(names, 1)}
    ranked = by_relevance([person(number, name) for number, name in enumerate(names, 1)], scorer)
    return [numbers[one.id].split()[0] for one in ranked]


# Each surname has a longer name than the one before it, so that without its form it would come last.
@pytest.mark.parametrize(
    ("typed", "surnames"),
    [
        ("соловьёв", "Соловьёв Соловьёва Соловей"),
        ("соловьев", "Соловьёв Соловьёва Соловей"),
        ("соловьёва", "Соловьёва Соловьёв Соловей"),
        ("соловьёвой", "Соловьёва Соловьёв Соловей"),
        ("соловьёвых", "Соловьёв Соловей"),
        ("соловей", "Соловей Соловьёв"),
        ("соловья", "Соловей Соловьёв"),
        ("белый", "Белый Белая Белов"),
        ("белая", "Белая Белый Белов"),
        ("белова", "Белова Белов Белый"),
        ("белых", "Белых Белый Белов"),
        ("седой", "Седой Седая Седов"),
        ("толстая", "Толстая Толстой Толстов"),
        ("горький", "Горький Горькая Горьков"),
        ("чёрный", "Чёрный Чёрная Чернов"),
        ("черная", "Чёрная Чёрный Чернов"),
        ("чернова", "Чернова Чернов Чёрный"),
        ("зверев", "Зверев Зверева Зверь"),
        ("королёва", "Королёва Королёв Король"),
        ("бобров", "Бобров Боброва Бобр"),
        ("воробьёвым", "Воробьёв Воробьёва Воробей"),
        ("гусь", "Гусь Гусев"),
        ("solovyov", "Соловьёв Соловьёва Соловей"),
        ("grigoryeva", "Григорьева Григорьев"),
    ],
)
def test_people_of_the_typed_surname_come_first(typed, surnames):
    expected = surnames.split()
    given = [f"{surname} Пример{' Образцович' * (3 - at)}" for at, surname in enumerate(expected)]
    assert in_order(typed, given) == expected
