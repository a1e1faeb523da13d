"""The comparison of parks: which parks, what differs, what is unknown."""

import re

import pytest
from django.urls import reverse

from tests.factories import ParkFactory, RegionFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/parks/compare/"


def compare(client, *slugs):
    response = client.get(ADDRESS, {"park": slugs})
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def names(html):
    head = re.search(r"<thead>.*?</thead>", html, re.DOTALL)
    return re.findall(r">«([^«»]+)»</a>", head[0]) if head else []


def row(html, name):
    """(the cells, whether the row is marked) of the row with this heading."""
    found = re.search(rf'<tr( class="compare__differing")?>\s*<th scope="row">{name}.*?</tr>', html, re.DOTALL)
    cells = re.findall(r"<td>(.*?)</td>", found[0], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell) for cell in cells], bool(found[1])


def test_parks_keep_the_order_of_the_address(visitor):
    first, second = ParkFactory(name="Яхонт"), ParkFactory(name="Алмаз")
    assert names(compare(visitor, first.slug, second.slug, first.slug)) == ["Яхонт", "Алмаз"]


def test_differences_are_marked_and_unknown_is_no_difference(visitor):
    one = ParkFactory(total_area_ha=100, free_area_ha=0, status="planned", electricity="yes")
    other = ParkFactory(total_area_ha=200, free_area_ha=None, status="planned", electricity="possible")
    html = compare(visitor, one.slug, other.slug)
    assert row(html, "Земля, всего") == (["100 га", "200 га"], True)
    assert row(html, "Земля, свободно") == (["0 га", "нет данных"], False)
    assert row(html, "Статус") == (["планируемый", "планируемый"], False)
    assert row(html, "Электричество") == (["есть", "возможно создание"], True)
    assert "Помещения, всего" not in html


def test_more_than_four_parks_are_left_out_with_a_note(visitor):
    parks = [ParkFactory(name=f"Образец-{number}") for number in range(6)]
    html = compare(visitor, *(park.slug for park in parks))
    assert names(html) == ["Образец-0", "Образец-1", "Образец-2", "Образец-3"]
    assert "не больше 4 парков" in html
    assert parks[5].get_absolute_url() in html
    canonical = re.search(r'rel="canonical" href="([^"]+)"', html)[1]
    assert canonical.endswith("/parks/compare/?" + "&amp;".join(f"park={park.slug}" for park in parks[:4]))


@pytest.mark.parametrize("slugs", [[], ["нет-такого"], ["\x00"], ["a" * 9000], [f"no-{n}" for n in range(300)]])
def test_nothing_to_compare_leads_to_the_registry(visitor, slugs):
    html = compare(visitor, *slugs)
    assert names(html) == []
    assert "Отметьте в реестре" in html


def test_hidden_parks_are_left_out(visitor, editor):
    shown, draft = (
        ParkFactory(region=RegionFactory(name="Тайная область", is_hidden=True)),
        ParkFactory(published_at=None),
    )
    html = compare(visitor, draft.slug, shown.slug)
    assert names(html) == [shown.name]
    assert draft.name not in html
    assert "Тайная" not in html
    assert names(compare(editor, draft.slug, shown.slug)) == [draft.name, shown.name]


def test_four_parks_cost_what_one_costs(visitor, django_assert_num_queries):
    parks = [ParkFactory(management_company=None).slug for _number in range(4)]
    for slugs in (parks[:1], parks):
        with django_assert_num_queries(4):
            compare(visitor, *slugs)


def test_registry_keeps_picked_parks_while_it_is_filtered(visitor):
    park, other = ParkFactory(name="Алмаз"), ParkFactory(name="Яхонт")
    draft = ParkFactory(published_at=None)
    html = visitor.get(
        reverse("parks:parks"), {"compare": [park.slug, other.slug, draft.slug], "q": "Яхонт"}
    ).content.decode()
    assert html.count("checked") == 2
    assert re.search(rf'value="{park.slug}" checked> «Алмаз»', html)
    assert f'value="{draft.slug}"' not in html
    assert html.count('type="hidden" name="compare"') == 2


@pytest.mark.parametrize(("number", "says"), [(2, False), (3, True), (4, True)])
def test_phone_is_told_that_there_are_more_parks_than_two(visitor, number, says):
    slugs = [ParkFactory(investment_rub=21_200_000_000).slug for _ in range(number)]
    html = visitor.get(ADDRESS, {"park": slugs}).content.decode()
    assert (f"На экране два парка из {number}" in html) == says
    assert html.count("21,2\u00a0млрд\u00a0руб.") == number
