"""Stored people are narrowed by the beginning of their surnames before they are compared."""

import csv

import pytest

from events.doubles import people
from events.models import Person
from events.suspicions import of_the_same_beginning
from tests.test_doubles import PAIRS


def person(text, number):
    last_name, _space, first_name = text.partition(" ")
    return Person(last_name=last_name, first_name=first_name, slug=f"person-{number}")


@pytest.mark.django_db
def test_nobody_who_is_likely_the_same_is_left_out():
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = [(row["left"], row["right"]) for row in csv.DictReader(file) if row["kind"] == "person"]
    likely = [pair for pair in pairs if people.compare_people(*map(people.read_name, pair)).is_likely]
    stored = Person.objects.bulk_create(person(left, number) for number, (left, _right) in enumerate(likely))
    missed = [
        pair
        for row, pair in zip(stored, likely, strict=True)
        if not of_the_same_beginning(Person.objects.filter(pk=row.pk), [person(pair[1], "new")]).exists()
    ]
    assert len(likely) > 150
    assert missed == []


@pytest.mark.django_db
def test_most_others_are_not_read():
    letters = "абвгдежзиклмнопрстуфхцчшэюя"
    Person.objects.bulk_create(person(f"{letter.upper()}ролов Игнат", letter) for letter in letters)
    near = of_the_same_beginning(Person.objects.all(), [person("Фролов Игнат", "new")])
    assert sorted(near.values_list("last_name", flat=True)) == ["Иролов", "Фролов"]
