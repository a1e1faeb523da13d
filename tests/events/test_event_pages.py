import re

import pytest
from django.urls import reverse

from core.dates import PartialDate
from events.event_page import day_heading
from events.models import Appearance, EventOrganization, EventRegion
from tests import files
from tests.events.pages import page, titles, visit, years
from tests.factories import (
    AppearanceFactory,
    CommitteeFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    MaterialFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    SeriesFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db
EVENTS = reverse("events:events")


def event_page(client, event):
    return page(client, event.get_absolute_url())


def test_event_takes_the_same_queries(visitor, outsider, member, participant, editor, django_assert_num_queries):
    for event in (visit(1), visit(3), EventFactory()):
        participant.attends(event)
        for client, queries in ((visitor, 10), (outsider, 12), (member, 12), (participant, 12), (editor, 12)):
            with django_assert_num_queries(queries):
                event_page(client, event)


def test_event_page_shows_every_part_of_the_visit(visitor):
    event = EventFactory(
        start="2024-05-25", end="2024-05-26", place="Вымышленск", lead="Кто и зачем.", body="Раз.\n\nДва <b>."
    )
    host = EventRegionFactory(event=event).region
    guests = EventRegionFactory(event=event, role=EventRegion.Role.PARTICIPANTS).region
    organizer = EventOrganizationFactory(event=event).organization
    supporter = EventOrganizationFactory(event=event, role=EventOrganization.Role.SUPPORT).organization
    committee = CommitteeFactory()
    committee.events.add(event)
    guest = AppearanceFactory(event=event, role=Appearance.Role.GUEST_OF_HONOUR)
    html = event_page(visitor, event)
    assert '<time datetime="2024-05-25">25–26\u00a0мая\u00a02024\u00a0г.</time>' in html
    assert f">{host.name}</a>" in html
    assert "<p>Раз.</p>" in html
    assert "<p>Два &lt;b&gt;.</p>" in html
    for words in (guests.name, str(organizer), str(supporter), "Организатор<", "При поддержке", committee.name):
        assert str(words) in html.replace("\u00a0", " ")
    assert html.index("Почётные гости") < html.index(guest.person.full_name)
    assert html.count("<h1") == 1


def test_event_links_the_other_editions_of_its_series_that_the_reader_may_see(visitor, editor):
    series = SeriesFactory(name="Вымышленный съезд")
    third, fourth = (EventFactory(series=series, edition=number, title=f"{number}-й съезд") for number in (3, 4))
    draft = EventFactory(series=series, edition=5, published_at=None)
    html = event_page(visitor, fourth)
    assert "<dt>Вымышленный съезд</dt>" in html.replace("\u00a0", " ")
    assert third.get_absolute_url() in html
    assert draft.get_absolute_url() not in html
    assert draft.get_absolute_url() in event_page(editor, fourth)


def test_route_is_grouped_by_day_and_compares_then_with_now(visitor):
    event = EventFactory(start="2024-05-25", end="2024-05-26")
    park = ParkFactory(name="Пример", status="operating", total_area_ha=1500)
    StopFactory(event=event, park=park, day=2, starts_at="10:30", note="Каска", park_status_then="under_construction",
                total_area_then_ha="1234.50")  # fmt: skip
    StopFactory(event=event, day=1, park=None, title="Вымышленный завод", host=PersonFactory(last_name="Встречаев"))
    html = event_page(visitor, event)
    order = ["День 1, 25\u00a0мая", "Вымышленный завод", "Встречаев", "День 2, 26\u00a0мая", "10:30", "«Пример»"]
    order += ["создаваемый, 1\u00a0234,5\u00a0га", "действующий, 1\u00a0500\u00a0га", "Каска"]
    assert sorted(order, key=html.index) == order


def test_programme_shows_talks_in_their_sessions_and_the_others_after_it(visitor):
    event = EventFactory()
    session = SessionFactory(event=event, title="Семинар", starts_at="10:00", ends_at="12:00")
    AppearanceFactory(event=event, session=session, role="moderator", person=PersonFactory(last_name="Модераторов"))
    late = TalkFactory(event=event, session=session, title="Второй", order=2)
    TalkFactory(event=event, session=session, title="Первый", order=1)
    TalkFactory(event=event, title="Вне программы")
    AppearanceFactory(event=event, talk=late, person=PersonFactory(last_name="Докладчиков"), position="Технолог")
    html = event_page(visitor, event).partition("<main")[2]
    order = ["10:00–12:00", "Семинар", "Модератор: ", "Модераторов", "Первый", "Второй", "Докладчиков", "Вне программы"]
    assert sorted(order, key=html.index) == order
    assert "Технолог" in html
    assert "День" not in html


def test_person_who_spoke_twice_is_one_speaker(visitor):
    event = EventFactory()
    person = PersonFactory()
    for _ in range(2):
        AppearanceFactory(event=event, person=person, talk=TalkFactory(event=event))
    assert event_page(visitor, event).count("speakers__name") == 1


def test_materials_are_grouped_and_in_manual_order(visitor):
    event = EventFactory()
    MaterialFactory(event=event, title="Отчёт", kind="report")
    MaterialFactory(event=event, title="Десятая", order=2)
    files.material(event=event, title="Вторая", order=1)
    MaterialFactory(event=event, title="Расписание", kind="programme", order=9)
    MaterialFactory(event=event, title="Запись", kind="video", url="https://example.org/video")
    html = event_page(visitor, event)
    assert titles(html) == ["Расписание", "Вторая", "Десятая", "Отчёт", "Запись"]
    assert html.count(">ожидается<") == 3
    assert re.search(r'href="https://example.org/video" rel="noopener', html)
    assert "5\u00a0материалов" in html


@pytest.mark.parametrize("name", ["visitor", "editor"])
def test_event_without_a_year_shows_none_anywhere(name, request):
    client = request.getfixturevalue(name)
    event = EventFactory(start="--05-25", end="--05-26", title="Тур без года")
    talk = TalkFactory(event=event, title="О сетях")
    person = AppearanceFactory(event=event, talk=talk, person__last_name="Примеров").person
    SessionFactory(event=event, day=2, title="Семинар")
    material = MaterialFactory(event=event, talk=talk, title="Слайды")
    for url in (EVENTS, event.get_absolute_url(), person.get_absolute_url(), reverse("events:people"),
                reverse("events:materials"), material.get_absolute_url()):  # fmt: skip
        html = page(client, url)
        assert years(html) == [], url
        assert "<time" not in html
    assert "25–26\u00a0мая" in event_page(client, event)
    assert "День 2, 26\u00a0мая" in event_page(client, event)


@pytest.mark.parametrize(
    ("start", "day", "heading"),
    [
        (PartialDate(2024, 5, 25), 2, "День 2, 26\u00a0мая"),
        (PartialDate(2024, 2, 28), 2, "День 2, 29\u00a0февраля"),
        (PartialDate(None, 2, 28), 1, "День 1, 28\u00a0февраля"),
        (PartialDate(None, 2, 28), 2, "День 2"),
        (PartialDate(None, 2, 29), 2, "День 2, 1\u00a0марта"),
        (PartialDate(2024, 5), 2, "День 2"),
        (None, 2, "День 2"),
    ],
)
def test_day_has_a_date_only_where_it_is_certain(start, day, heading):
    assert day_heading(start, day) == heading


def test_draft_shows_staff_a_link_to_its_form(editor, visitor):
    event = EventFactory(published_at=None)
    html = event_page(editor, event)
    assert "Черновик: видят только сотрудники" in html
    assert reverse("admin:events_event_change", args=[event.pk]) in html
    assert visitor.get(event.get_absolute_url()).status_code == 404


def test_visit_does_not_name_draft_parks_and_organizations(visitor, editor):
    hidden = {"published_at": None}
    park = ParkFactory(name="Тайный-парк", about="Тайна", total_area_ha=31777, **hidden)
    plant = OrganizationFactory(name="Тайный-завод", **hidden)
    organizer = OrganizationFactory(name="Тайный-организатор", **hidden)
    region = RegionFactory(name="Тайная область", is_hidden=True)
    event = EventFactory()
    StopFactory(event=event, park=park, organization=plant, note="Каска", park_status_then="planned")
    EventOrganizationFactory(event=event, organization=organizer)
    EventRegionFactory(event=event, region=region)
    AppearanceFactory(event=event, organization=plant, organization_name="Завод, как сказали")
    for html in (event_page(visitor, event), page(visitor, EVENTS)):
        assert "айн" not in html
        assert "tayn" not in html
        assert not re.search(r"31\s?777", html)
    html = event_page(visitor, event)
    assert "Парк" in html
    assert "Предприятие" in html
    assert "Каска" in html
    assert "планируемый" in html
    assert "Завод, как сказали" in html
    html = event_page(editor, event)
    assert "Тайный-парк" in html
    assert re.search(r"31\s?777", html)


def test_post_to_a_page_is_refused(visitor):
    event = EventFactory()
    assert visitor.post(event.get_absolute_url()).status_code == 405
    assert visitor.head(event.get_absolute_url()).status_code == 200
