"""Both databases must fold and sort Russian text alike: the same tests run on each."""

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from core.database import RUSSIAN
from core.text import sort_key
from parks.models import Organization, Park
from tests.factories import OrganizationFactory, ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def names_holding(words):
    return sorted(Organization.objects.filter(name__holds=words).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Корпорация развития", "РАЗВИТИЯ"),
        ("КОРПОРАЦИЯ РАЗВИТИЯ", "корпорация"),
        ("Журавлёв и сыновья", "журавлев"),
        ("Журавлев и сыновья", "ЖУРАВЛЁВ"),
        ("Ёлка", "ёлка"),
        ("Завод «Пример»", "«пример»"),
        ('Завод "Пример"', '"Пример"'),
        ("Завод O'Пример", "o'пример"),
        ("Доля 100% своя", "100%"),
        ("Доля_своя", "доля_"),
        ("Путь C:\\Пример", "c:\\п"),
        ("Пример", "при\x00мер"),
        ("Пример", ""),
    ],
)
def test_holds_ignores_case_and_yo(name, words):
    OrganizationFactory(name=name)
    assert names_holding(words) == [name]


@pytest.mark.parametrize("words", ["%", "_", "\\", "100_", "п%р", "Примеры", "' OR 1=1 --"])
def test_holds_takes_wildcards_and_quotes_literally(words):
    OrganizationFactory(name="Пример 1000")
    assert names_holding(words) == []


def test_holds_works_on_texts_and_expressions():
    ParkFactory(name="Образец", specialization="МАШИНОСТРОЕНИЕ", about="Ёмкости и КОТЛЫ")
    parks = Park.objects.annotate(both=Concat(F("name"), Value(" "), F("specialization")))
    assert parks.filter(specialization__holds="машино").exists()
    assert parks.filter(about__holds="емкости и котлы").exists()
    assert parks.filter(both__holds="ОБРАЗЕЦ маш").exists()


def test_holds_finds_nothing_in_null():
    assert not Park.objects.filter(management_company__name__holds="пример").exists()


NAMES = [
    " с пробелом",
    "- с дефисом",
    "– с тире",
    "'одинарная'",
    '"прямая"',
    "„лапка“",
    "«Алвид»",
    "«Ёлка»",
    "(скобка)",
    "№ 1",
    "№ 010",
    "0",
    "1-й цех",
    "2-й цех",
    "02-й цех",
    "10-й цех",
    "10-й цех 2",
    "10-й цех 10",
    "2024",
    "123456789012345678901234567890",
    "парк 1",
    "парк 2",
    "парк 2а",
    "парк 10",
    "парк-1",
    "парк-10",
    "1,5 га",
    "1,25 га",
    "а",
    "А",
    "Аб",
    "а-б",
    "авто",
    "Авто-Град",
    "автоград",
    "Автоград",
    "АВТОГРАД",
    "Ежов",
    "Ёжиков",
    "елка",
    "Елка",
    "ёлка",
    "Ёлка",
    "ёлка 2",
    "Железо",
    "йод",
    "Юг",
    "я",
    "Alpha",
    "beta",
    "Bürkert",
    "Nova",
    "<0>",
    "~",
    "€ 5",
    "0×0",
    "№ 2",
    "Ürkert",
    "Zeta",
    "ещё…",
    "ещё.а",
]


def as_sorted_by_the_database(names):
    by_russian = f'ORDER BY name COLLATE "{RUSSIAN}"'
    rows = " UNION ALL ".join(["SELECT CAST(%s AS text) AS name"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM ({rows}) AS names {by_russian}", names)  # noqa: S608
        return [name for (name,) in cursor.fetchall()]


def test_names_sort_alike_on_both_databases():
    assert as_sorted_by_the_database(NAMES[::-1]) == sorted(NAMES, key=sort_key)


def test_models_sort_by_the_russian_alphabet():
    for name in ("Яма", "Ёлка", "10-й цех", "Alpha", "2-й цех", "Жук", "елка", "Ель", "1-й цех"):
        OrganizationFactory(name=name)
    in_order = ["1-й цех", "2-й цех", "10-й цех", "елка", "Ёлка", "Ель", "Жук", "Яма", "Alpha"]
    assert list(Organization.objects.values_list("name", flat=True)) == in_order
    assert list(Organization.objects.order_by("-name").values_list("name", flat=True)) == in_order[::-1]


def test_only_marks_of_parameters_are_changed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'a%%s', %s || '%%', '%%%%s' || %s", ["%s", "?"])
        assert cursor.fetchone() == ("a%s", "%s%", "%%s?")
        cursor.execute("SELECT %s, %(one)s".replace("%s", "%(other)s"), {"one": 1, "other": 2})
        assert cursor.fetchone() == (2, 1)
        cursor.execute("SELECT '%s'")
        assert cursor.fetchone() == ("%s",)
