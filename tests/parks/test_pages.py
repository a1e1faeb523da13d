"""The pages of parks, regions and organizations: content, access and queries."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from parks.models import Organization, OrganizationName, ParkCertificate, Residency
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    MaterialFactory,
    MembershipFactory,
    OrganizationFactory,
    ParkFactory,
    RegionFactory,
    ResidencyFactory,
    StopFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db
HIDDEN = "Тайное"


def text_of(client, address, status=200):
    """The page as read: tags stay, non-breaking spaces are spaces."""
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode().replace("\u00a0", " ")


# --- Content -----------------------------------------------------------------------------------------------------


def test_park_shows_known_figures_with_units_and_no_unknown_ones(visitor):
    park = ParkFactory(total_area_ha="1234.50", free_area_ha=0, electricity="yes", electricity_free_mw=12)
    page = text_of(visitor, park.get_absolute_url())
    assert "1 234,5 га" in page
    assert "0 га" in page
    assert "12 МВт" in page
    assert re.search(r"Помещения\s*</p>.*?нет данных", page, re.DOTALL)
    assert "None" not in page


@pytest.mark.parametrize("factory", [ParkFactory, OrganizationFactory])
def test_telephone_mail_and_site_are_links(visitor, factory):
    row = factory(
        phone="+7 (000) 000-00-00, доб. 1; 8 000 000-00-01",
        email="info@example.org",
        website="https://www.example.org/",
    )
    page = text_of(visitor, row.get_absolute_url())
    assert '<a href="tel:+70000000000;ext=1">+7 (000) 000-00-00, доб. 1</a>' in page
    assert '<a href="tel:+70000000001">8 000 000-00-01</a>' in page
    assert '<a href="mailto:info@example.org">info@example.org</a>' in page
    assert '<a href="https://www.example.org/" rel="noopener">example.org</a>' in page
    assert "Контакты</h2>" not in text_of(visitor, factory().get_absolute_url())


def test_telephone_that_is_none_is_refused_and_a_stored_one_is_shown_as_it_is(visitor):
    park = ParkFactory(phone="спросить у <b>вахтёра</b>")
    with pytest.raises(ValidationError, match="не похоже на телефон"):
        park.full_clean()
    assert "<li>спросить у &lt;b&gt;вахтёра&lt;/b&gt;</li>" in text_of(visitor, park.get_absolute_url())


def test_park_without_figures_says_so(visitor):
    assert "пока не указаны" in text_of(visitor, ParkFactory().get_absolute_url())


def test_park_shows_its_visits_and_its_status_at_the_time(visitor):
    event = EventFactory(title="Вымышленный тур в Образец", start="--05-25", end="--05-26")
    stop = StopFactory(
        event=event, park_status_then="under_construction", total_area_then_ha=100, state_then="одни колышки"
    )
    page = text_of(visitor, stop.park.get_absolute_url())
    assert "Визиты в парк" in page
    assert re.search(r"25–26</span>\s+мая", page)
    assert event.get_absolute_url() in page
    assert "создаваемый, 100 га" in page
    assert "одни колышки" in page


def test_park_shows_residents_certificates_and_source(visitor):
    park = ParkFactory(data_as_of=dt.date(2024, 3, 1), source_url="https://www.example.org/park")
    ResidencyFactory(park=park, product="гвозди", status=Residency.Status.BUILDING)
    ParkCertificate.objects.create(park=park, standard="gost", number="7", valid_until=dt.date(2020, 1, 1))
    page = text_of(visitor, park.get_absolute_url())
    assert "гвозди" in page
    assert "строит" in page
    assert "действовал по 1 января 2020 г." in page
    assert ">example.org</a>" in page
    assert "на 1 марта 2024 г." in page


def test_region_is_named_in_the_right_case(visitor):
    region = RegionFactory(
        name="Владимирская область", genitive="Владимирской области", prepositional="Владимирской области"
    )
    page = text_of(visitor, region.get_absolute_url())
    assert "<h1>Индустриальные парки Владимирской области</h1>" in page
    assert "во Владимирской области" in page


def test_region_shows_parks_visits_people_materials_and_organizations(visitor):
    region = RegionFactory(investment_portal="https://invest.example.org")
    event = EventRegionFactory(region=region).event
    rows = [
        ParkFactory(region=region).name,
        event.title,
        AppearanceFactory(event=event).person.last_name,
        MaterialFactory(event=event).title,
        OrganizationFactory(region=region).name,
    ]
    page = text_of(visitor, region.get_absolute_url())
    assert [row for row in rows if row not in page] == []
    assert "invest.example.org" in page


def test_region_list_shows_parks_and_visits(visitor):
    region = EventRegionFactory().region
    ParkFactory(region=region)
    page = text_of(visitor, reverse("parks:regions"))
    assert region.name in page
    assert "1 парк · 1 мероприятие" in page


def test_organization_shows_its_names_roles_people_and_membership(visitor):
    organization = OrganizationFactory(name="Пример", legal_form="АО", inn="7707083893")
    OrganizationName.objects.create(
        organization=organization, name="Бывший Пример", kind="former", since="2010", until="2015"
    )
    EventOrganizationFactory(organization=organization, role="support")
    appearance = AppearanceFactory(organization=organization, position="Главный вымышленный инженер")
    MembershipFactory(organization=organization)
    page = text_of(visitor, organization.get_absolute_url())
    assert "<h1>АО «Пример»</h1>" in page
    assert "Бывший Пример" in page
    assert "2010–2015 гг." in page
    assert "при поддержке" in page
    assert appearance.person.last_name in page
    assert "Главный вымышленный инженер" in page
    assert "член ассоциации" in page
    assert "ИНН 7707083893" in page


def test_organization_shows_its_parent_children_and_parks(visitor):
    parent = OrganizationFactory(name="Верхняя")
    child = OrganizationFactory(name="Нижняя", parent=parent)
    managed = ParkFactory(management_company=child)
    resident = ResidencyFactory(organization=child).park
    assert "Нижняя" in text_of(visitor, parent.get_absolute_url())
    page = text_of(visitor, child.get_absolute_url())
    assert "Верхняя" in page
    assert managed.name in page
    assert resident.name in page


@pytest.mark.parametrize("name", ["parks:parks", "parks:regions", "parks:organizations"])
def test_empty_list_says_so(visitor, name):
    from parks.models import Region

    Region.objects.all().delete()
    assert 'class="empty"' in text_of(visitor, reverse(name))


# --- Access --------------------------------------------------------------------------------------------------------


@pytest.fixture
def everyone(visitor, outsider, member, participant):
    participant.attends(EventFactory())
    return [visitor, outsider, member, participant]


@pytest.fixture
def planted():
    """A visible region, park and organization, beside rows that only staff may see; the addresses of all pages."""
    region, organization = RegionFactory(), OrganizationFactory()
    organization.region = region
    organization.save()
    park = ParkFactory(region=region, management_company=organization)
    ResidencyFactory(park=park, organization=organization)

    secret_region = RegionFactory(name=f"{HIDDEN} область", is_hidden=True)
    secret = OrganizationFactory(name=f"{HIDDEN} общество", published_at=None, region=region, parent=organization)
    secret_park = ParkFactory(
        name=f"{HIDDEN} поле",
        published_at=None,
        region=region,
        latitude=55,
        longitude=37,
        management_company=organization,
    )
    ResidencyFactory(park=park, organization=secret)
    ResidencyFactory(park=secret_park, organization=organization)
    orphan = OrganizationFactory(region=secret_region, parent=secret)
    outlying = ParkFactory(region=secret_region, management_company=secret, latitude=55, longitude=37)

    for event in [
        EventFactory(title=f"{HIDDEN} собрание", published_at=None),
        EventFactory(title=f"{HIDDEN} совещание", access="staff"),
    ]:
        StopFactory(event=event, park=park, state_then=f"{HIDDEN} состояние")
        StopFactory(event=event, park=None, organization=organization)
        EventRegionFactory(event=event, region=region)
        EventOrganizationFactory(event=event, organization=organization)
        talk = TalkFactory(event=event, title=f"{HIDDEN} тема")
        AppearanceFactory(
            event=event, talk=talk, organization=organization, position=f"{HIDDEN} советник", person__last_name=HIDDEN
        )
        MaterialFactory(event=event, title=f"{HIDDEN} доклад")
    visit = EventRegionFactory(region=region).event
    MaterialFactory(event=visit, title=f"{HIDDEN} черновик", published_at=None)
    MaterialFactory(event=visit, title=f"{HIDDEN} бумага", access="staff")
    MaterialFactory(event=visit, title=f"{HIDDEN} письмо", access="participants", is_listed=False)
    pages = [row.get_absolute_url() for row in (region, park, organization, orphan, outlying)]
    lists = [reverse(f"parks:{name}") for name in ("parks", "map", "regions", "organizations")]
    return {"open": pages + lists, "closed": [row.get_absolute_url() for row in (secret_region, secret, secret_park)]}


def test_drafts_and_hidden_regions_are_shown_nowhere(planted, everyone):
    for client in everyone:
        for address in planted["open"]:
            assert HIDDEN not in text_of(client, address), address


def test_pages_of_drafts_and_hidden_regions_answer_404(planted, everyone):
    for client in everyone:
        for address in planted["closed"]:
            assert HIDDEN not in text_of(client, address, status=404), address


def test_editor_sees_them_all(planted, editor):
    for address in planted["closed"] + planted["open"]:
        assert HIDDEN in text_of(editor, address), address


def test_counts_leave_out_hidden_rows(planted, visitor):
    page = text_of(visitor, reverse("parks:parks"))
    assert "Найдено: 2 парка" in page
    assert "посещени" not in page
    park = ParkFactory()
    visit = StopFactory(park=park).event
    MaterialFactory(event=visit)
    MaterialFactory(event=visit, access="staff")
    page = text_of(visitor, reverse("parks:parks"))
    assert "1 посещение<br>1 материал" in page
    page = text_of(visitor, reverse("parks:regions"))
    assert "1 парк · 1 мероприятие" in page


# --- The map -------------------------------------------------------------------------------------------------------


def test_map_has_the_points_and_counts_of_visible_parks(visitor):
    region = RegionFactory(iso_code="RU-XX")
    park = ParkFactory(region=region, latitude=54.5, longitude=32.25, point_is_approximate=True)
    ParkFactory(region=region)
    response = visitor.get(reverse("parks:map"))
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response.json() == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [32.25, 54.5]},
                "properties": {
                    "name": park.name,
                    "status": "operating",
                    "url": park.get_absolute_url(),
                    "approximate": True,
                },
            }
        ],
        "regions": [{"code": "RU-XX", "name": region.name, "url": region.get_absolute_url(), "parks": 2}],
    }


# --- Queries ---------------------------------------------------------------------------------------------------------


def full_park():
    park = ParkFactory(management_company=OrganizationFactory(), latitude=55, longitude=37)
    visit(park)
    return park


def visit(park):
    """An event that fills every list of the park's page, its region's and its company's."""
    event = StopFactory(park=park).event
    StopFactory(event=event, park=None, organization=park.management_company)
    EventRegionFactory(event=event, region=park.region)
    EventOrganizationFactory(event=event, organization=park.management_company)
    talk = TalkFactory(event=event)
    AppearanceFactory(event=event, talk=talk, organization=park.management_company)
    MaterialFactory(event=event, talk=talk)
    ResidencyFactory(park=park, organization__region=park.region)
    ResidencyFactory(organization=park.management_company)
    OrganizationFactory(parent=park.management_company, region=park.region)
    OrganizationName.objects.create(organization=park.management_company, name=event.title)
    MembershipFactory(organization=park.management_company, start_date=event.pk and dt.date(2000, 1, event.pk % 28 + 1))


