"""The filters of parks and organizations: each one works, and wrong values do nothing."""

import pytest
from django.urls import reverse

from tests.factories import OrganizationFactory, ParkFactory, RegionFactory, ResidencyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NONSENSE = ["\x00", "a" * 10_000, "-1", "1e999", "NaN", "Ёж", "'; --", "0", "9" * 5_000]


def names(client, kind, /, **query):
    response = client.get(reverse(f"parks:{kind}"), query)
    assert response.status_code == 200
    return [row.name for row in response.context["object_list"]]


@pytest.fixture
def parks():
    first = RegionFactory(name="Архивымышленная область", slug="arkhi")
    second = RegionFactory(name="Ёмкая область", slug="yomkaya")
    ParkFactory(
        name="Алмаз",
        region=second,
        status="planned",
        site_type="brownfield",
        free_area_ha="12.50",
        electricity_free_mw=3,
        gas="yes",
        rail_access="on_site",
    )
    ParkFactory(name="Ёлка", region=first, free_area_ha=100, gas="possible", rail_access="possible")
    ParkFactory(name="Яхонт", region=first, municipality="Примерский район", electricity_free_mw=10)


@pytest.mark.usefixtures("parks")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Алмаз", "Ёлка", "Яхонт"]),
        ({"region": "yomkaya"}, ["Алмаз"]),
        ({"status": "planned"}, ["Алмаз"]),
        ({"site": "brownfield"}, ["Алмаз"]),
        ({"free_area_min": "12,5"}, ["Алмаз", "Ёлка"]),
        ({"free_area_min": "12.51"}, ["Ёлка"]),
        ({"free_area_min": " 1 000 "}, []),
        ({"power_min": "5"}, ["Яхонт"]),
        ({"gas": "1"}, ["Алмаз"]),
        ({"rail": "1"}, ["Алмаз"]),
        ({"q": "ЕЛКА"}, ["Ёлка"]),
        ({"q": "примерский"}, ["Яхонт"]),
        ({"region": "arkhi", "power_min": "5"}, ["Яхонт"]),
        ({"sort": "region"}, ["Ёлка", "Яхонт", "Алмаз"]),
        ({"sort": "-free_area"}, ["Ёлка", "Алмаз", "Яхонт"]),
        ({"sort": "-power"}, ["Яхонт", "Алмаз", "Ёлка"]),
    ],
)
def test_parks_are_filtered_and_sorted(visitor, query, found):
    assert names(visitor, "parks", **query) == found


@pytest.mark.usefixtures("parks")
@pytest.mark.parametrize(
    "name", ["region", "status", "site", "free_area_min", "power_min", "gas", "rail", "sort", "page", "unknown"]
)
def test_wrong_value_filters_no_parks(visitor, name):
    for value in NONSENSE:
        assert names(visitor, "parks", **{name: value}) == ["Алмаз", "Ёлка", "Яхонт"], value


@pytest.mark.parametrize("kind", ["parks", "organizations"])
def test_odd_words_are_no_error(visitor, kind):
    for value in NONSENSE:
        names(visitor, kind, q=value)


def test_filter_offers_only_regions_where_the_visitor_would_find_something(visitor, editor):
    shown = ParkFactory().region
    ParkFactory(published_at=None)
    ParkFactory(region__is_hidden=True)
    RegionFactory()

    def offered(client):
        choices = client.get(reverse("parks:parks")).context["filters"].fields["region"].choices
        return [slug for slug, _name in choices if slug]

    assert offered(visitor) == [shown.slug]
    assert len(offered(editor)) == 3


def test_organizations_are_filtered(visitor):
    region = RegionFactory(slug="arkhi")
    OrganizationFactory(name="Банк", kind="bank", region=region)
    resident = ResidencyFactory(organization__name="Резидент").organization
    ResidencyFactory(organization__name="Бывший резидент", status="left")
    ResidencyFactory(organization__name="Тайный резидент", park__published_at=None)
    assert names(visitor, "organizations", kind="bank") == ["Банк"]
    assert names(visitor, "organizations", region="arkhi") == ["Банк"]
    assert names(visitor, "organizations", resident="1") == [resident.name]
    assert names(visitor, "organizations", q="бывш") == ["Бывший резидент"]


@pytest.mark.parametrize("name", ["kind", "region", "resident", "page"])
def test_wrong_value_filters_no_organizations(visitor, name):
    OrganizationFactory(name="Одна")
    for value in NONSENSE:
        assert names(visitor, "organizations", **{name: value}) == ["Одна"], value


def test_empty_result_explains_itself_and_offers_a_reset(visitor):
    ParkFactory()
    page = visitor.get(reverse("parks:parks"), {"q": "нет такого"}).content.decode()
    assert "не подошёл ни один парк" in page
    assert 'value="нет такого"' in page


def test_second_page_keeps_the_filters(visitor):
    region = RegionFactory(slug="arkhi")
    for _number in range(31):
        ParkFactory(region=region)
    assert "?region=arkhi&amp;page=2" in visitor.get(reverse("parks:parks"), {"region": "arkhi"}).content.decode()
    assert len(names(visitor, "parks", region="arkhi", page=2)) == 1
