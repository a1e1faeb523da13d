"""The first visit holds every fact of the association's page, and no other."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from association.demo import smolensk
from association.models import Committee
from events.models import Appearance, Event, Material, Session
from parks.models import Organization, Park, Region, Residency
from tests.events.pages import years

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGE = (Path(__file__).parent / "data" / "smolensk-tour.txt").read_text(encoding="utf-8")
DEPUTY_GOVERNOR = (
    "Заместитель Губернатора Смоленской области – начальник Департамента инвестиционного развития Смоленской области"
)
FACTS = {
    "title": "АИП провела ознакомительный тур в Смоленскую область",
    "event_type": "study_tour",
    "start_date": "--05-25",
    "end_date": "--05-26",
    "place": "Смоленск",
    "regions": ["Смоленская область"],
    "organisers": [
        "Ассоциация индустриальных парков",
        "Администрация Смоленской области",
        "Корпорация развития Смоленской области",
    ],
    "parks": ["Сафоново", "Феникс"],
    "visited_companies": ["ООО «Алвидпроф»", "ООО «Смоленский завод пластиковых изделий»"],
    "companies": {
        "ООО «Алвидпроф»",
        "ООО «Смоленский завод пластиковых изделий»",
        "Группа «Алвид»",
        "ЗАО «Алвид»",
        "BOES",
        "ООО «Металимпресс»",
        "ООО «АРКО»",
    },
    "other_organisations": {
        "Минэкономразвития России",
        "Ассоциация «Смоленский композитный кластер»",
        "Ассоциация индустриальных парков",
        "Администрация Смоленской области",
        "Корпорация развития Смоленской области",
    },
    "committees": ["Комитет по промышленному строительству АИП"],
    "talks": [
        ("Ростислав Ровбель", DEPUTY_GOVERNOR, "", None),
        ("Артем Журавлев", "Финансовый директор", "ЗАО «Алвид»", "ЗАО «Алвид»"),
        (
            "Денис Аленин",
            "Начальник отдела кластерного развития",
            "Ассоциация «Смоленский композитный кластер»",
            "Ассоциация «Смоленский композитный кластер»",
        ),
        ("Наталия Лукашенкова", "Менеджер по развитию бизнеса", "BOES", "BOES"),
        ("Инга Морозова", "Ведущий специалист по маркетингу", "ООО «Металимпресс»", "ООО «Металимпресс»"),
        ("Александр Комаров", "Генеральный директор", "ООО «АРКО»", "ООО «АРКО»"),
    ],
    "without_talk": [
        ("Ростислав Ровбель", "participant", "Заместитель Губернатора Смоленской области", ""),
        (
            "Олеся Тетерина",
            "guest_of_honour",
            "Заместитель директора Департамента развития малого и среднего предпринимательства и конкуренции",
            "Минэкономразвития России",
        ),
    ],
    "materials": [
        ("programme", "Программа мероприятия", "", "public"),
        ("presentation", "", "Ростислав Ровбель", "members"),
        ("presentation", "", "Артем Журавлев", "members"),
        ("presentation", "", "Денис Аленин", "members"),
        ("presentation", "", "Наталия Лукашенкова", "members"),
        ("presentation", "", "Инга Морозова", "members"),
        ("presentation", "", "Александр Комаров", "members"),
    ],
    "participant_regions": [
        "Московская область",
        "Белгородская область",
        "Орловская область",
        "Новосибирская область",
        "Нижегородская область",
    ],
    "park_status": {"Сафоново": "создаваемый", "Феникс": "создаваемый"},
    "park_support": {"Администрация Смоленской области, Минэкономразвития России"},
    "residencies": [("Группа «Алвид»", "Феникс", "потенциальный")],
    "programme": [
        ("Посещение площадок создаваемых индустриальных парков Смоленской области", None, None),
        ("Семинар-совещание по вопросам развития индустриальных парков", None, None),
        ("Посещение действующих производств промышленных предприятий Смоленска", 2, None),
    ],
    "source_url": "https://indparks.ru/press/news/aip-provela-oznakomitelnyy-tur-v-smolenskuyu-oblast/",
}


@pytest.fixture(scope="module")
def kept_visit(keep):
    def build():
        call_command("load_regions", verbosity=0)
        return smolensk.load().pk

    return keep(build)


@pytest.fixture
def visit(kept_visit, settings):
    return Event.objects.get(pk=kept_visit(settings))


def facts_of(event):
    """The event's facts in the database, in the shape of FACTS."""
    event = Event.objects.get(pk=event.pk)
    organizations, regions = event.organization_roles, event.region_roles
    kind = Organization.Kind
    appearances = event.appearances.select_related("person", "organization")
    return {
        "title": event.title,
        "event_type": event.type,
        "start_date": str(event.start),
        "end_date": str(event.end),
        "place": event.place,
        "regions": [str(row.region) for row in regions.filter(role="host")],
        "organisers": [str(row.organization) for row in organizations.filter(role="organizer")],
        "parks": [stop.park.name for stop in event.stops.exclude(park=None)],
        "visited_companies": [str(stop.organization) for stop in event.stops.exclude(organization=None)],
        "companies": {str(row) for row in Organization.objects.filter(kind=kind.COMPANY)},
        "other_organisations": {str(row) for row in Organization.objects.exclude(kind=kind.COMPANY)},
        "committees": [str(committee) for committee in event.committees.all()],
        "talks": [
            (row.person.full_name, row.position, row.organization_name, row.organization and str(row.organization))
            for talk in event.talks.all()
            for row in appearances.filter(talk=talk)
        ],
        "without_talk": [
            (row.person.full_name, row.role, row.position, row.organization_name)
            for row in appearances.filter(talk=None)
        ],
        "materials": [
            (row.kind, row.title, row.talk.appearances.get().person.full_name if row.talk else "", row.access)
            for row in event.materials.all()
        ],
        "participant_regions": [str(row.region) for row in regions.filter(role="participants")],
        "park_status": {park.name: park.get_status_display() for park in Park.objects.all()},
        "park_support": {park.state_support for park in Park.objects.all()},
        "residencies": [
            (str(row.organization), row.park.name, row.get_status_display()) for row in Residency.objects.all()
        ],
        "programme": [(row.title, row.day, row.starts_at) for row in event.sessions.all()],
        "source_url": event.source_url,
    }


