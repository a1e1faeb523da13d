import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from core.dates import PartialDate
from events.event_page import day_heading
from events.models import Appearance, Event, EventOrganization, EventRegion, Material
from tests import files
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
    SessionFactory,
    StopFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db
EVENTS = reverse("events:events")


def page(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def event_page(client, event):
    return page(client, event.get_absolute_url())


def titles(html):
    """The headings of the rows, in the order of the page."""
    return re.findall(r'row__title"><a[^>]*>([^<]+)<', html.replace("\u00a0", " "))


def years(html):
    """Everything that looks like a year, except primary keys in addresses."""
    return re.findall(r"\b(?:19|20)\d\d\b", re.sub(r"/\d+/", "/key/", html))


def visit(size, **fields):
    """An event with `size` rows of everything that its page shows."""
    event = EventFactory(**fields)
    for role in (EventRegion.Role.HOST, EventRegion.Role.PARTICIPANTS):
        for _ in range(size):
            EventRegionFactory(event=event, role=role)
    for number in range(size):
        EventOrganizationFactory(event=event)
        StopFactory(event=event, day=number + 1, organization=OrganizationFactory(), host=PersonFactory())
        session = SessionFactory(event=event, day=number + 1)
        AppearanceFactory(event=event, session=session, role=Appearance.Role.MODERATOR)
        for where in (session, None):
            talk = TalkFactory(event=event, session=where)
            AppearanceFactory(event=event, talk=talk, organization=OrganizationFactory())
            for access in ("public", "members"):
                files.material(event=event, talk=talk, title="", access=access)
        AppearanceFactory(event=event, role=Appearance.Role.GUEST_OF_HONOUR)
        MaterialFactory(event=event, kind=Material.Kind.PROGRAMME)
        event.photos.create(image=files.picture(), caption="Вымышленный снимок")
        CommitteeFactory().events.add(event)
    return event


# --- The list ------------------------------------------------------------------------------------------------------


def test_events_are_listed_newest_first_with_the_undated_last(visitor):
    for title, start in [("Без года", "--05-25"), ("Старое", "2019-03"), ("Новое", "2024-01-02"), ("Без даты", None)]:
        EventFactory(title=title, start=start)
    html = page(visitor, EVENTS)
    assert titles(html) == ["Новое", "Старое", "Без года", "Без даты"]
    assert re.findall(r'class="year"[^>]*>([^<]+)<', html) == ["2024", "2019", "Год не указан"]


def test_upcoming_events_are_listed_soonest_first(visitor):
    today = timezone.localdate()
    for title, days in [("Позже", 40), ("Скоро", 4), ("Было", -4)]:
        EventFactory(title=title, start=str(today + dt.timedelta(days=days)))
    assert titles(page(visitor, EVENTS, when="upcoming")) == ["Скоро", "Позже"]
    assert titles(page(visitor, EVENTS, when="past")) == ["Было"]


def test_each_filter_narrows_the_list(visitor):
    event = EventFactory(title="Искомое", type=Event.Type.FORUM, start="2015-03-04")
    EventFactory(title="Другое")
    host = EventRegionFactory(event=event).region
    park = StopFactory(event=event).park
    MaterialFactory(event=event)
    for query in (
        {"region": host.slug},
        {"type": "forum"},
        {"year": "2015"},
        {"park": park.slug},
        {"materials": "1"},
        {"q": "ИСКОМОЕ"},
        {"region": host.slug, "type": "forum", "year": "2015", "park": park.slug, "q": "иском", "materials": "1"},
    ):
        assert titles(page(visitor, EVENTS, **query)) == ["Искомое"], query


def test_region_where_only_participants_came_from_is_not_offered(visitor):
    guest = EventRegionFactory(role=EventRegion.Role.PARTICIPANTS).region
    html = page(visitor, EVENTS)
    assert guest.slug not in html
    assert "Искать" not in html


def test_list_offers_nothing_that_only_a_draft_has(visitor, editor):
    draft = EventFactory(published_at=None, type=Event.Type.WEBINAR, start="1999-01-01")
    EventFactory()
    region, park = EventRegionFactory(event=draft).region, StopFactory(event=draft).park
    for client, is_offered in ((visitor, False), (editor, True)):
        html = page(client, EVENTS)
        for option in ("webinar", "1999", region.slug, park.slug):
            assert (f'value="{option}"' in html) == is_offered, option


def test_long_choice_of_parks_waits_for_a_region(visitor, monkeypatch):
    monkeypatch.setattr("events.filters.PARKS_IN_A_SELECT", 1)
    one, other = StopFactory().park, StopFactory().park
    assert one.slug not in page(visitor, EVENTS)
    assert f'value="{one.slug}" selected' in page(visitor, EVENTS, park=one.slug)
    EventRegionFactory(event=one.stops.get().event, region=one.region)
    html = page(visitor, EVENTS, region=one.region.slug)
    assert one.slug in html
    assert other.slug not in html


WRONG = [
    {"region": "нет-такого"},
    {"region": "no-such"},
    {"park": "no-such\x00"},
    {"park": "Феникс"},
    {"type": "party"},
    {"kind": "party"},
    {"year": "abc"},
    {"year": "99999"},
    {"year": "0001"},
    {"year": "-1"},
    {"year": "2024-05"},
    {"when": "yesterday"},
    {"materials": "да"},
    {"open": "да"},
    {"letter": "Ъ"},
    {"letter": "\x00"},
    {"q": "\x00"},
    {"q": "я" * 10_000},
    {"page": "0"},
    {"page": "abc"},
    {"page": "-5"},
    {"page": "9" * 5000},
    {"page": "\x00"},
    {"unknown": "1"},
]


@pytest.mark.parametrize("name", ["events", "people", "materials"])
@pytest.mark.parametrize("query", WRONG, ids=lambda query: str(query)[:40])
def test_wrong_parameter_narrows_nothing(visitor, name, query):
    event = EventFactory(title="Виден всегда")
    AppearanceFactory(event=event, talk=TalkFactory(event=event), person=PersonFactory(last_name="Примеров"))
    MaterialFactory(event=event, title="Виден всегда")
    html = page(visitor, reverse(f"events:{name}"), **query)
    assert len(titles(html)) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/events/нет/",
        "/events/no-such/",
        "/events/no%00such/",
        "/people/нет/",
        "/people/no-such/",
        "/materials/0/",
        "/materials/99999999999999999999999/",
        "/materials/нет/",
    ],
)
def test_unknown_address_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404


