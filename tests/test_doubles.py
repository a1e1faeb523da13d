"""The labelled pairs of names, and the search among many. Pure; `bench/doubles.py` tells more."""

import csv
import json
import random
from pathlib import Path

import pytest

from core.doubles.pairs import pairs_among
from events.doubles import events, people
from parks.doubles import organizations, parks
from tests.benches import COVERAGE, run_bench

PAIRS = Path(__file__).parent / "data" / "doubles" / "pairs.csv"
KINDS = {
    "person": (people.read_name, people.compare_people),
    "organization": (organizations.read_organization, organizations.compare_organizations),
    "park": (parks.read_park, parks.compare_parks),
    "event": (lambda text: events.read_event(*text.split("|")), events.compare_events),
}


def test_doubles_are_told_from_namesakes():
    figures = json.loads(run_bench("doubles.py", "--json", **COVERAGE))
    assert figures["all"]["pairs"] >= 400
    for part in ("all", "held out"):
        assert figures[part]["precision"] >= 0.99
        assert figures[part]["recall"] >= 0.95


@pytest.mark.parametrize(
    ("kind", "left", "right", "reason"),
    [
        ("person", "Образцова Наталия", "Наталья Образцова", "Наталия и Наталья — одно имя"),
        ("person", "Примеров П. И.", "Примеров Пётр Иванович", "инициалы вместо имени"),
        ("person", "Иванов Иван Петрович", "Иванов Иван Павлович", "отчества разные: Петрович и Павлович"),
        ("person", "Белый Андрей", "Белых Андрей", "фамилии разные"),
        ("person", "Белова (Чернова) Анна", "Чернова Анна", "совпадает девичья фамилия"),
        ("organization", "АО «Вымысел»", "Филиал АО «Вымысел»", "филиал и головная организация"),
        ("park", "Индустриальный парк «Вымысел»", "Вымысел-2", "номера разные"),
        ("event", "Форум|2031-06-01|", "Форум|2031-06-02|", "даты разные"),
    ],
)
def test_likeness_says_why(kind, left, right, reason):
    read, compare = KINDS[kind]
    assert reason in compare(read(left), read(right)).reasons


def test_maiden_name_is_a_doubt():
    likeness = people.compare_people(people.read_name("Белова (Чернова) Анна"), people.read_name("Чернова Анна"))
    assert likeness.is_possible
    assert not likeness.is_likely


def test_search_among_many_finds_what_comparing_each_with_each_finds():
    draw = random.Random(5)
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = [row for row in csv.DictReader(file) if row["kind"] == "person"]
    texts = [pair[side] for pair in pairs for side in ("left", "right")]
    named = list(enumerate(map(people.read_name, draw.sample(texts, 150))))
    found = {pair[:2] for pair in pairs_among(named, people.keys_of, people.compare_people) if pair[2].is_likely}
    expected = {
        (one, other)
        for one, left in named
        for other, right in named
        if one < other and people.compare_people(left, right).is_likely
    }
    assert len(expected) > 15
    assert found == expected
