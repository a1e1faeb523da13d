from pathlib import Path

import pytest

from events.pasting.name_forms import Name
from events.pasting.people import OPEN_ORDER, UNPROVEN
from events.pasting.people_lists import read_people
from events.pasting.tokens import clean

DATA = Path(__file__).parents[2] / "data" / "pasting" / "people.txt"


def cases():
    """`text => name | position | organization && …` a line."""
    for line in DATA.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, people = line.partition(" =>")
            yield text, [tuple(map(str.strip, person.split("|"))) for person in people.split("&&") if person.strip()]


@pytest.mark.parametrize(("text", "people"), list(cases()))
def test_people_of_lists_and_prose(text, people):
    found = [
        (person.value.name.shown, person.value.position, person.value.organization) for person in read_people(text)
    ]
    assert found == people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("с Гузелью Ахметовой", Name("Ахметова", "Гузель", "", "Fem")),
        ("с Рустамом Миннихановым", Name("Минниханов", "Рустам", "", "Masc")),
        ("к Елене Петровне Сидоренко", Name("Сидоренко", "Елена", "Петровна", "Fem")),
        ("Ивану Ильичу Толстому", Name("Толстой", "Иван", "Ильич", "Masc")),
        ("Никиты Белых", Name("Белых", "Никита", "", "Masc")),
        ("Любови Черных", Name("Черных", "Любовь", "", "Fem")),
        ("Натальей Рубинчик", Name("Рубинчик", "Наталья", "", "Fem")),
        ("доклад Артема Журавлева", Name("Журавлев", "Артем", "", "Masc")),
        ("с Мамедовым Эльчином Рашид оглы", Name("Мамедов", "Эльчин", "Рашид оглы", "Masc")),
        ("П. С. Коротаевой", Name("Коротаева", "П.С.", "", "Fem")),
        ("с Олегом Цоем", Name("Цой", "Олег", "", "Masc")),
    ],
)
def test_names_in_any_case_become_nominative(text, name):
    assert [person.value.name for person in read_people(text)] == [name]


def test_the_position_tells_a_man_from_a_woman():
    assert read_people("Выступила директор Александра Петрова.")[0].value.name.first == "Александра"
    assert read_people("Доклад директора Александра Петрова.")[0].value.name.first == "Александр"


def test_spans_show_the_name_in_the_clean_text():
    text = "Гостей\u00a0встретил директор Роман Дятлов.\r\nЗуев И. П., мастер; Нина Ерёмина, юрист"
    names = [clean(text)[slice(*person.span)] for person in read_people(text)]
    assert names == ["Роман Дятлов", "Зуев И. П.", "Нина Ерёмина"]


def test_doubts_are_told():
    assert read_people("директор парка Чжан Вэй")[0].doubt == UNPROVEN
    assert read_people("Роман Игорь, мастер")[0].doubt == OPEN_ORDER
    assert read_people("Захар Мишин, мастер")[0].is_sure


@pytest.mark.parametrize(
    "text", ["", " \n;;\n", "\x00\x01", "<script>alert(1)</script>", "The quick brown fox.", "а" * 200_000]
)
def test_nobody_is_found_where_nobody_is(text):
    assert read_people(text) == []