def test_empty_lists_say_that_they_are_empty(visitor):
    assert "Мероприятий пока нет" in page(visitor, EVENTS)
    assert "Материалов пока нет" in page(visitor, reverse("events:materials"))
    assert "Здесь появятся" in page(visitor, reverse("events:people"))
    EventFactory()
    html = page(visitor, EVENTS, q="такого слова нет")
    assert "ничего не подошло" in html
    assert f'href="{EVENTS}"' in html


def test_row_counts_the_materials_that_the_reader_may_know_of(visitor, editor):
    event = EventFactory()
    assert "материал</span>" not in page(visitor, EVENTS)
    for access in ("public", "members", "participants"):
        MaterialFactory(event=event, access=access)
    MaterialFactory(event=event, access="staff")
    MaterialFactory(event=event, access="members", is_listed=False)
    assert "3\u00a0материала" in page(visitor, EVENTS)
    assert "5\u00a0материалов" in page(editor, EVENTS)


def test_cancelled_event_says_so(visitor):
    event = EventFactory(status=Event.Status.CANCELLED)
    assert "отменено" in page(visitor, EVENTS)
    assert "Мероприятие отменено." in event_page(visitor, event)


@pytest.mark.parametrize(
    ("who", "queries"), [("visitor", 5), ("outsider", 7), ("member", 7), ("participant", 7), ("editor", 7)]
)
def test_event_list_takes_the_same_queries(who, queries, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    visit(1)
    with django_assert_num_queries(queries):
        page(client, EVENTS)
    visit(3), visit(3)
    with django_assert_num_queries(queries):
        page(client, EVENTS)


def test_list_is_paged(visitor):
    for _ in range(31):
        EventFactory()
    assert len(titles(page(visitor, EVENTS))) == 30
    assert len(titles(page(visitor, EVENTS, page=2))) == 1
    assert len(titles(page(visitor, EVENTS, page=99))) == 1


# --- One event -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "queries"), [("visitor", 10), ("outsider", 12), ("member", 12), ("participant", 12), ("editor", 12)]
)
def test_event_takes_the_same_queries(who, queries, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    for event in (visit(1), visit(3), EventFactory()):
        if who == "participant":
            client.attends(event)
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
