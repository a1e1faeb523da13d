"""Parks and organizations in the administration."""

from decimal import Decimal

import pytest

from events.models import Person
from parks.models import Organization, Park, Region
from tests.admin_forms import add_row, address, complaints, filled
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventOrganizationFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    ResidencyFactory,
    StopFactory,
)

pytestmark = pytest.mark.django_db


def found(client, model, words):
    return list(client.get(address(model, "changelist"), {"q": words}).context["cl"].result_list)


@pytest.mark.parametrize("words", ["НАДЕЖДА ЗЕЛЕНАЯ", "зелёная", "Зелёная надежда", "надеж"])
def test_search_folds_case_and_yo_and_takes_several_words(editor, words):
    park = ParkFactory(name="Зелёная Надежда")
    ParkFactory()
    assert found(editor, Park, words) == [park]
    query = {"app_label": "events", "model_name": "stop", "field_name": "park", "term": words}
    results = editor.get("/admin/autocomplete/", query).json()["results"]
    assert [row["text"] for row in results] == [f"«Зелёная Надежда» — {park.region}"]


def test_organization_is_found_by_its_form_and_former_name(editor):
    organization = OrganizationFactory(name="Образец", legal_form="АО", inn="7707083893")
    organization.other_names.create(name="Берёзка")
    organization.other_names.create(name="Берёзовая")
    OrganizationFactory()
    for words in ("ао образец", "БЕРЕЗ", "7707083893"):
        assert found(editor, Organization, words) == [organization]


def test_search_finds_nothing_for_odd_input(editor):
    for words in ("\x00", "%", "_", "'\"", "я" * 5000):
        assert found(editor, Organization, words) == []


def test_unknown_region_filters_nothing(editor):
    park = ParkFactory()
    for value in ("999999", "слово", "9" * 40, "\x00"):
        page = editor.get(address(Park, "changelist"), {"region": value})
        assert list(page.context["cl"].result_list) == [park], value


def test_broken_constraint_is_reported_at_its_field(editor):
    park = ParkFactory()
    page = address(Park, "change", park.pk)
    data = filled(editor.get(page))
    wrong = {"total_area_ha": "10", "free_area_ha": "20,5", "latitude": "54.7", "jobs": "-1", "gas_total_m3h": "-5"}
    errors = complaints(editor.post(page, data | wrong))
    assert "free_area_ha: Свободная площадь больше общей." in errors
    assert "latitude: Укажите и широту, и долготу." in errors
    assert "gas_total_m3h: Число не может быть отрицательным." in errors
    assert [error.split(":")[0] for error in errors].count("jobs") == 1


def test_passport_without_numbers_keeps_them_unknown(editor):
    park = ParkFactory()
    page = address(Park, "change", park.pk)
    assert editor.post(page, filled(editor.get(page))).status_code == 302
    park.refresh_from_db()
    assert (park.total_area_ha, park.jobs, park.latitude) == (None, None, None)


def test_number_is_typed_with_a_comma_or_a_point(editor):
    park = ParkFactory()
    page = address(Park, "change", park.pk)
    data = filled(editor.get(page))
    for field, typed in (("total_area_ha", "10,5"), ("free_area_ha", "10.5")):
        data[field] = typed
    assert editor.post(page, data).status_code == 302
    park.refresh_from_db()
    assert (park.total_area_ha, park.free_area_ha) == (Decimal("10.5"), Decimal("10.5"))
    assert filled(editor.get(page))["total_area_ha"] == "10,50"


def test_company_is_a_resident_of_a_park_once(editor):
    residency = ResidencyFactory()
    page = address(Park, "change", residency.park_id)
    data = filled(editor.get(page))
    add_row(data, "residencies", organization=residency.organization_id, status="agreed")
    refused = editor.post(page, data)
    assert refused.status_code == 200
    assert complaints(refused)


def test_park_of_the_same_name_and_region_is_refused_at_the_name(editor):
    park = ParkFactory()
    data = filled(editor.get(address(Park, "add"))) | {
        "name": park.name,
        "region": park.region_id,
        "kind": park.kind,
        "status": park.status,
    }
    assert complaints(editor.post(address(Park, "add"), data)) == [
        "name: В этом регионе уже есть парк с таким названием."
    ]


def test_row_in_use_is_not_deleted_and_says_where(administrator):
    event = EventFactory(title="Вымышленный тур")
    park, organization = ParkFactory(name="Образец"), OrganizationFactory(name="Пример")
    person = PersonFactory(last_name="Примеров")
    StopFactory(event=event, park=park)
    AppearanceFactory(event=event, person=person, organization=organization)
    EventOrganizationFactory(event=event, organization=organization)
    ResidencyFactory(park=ParkFactory(name="Другой"), organization=organization)
    reasons = {
        park: ["Точка маршрута", "«Образец» — Вымышленный тур"],
        person: ["Докладчик или гость", "Пётр Примеров — докладчик, Вымышленный тур"],
        organization: [
            "Пётр Примеров — докладчик, Вымышленный тур",
            "Организация: ООО «Пример» — организатор, Вымышленный тур",
            "ООО «Пример» — «Другой», действует",
        ],
    }
    for row, texts in reasons.items():
        page = administrator.get(address(type(row), "delete", row.pk)).content.decode()
        assert "удалить нельзя, это упоминают записи ниже" in page
        for text in texts:
            assert text in page
        administrator.post(address(type(row), "delete", row.pk), {"post": "yes"})
        marked = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        administrator.post(address(type(row), "changelist"), marked)
    assert (Park.objects.count(), Organization.objects.count(), Person.objects.count()) == (2, 1, 1)