@pytest.mark.parametrize(("name", "queries"), [("parks", 6), ("regions", 3), ("organizations", 6), ("map", 3)])
def test_list_costs_the_same_with_1_and_3_rows(visitor, django_assert_num_queries, name, queries):
    full_park()
    with django_assert_num_queries(queries):
        visitor.get(reverse(f"parks:{name}"))
    full_park()
    full_park()
    with django_assert_num_queries(queries):
        visitor.get(reverse(f"parks:{name}"))


@pytest.mark.parametrize(("name", "queries"), [("park", 7), ("region", 10), ("organization", 10)])
def test_page_costs_the_same_with_1_and_3_of_everything(visitor, django_assert_num_queries, name, queries):
    park = full_park()
    address = {"park": park, "region": park.region, "organization": park.management_company}[name].get_absolute_url()
    with django_assert_num_queries(queries):
        visitor.get(address)
    visit(park)
    visit(park)
    with django_assert_num_queries(queries):
        visitor.get(address)


def test_organization_is_found_by_another_spelling_of_its_name(visitor):
    organization = OrganizationFactory(name="Новая")
    OrganizationName.objects.create(organization=organization, name="Ёлка", kind="former")
    assert Organization.objects.matching("ЕЛКА").get() == organization
    assert "Новая" in text_of(visitor, reverse("parks:organizations") + "?q=ЕЛКА")
