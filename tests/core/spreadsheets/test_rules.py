"""Rules of models asked in memory answer as the database does. Cells are texts as people type them."""

import datetime as dt

import pytest
from django.db.models import F, Q

from core.spreadsheets.cells import moment_of, text_of
from core.spreadsheets.rules import Unknown, holds


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (Q(a__gte=1), True),
        (Q(a__gte=F("b")), False),
        (Q(b__lte=F("c")), None),
        (Q(c__isnull=True) | Q(c__gte=5), True),
        (~Q(name=""), True),
        (Q(name__regex=r"^\d{3}$"), False),
        (Q(a__range=(1, 2), c__gte=1), None),
        (Q(a__range=(3, 4), c__gte=1), False),
    ],
)
def test_rule_holds_as_in_sql(condition, answer):
    assert holds(condition, {"a": 1, "b": 2, "c": None, "name": "12"}) is answer


def test_rule_with_an_unknown_lookup_is_left_to_the_database():
    with pytest.raises(Unknown):
        holds(Q(a__year=2024), {"a": dt.date(2024, 1, 1)})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (6731234567.0, "6731234567"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (True, "да"),
        (dt.datetime(2016, 5, 25, tzinfo=dt.UTC), "25.05.2016"),
        (dt.time(9, 30), "09:30"),
        (dt.timedelta(hours=10, minutes=5), "10:05"),
        ("  строка\r\nвторая ", "строка\nвторая"),
        (None, ""),
    ],
)
def test_cell_is_read_as_it_would_be_typed(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("42515", "25.05.2016"),
        ("42515.4375", "25.05.2016 10:30"),
        ("0.4375", "10:30"),
        ("2016", "2016"),
        ("25.05", "25.05"),
    ],
)
def test_date_without_a_format_is_the_date_that_excel_means(cell, text):
    assert moment_of(cell) == text