@pytest.mark.parametrize("make", [ParkFactory, OrganizationFactory])
def test_draft_has_a_link_to_its_page_on_the_site(editor, make):
    draft = make(published_at=None)
    page = editor.get(address(type(draft), "change", draft.pk))
    assert page.context["absolute_url"] == draft.get_absolute_url()
    listed = editor.get(address(type(draft), "changelist"), {"publication": "draft"})
    assert list(listed.context["cl"].result_list) == [draft]
    assert "черновик" in listed.content.decode()


def test_region_is_searched_by_other_names(editor):
    region = RegionFactory(aliases="Подмосковье\nМО")
    assert found(editor, Region, "подмосков") == [region]


def test_park_takes_numbers_as_the_site_prints_them(editor):
    park = ParkFactory()
    page = address(Park, "change", park.pk)
    written = {"total_area_ha": "1\u202f234,5", "investment_rub": "21\u00a0200\u00a0000\u00a0000"}
    for typed in (written | {"jobs": "1\u2009234"}, {"jobs": "1 234"}, {}):  # the last as the form shows them
        assert editor.post(page, filled(editor.get(page)) | typed).status_code == 302
        park.refresh_from_db()
        stored = (park.total_area_ha, park.investment_rub, park.jobs)
        assert stored == (Decimal("1234.5"), Decimal(21_200_000_000), 1234)
        Park.objects.filter(pk=park.pk).update(jobs=1 if "total_area_ha" in typed else 1234)


@pytest.mark.parametrize("before", [None, 50])
def test_point_is_pasted_as_one_text(editor, before):
    park = ParkFactory(latitude=before, longitude=before)
    page = address(Park, "change", park.pk)
    data = filled(editor.get(page))
    for typed, point in (
        ({"latitude": "54.7826, 32.0453"}, (54.7826, 32.0453)),
        ({"latitude": "54°46′57″ с. ш., 32°02′43″ в. д."}, (54.7825, 32.045278)),
        ({"longitude": "54.7826 32.0453"}, (54.7826, 32.0453)),
        ({"latitude": "54°30′", "longitude": "32°30′ в. д."}, (54.5, 32.5)),
        ({"latitude": "54,7826", "longitude": "32,0453"}, (54.7826, 32.0453)),
    ):
        Park.objects.filter(pk=park.pk).update(latitude=before, longitude=before)
        assert editor.post(page, data | typed).status_code == 302
        park.refresh_from_db()
        assert (park.latitude, park.longitude) == point


def test_impossible_facts_of_a_park_are_refused(editor):
    page = address(Park, "change", ParkFactory().pk)
    data = filled(editor.get(page))
    for values, complaint in (
        ({"latitude": "32.0453", "longitude": "54.7826"}, "latitude: Похоже, широта и долгота перепутаны"),
        ({"latitude": "91", "longitude": "32"}, "latitude: Широта бывает от −90 до 90 градусов."),
        ({"latitude": "54", "longitude": "181"}, "longitude: Долгота бывает от −180 до 180 градусов."),
        ({"year_launched": "20215"}, "year_launched: Такого года быть не может: 20215."),
        ({"year_launched": "2099"}, "year_launched: Этот год ещё не наступил."),
        ({"year_planned": "202"}, "year_planned: Такого года быть не может: 202."),
        ({"data_as_of": "25.05.2099"}, "data_as_of: Эта дата ещё не наступила"),
        ({"gas": "no", "gas_total_m3h": "500"}, "gas: Написано «нет», но указана мощность."),
        ({"electricity": "no", "electricity_free_mw": "5"}, "electricity: Написано «нет», но указана мощность."),
    ):
        (error,) = complaints(editor.post(page, data | values))
        assert error.startswith(complaint)


def save_park(client, park, **values):
    page = address(Park, "change", park.pk)
    return client.post(page, filled(client.get(page)) | values, follow=True)


def test_point_far_outside_the_region_is_questioned(editor):
    park = ParkFactory(region=RegionFactory(name="Смоленская область", iso_code="RU-SMO"))
    far = save_park(editor, park, latitude="56.8", longitude="60.6")
    assert any(str(message).startswith("Точка парка далеко за пределами") for message in far.context["messages"])
    near = save_park(editor, park, latitude="54.8", longitude="32.0")
    assert not any("далеко" in str(message) for message in near.context["messages"])
    unknown = ParkFactory(region=RegionFactory(latitude=55, longitude=37))
    assert "далеко за пределами" in save_park(editor, unknown, latitude="55", longitude="135").content.decode()
    assert "далеко за пределами" not in save_park(editor, unknown, latitude="56", longitude="38").content.decode()