def test_visit_holds_every_fact_of_the_page_and_no_other(visit):
    assert facts_of(visit) == FACTS


def test_visit_text_is_the_page_word_for_word(visit):
    def words(text):
        return re.sub(r'["«»]', "", text.replace("–", "-")).split()

    text, _, _ = PAGE.partition("\n\nПрограмма мероприятия")
    title, _, text = text.partition("\n\n")
    assert visit.title == title
    assert words(f"{visit.lead}\n\n{visit.body}") == words(text.removeprefix(title))
    assert visit.body.count("\n\n") == 3


def test_visit_talks_have_no_invented_titles(visit):
    assert set(visit.talks.values_list("title", "abstract")) == {("", "")}
    assert set(visit.talks.values_list("session__kind", flat=True)) == {Session.Kind.SEMINAR}


def test_visit_route_goes_from_the_parks_to_the_plants(visit):
    route = [(stop.what, stop.day, stop.park_status_then) for stop in visit.stops.all()]
    assert route == [
        ("«Сафоново»", None, "under_construction"),
        ("«Феникс»", None, "under_construction"),
        ("ООО «Алвидпроф»", 2, ""),
        ("ООО «Смоленский завод пластиковых изделий»", 2, ""),
    ]


def test_parks_of_the_visit_have_no_figures(visit):
    for park in Park.objects.all():
        known = {field.name for field in park._meta.fields if getattr(park, field.name) not in (None, "", False)}
        assert known == {
            *("id", "name", "slug", "region", "kind", "status", "state_support", "source_url", "published_at")
        }


def test_group_alvid_and_company_alvid_are_two_organizations(visit):
    assert Organization.objects.filter(name="Алвид").count() == 2
    assert not Appearance.objects.filter(organization__legal_form="Группа").exists()


def test_committee_took_part_in_the_visit(visit):
    assert list(Committee.objects.get().events.all()) == [visit]


def test_visit_has_no_photographs(visit):
    assert not visit.cover
    assert not visit.photos.exists()


def test_every_material_of_the_visit_has_a_file(visit):
    for material in visit.materials.all():
        version = material.current_version
        assert version.number == 1
        assert version.file.size == version.size > 1000
        assert re.search("[а-я]", version.original_name)


def test_changes_of_editors_survive_a_second_run(visit):
    visit.title = "Как мы ездили в Смоленск"
    visit.slug = "smolensk"
    visit.save()
    visit.talks.first().delete()
    assert smolensk.find() == visit
    assert facts_of(visit)["title"] == "Как мы ездили в Смоленск"


def test_pages_of_the_visit_show_no_year(visit, visitor, member):
    addresses = [
        "/",
        "/events/",
        visit.get_absolute_url(),
        Region.objects.get(iso_code="RU-SMO").get_absolute_url(),
        *(row.person.get_absolute_url() for row in visit.appearances.all()),
        *(material.get_absolute_url() for material in visit.materials.all()),
        *(park.get_absolute_url() for park in Park.objects.all()),
        *(
            row.get_absolute_url()
            for row in Organization.objects.filter(slug__in=["zao-alvid", "gruppa-alvid", "boes"])
        ),
    ]
    for client in (visitor, member):
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200, address
            assert years(page.content.decode()) == [], address


def test_visit_page_names_everyone(visit, visitor):
    page = visitor.get(visit.get_absolute_url()).content.decode()
    assert "25–26\u00a0мая" in page.replace("&nbsp;", "\u00a0")
    for name in (
        "Ровбель",
        "Тетерина",
        "Журавлев",
        "Аленин",
        "Лукашенкова",
        "Морозова",
        "Комаров",
        "Сафоново",
        "Феникс",
    ):
        assert name in page
    assert visit.materials.count() == Material.objects.count() == 7
