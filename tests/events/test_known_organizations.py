"""The organizations that a name of a text means: one, with the reason, or a question."""

import pytest

from events.known.candidate import sure
from events.known.organizations import organization_of, organizations, short_for
from parks.models import OrganizationName
from tests.factories import OrganizationFactory

SAME, SHORT, OTHER = "то же название", "такое у неё краткое название", "так её тоже пишут или называли раньше"


@pytest.fixture
def company(db):
    company = OrganizationFactory(name="Вымпелстрой", legal_form="ООО", short_name="ВС-Строй")
    OrganizationName.objects.create(organization=company, name="Вымпел-Сервис", kind="former")
    return company


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('ООО "Вымпелстрой"', SAME),
        ("ООО «ВЫМПЕЛСТРОЙ»", SAME),
        ("Вымпелстрой", SAME),
        ("Общество с ограниченной ответственностью «Вымпелстрой»", SAME),
        ("ВС-Строй", SHORT),
        ("ООО „Вымпел-Сервис“", OTHER),
        ("Вымпел Сервис", OTHER),
    ],
)
def test_company_written_otherwise_is_known_with_the_reason(company, written, reason):
    found = sure(organizations([written])[written])
    assert (found.row, str(found.reason)) == (company, reason)


@pytest.mark.parametrize("written", ["АО «Вымпелстрой»", "ИП Вымпелстрой", "ООО «Вымпел-Строй»", "Vympelstroy"])
def test_company_that_may_be_another_one_is_asked_about(company, written):
    found = organizations([written])[written]
    assert [one.row for one in found] == [company]
    assert sure(found) is None


def test_namesakes_are_asked_about(company):
    other = OrganizationFactory(name="Вымпелстрой", legal_form="АО")
    found = organizations(["Вымпелстрой", "АО «Вымпелстрой»"])
    assert {one.row for one in found["Вымпелстрой"]} == {company, other}
    assert sure(found["Вымпелстрой"]) is None
    assert sure(found["АО «Вымпелстрой»"]).row == other


def test_new_company_written_in_two_ways_is_made_once():
    assert short_for(["Вымысел", "ООО «Вымысел»", "Образец"]) == {"Вымысел": "ООО «Вымысел»"}
    assert short_for(["Вымысел", "ООО «Вымысел»", "Группа «Вымысел»"]) == {}
    made = organization_of("Акционерное общество «Вымысел»")
    assert (made.legal_form, made.name) == ("АО", "Вымысел")
