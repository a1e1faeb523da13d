"""Numbers of a passport with their date and source: the newest accepted one is shown, the others are its history."""

import datetime as dt

import pytest
from django.urls import reverse

from parks.models import Park, ParkFigure
from parks.models.park_figure import take_figures
from search.sources import SOURCES
from tests.admin_forms import add_row, filled
from tests.factories import ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def figure(park, value, as_of, *, is_accepted=True, name="free_area_ha", source="slide", **more):
    told = {"name": name, "value": value, "as_of": as_of, "source": source, "is_accepted": is_accepted, **more}
    return ParkFigure.objects.create(park=park, **told)


def words(client, park):
    return client.get(park.get_absolute_url()).content.decode().replace("\u00a0", " ")


def with_row(editor, park, **row):
    """The answer to the form of the park with one more figure."""
    address = reverse("admin:parks_park_change", args=[park.pk])
    data = filled(editor.get(address))
    add_row(data, "figures", **row)
    return editor.post(address, data)


def test_passport_has_the_newest_accepted_figure(editor, visitor):
    park = ParkFactory(total_area_ha=100, free_area_ha=None)
    figure(park, 20, "2019", source_note="слайд 7 вымышленного доклада")
    figure(park, 30, "2024", is_accepted=False)
    said = {"name": "free_area_ha", "value": "18,5", "as_of": "05.2021", "source": "visit", "is_accepted": "on"}
    assert with_row(editor, park, **said).status_code == 302
    park.refresh_from_db()
    assert park.free_area_ha == 18.5
    page = words(visitor, park)
    assert page.index("18,5 га <") < page.index("20 га <")
    assert "2019 г. · слайд 7 вымышленного доклада" in page
    assert "30 га" not in page
    assert "предложено" in words(editor, park)
    with_row(editor, park, **said | {"as_of": "2018", "value": "99"})
    park.refresh_from_db()
    assert park.free_area_ha == 18.5


def test_figure_that_the_passport_cannot_hold_is_refused(editor):
    park = ParkFactory(total_area_ha=100, free_area_ha=10)
    address = reverse("admin:parks_park_change", args=[park.pk])
    shown = filled(editor.get(address))
    said = {"name": "free_area_ha", "value": "5", "as_of": "2021", "source": "visit", "is_accepted": "on"}
    for row, says in (
        ({"value": "200"}, "Свободная площадь больше общей."),
        ({"as_of": "25.05"}, "Укажите хотя бы год."),
        ({"name": "jobs", "value": "5,5"}, "Здесь нужно целое число."),
        ({"name": "airport_km", "value": "5,55"}, "после запятой"),
        ({"value": "-1"}, "не может быть отрицательным"),
    ):
        data = dict(shown)
        add_row(data, "figures", **said | row)
        page = editor.post(address, data)
        assert page.status_code == 200
        assert says in page.content.decode()
        assert not park.figures.exists(), row


def test_number_typed_into_the_passport_becomes_the_newest_figure():
    park = ParkFactory(free_area_ha=20, jobs=5)
    figure(park, 20, "2019")
    park.free_area_ha, park.jobs, park.data_as_of = 15, 6, dt.date(2022, 3, 1)
    park.save()
    assert [(one.value, str(one.as_of), one.source) for one in park.figures.all()] == [
        (15, "2022-03-01", "passport"),
        (20, "2019", "slide"),
    ]
    park.free_area_ha = 14  # on the same day of the passport, so today counts
    park.save()
    park.free_area_ha = 13
    park.save()
    assert [one.value for one in park.figures.all()] == [13, 15, 20]
    take_figures(park)
    assert Park.objects.get(pk=park.pk).free_area_ha == 13


def test_terms_of_the_second_reading_are_shown_compared_and_found(visitor):
    told = {
        "heat_source": "своя вымышленная котельная",
        "water_source": "образцовая скважина",
        "regional_road": "Р-00 «Образцовая»",
        "regional_road_km": "3.5",
        "offices_m2": 450,
        "land_rent_rub_ha_year": 125_000,
        "offers_land_rent": True,
        "state_investment_rub": 10**9,
        "private_investment_rub": 2 * 10**9,
        "residents_investment_rub": 3 * 10**9,
    }
    park, other = ParkFactory(**told), ParkFactory()
    compared = visitor.get(reverse("parks:compare"), {"park": [park.slug, other.slug]}).content.decode()
    (document,) = SOURCES["park"].documents([park.pk])
    shown = ["вымышленная котельная", "образцовая скважина", "Р-00 «Образцовая»", "3,5 км", "450 м²"]
    shown += ["125 000 руб./га в год", "1 млрд руб.", "2 млрд руб.", "3 млрд руб."]
    for page in (words(visitor, park), compared.replace("\u00a0", " ")):
        assert [value for value in [*shown, "аренда земли"] if value not in page.replace("Аренда", "аренда")] == []
    found = document.body.replace("\u00a0", " ")
    assert [value for value in shown if value not in found] == []
    unknown = words(visitor, other)
    assert "Офисы" not in unknown
    assert "Инвестиции" not in unknown
