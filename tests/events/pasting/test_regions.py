import pytest

from events.pasting.regions import KnownRegion, read_regions, regions_of_data
from events.pasting.tokens import clean
from parks.region_names import rows


def names(text, known=None):
    return [found.value for found in read_regions(text, known)]


@pytest.mark.parametrize("case", ["name", "gent", "datv", "accs", "ablt", "loct"])
def test_every_region_is_found_in_every_case(case):
    missed = [row[case] for row in rows() if names(f"Делегация {row[case]} приехала") != [row["name"]]]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        (
            "из Московской, Белгородской и Орловской областей",
            ["Московская область", "Белгородская область", "Орловская область"],
        ),
        ("из Московской, Новосибирской и Нижегородской области",
         ["Московская область", "Новосибирская область", "Нижегородская область"]),
        ("Пермского и Красноярского краев, Республик Татарстан и Башкортостан",
         ["Пермский край", "Красноярский край", "Республика Татарстан", "Республика Башкортостан"]),
        ("Подмосковье, Башкирии и Кузбассе",
         ["Московская область", "Республика Башкортостан", "Кемеровская область — Кузбасс"]),
        ("губернатор НСО", ["Новосибирская область"]),
        ("гости из Смоленской обл. и Москвы", ["Смоленская область", "Москва"]),
        ("Ханты-Мансийского АО и Ямало-Ненецкого автономных округов",
         ["Ханты-Мансийский автономный округ — Югра", "Ямало-Ненецкий автономный округ"]),
        ("Московская, Тульская, Калужская", ["Московская область", "Тульская область", "Калужская область"]),
        ("Алтайского края и Республики Алтай", ["Алтайский край", "Республика Алтай"]),
        ("Московский проспект, Омский завод, Смоленская площадь", []),
        ("на Алтае", []),
        ("в ТУЛЬСКОЙ ОБЛАСТИ", ["Тульская область"]),
    ],
)  # fmt: skip
def test_regions_in_text(text, regions):
    assert names(text) == regions


def test_regions_of_the_portal_count():
    known = [*regions_of_data(), KnownRegion("Озёрная область", ("Приозёрье",), "Озёрск")]
    assert names("в Озерной области и на Приозерье", known) == ["Озёрная область"]
    assert names("в Озерной области") == []


def test_a_region_is_named_once_where_it_stands_first():
    text = "Тульская область; в Тульской области"
    found = read_regions(text)
    assert [(one.value, clean(text)[slice(*one.span)]) for one in found] == [("Тульская область", "Тульская область")]
