"""The pages of an event's desk: what they cost, who may open them, and the order of their rows."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from events.admin.desk.preview import READERS
from events.models import EventOrganization, EventRegion, Photo, Stop
from tests.admin_forms import desk
from tests.conftest import signed_in
from tests.events.test_admin_event import fill_event
from tests.factories import (
    AppearanceFactory,
    CommitteeFactory,
    EventFactory,
    MaterialFactory,
    OrganizationFactory,
    RegionFactory,
    SessionFactory,
    StopFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGES = {
    "route": ["stop"],
    "programme": ["session", "talk"],
    "materials": ["material"],
    "photos": ["photo"],
    "people": ["appearance", "delegation", "attendance"],
    "results": ["outcome", "quotation"],
    "sources": ["source"],
}
MOST_QUERIES = 25
MOST_BYTES = 300_000


def row_of(event, kind):
    relations = {"photo": event.photos, "attendance": event.attendances, "appearance": event.appearances}
    relations |= {"delegation": event.delegations, "outcome": event.outcomes}
    relations |= {"quotation": event.quotations, "source": event.sources}
    own = {"stop": event.stops, "session": event.sessions, "talk": event.talks, "material": event.materials}
    rows = (relations | own)[kind]
    return rows.filter(talk=None).first() if kind == "appearance" else rows.first()


def addresses(event):
    """Every page of the desk, each with the form of a new and of a stored row, too."""
    yield desk(event, "publication")
    for page, kinds in PAGES.items():
        yield desk(event, page)
        for kind in kinds:
            yield desk(event, page, kind)
            yield desk(event, page, kind, row_of(event, kind).pk)


@pytest.fixture
def event(db):
    event = EventFactory()
    fill_event(event, 1)
    AppearanceFactory(event=event, role="guest_of_honour")
    return event


def test_pages_cost_the_same_for_one_row_and_three(editor, event, django_assert_max_num_queries):
    def queries():
        counts = {}
        for url in addresses(event):
            with django_assert_max_num_queries(MOST_QUERIES, info=url) as made:
                assert editor.get(url).status_code == 200
            counts[url] = len(made)
        return counts

    ContentType.objects.get_for_models(*apps.get_models())
    before = queries()
    fill_event(event, 2)
    assert queries() == before


@pytest.mark.once
@pytest.mark.slow
def test_pages_of_sixty_talks_and_materials_stay_small(editor, event, django_assert_max_num_queries):
    for _number in range(60):
        session = SessionFactory(event=event, day=1)
        talk = TalkFactory(event=event, session=session, title="Об опыте " * 10)
        AppearanceFactory(event=event, talk=talk, position="Заместитель начальника отдела " * 3)
        MaterialFactory(event=event, talk=talk, title="Презентация " * 8)
        EventRegion.objects.create(event=event, region=RegionFactory())
        EventOrganization.objects.create(event=event, organization=OrganizationFactory())
        CommitteeFactory().events.add(event)
    pages = [url for url in addresses(event) if not url.endswith("/add/")]
    for url in [*pages, f"/admin/events/event/{event.pk}/change/"]:
        with django_assert_max_num_queries(MOST_QUERIES, info=url):
            page = editor.get(url)
        assert len(page.content) <= MOST_BYTES, url


def test_programme_shows_who_speaks_as_whom_on_what_with_which_file(editor):
    event = EventFactory()
    talk = TalkFactory(event=event, title="О парке", session=SessionFactory(event=event, title="Семинар"))
    speaker = AppearanceFactory(event=event, talk=talk, position="Директор", organization_name="АО «Образец»")
    MaterialFactory(event=event, talk=talk, url="https://video.example/1")
    page = editor.get(desk(event, "programme")).content.decode()
    row = page[page.index(f'id="talk-{talk.pk}"') :].partition("</li>")[0]
    for said in ("О парке", speaker.name, "Директор, АО «Образец»", "video.example/1"):
        assert said in row
    assert page.index("Семинар") < page.index("О парке")


def test_contents_say_how_complete_each_page_is(editor):
    event = EventFactory(published_at=None, place="Смоленск")
    TalkFactory(event=event, title="")
    page = editor.get(desk(event, "route"))
    states = {entry.name: (entry.state, entry.is_empty) for entry in page.context["contents"]}
    assert states["main"] == ("25\u00a0мая\u00a02024\u00a0г., Смоленск", False)
    assert states["route"] == ("пусто", True)
    assert states["programme"] == ("1\u00a0выступление", False)
    missing = {entry.name: entry.missing for entry in page.context["contents"]}
    assert missing["programme"] == 2  # no title, no speaker
    assert f'href="{event.get_absolute_url()}"' in page.content.decode()


def test_every_finding_leads_to_a_page_that_has_its_field(editor):
    event = EventFactory(start="--05-25")
    TalkFactory(event=event, title="")
    StopFactory(event=event, day=9)
    MaterialFactory(event=event, published_at=None)
    found = editor.get(desk(event, "publication")).context["findings"]
    assert len(found) >= 6
    shown = [one for page in PAGES for one in editor.get(desk(event, page)).context["findings"]]
    shown += editor.get(f"/admin/events/event/{event.pk}/change/").context["findings"]
    assert {link for _finding, link in shown} == {link for _finding, link in found}
    for finding, link in found:
        page, _hash, field = link.partition("#")
        html = editor.get(page).content.decode()
        assert not field or f'id="{field}"' in html, (finding.text, link)


# --- Who may ----------------------------------------------------------------------------------------------------------


def staff_with(*rights):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="events", codename__in=rights))
    return signed_in(user)


def statuses(client, event):
    found = {client.get(f"{desk(event, 'publication')}as/{reader}/").status_code for reader in READERS}
    for url in addresses(event):
        found.add(client.get(url).status_code)
        found.add(client.post(url, {}).status_code)
    for page, (kind, *_more) in PAGES.items():
        key = row_of(event, kind).pk
        found.add(client.post(f"{desk(event, page)}order/", {"up": f"{kind}-{key}"}).status_code)
        found.add(client.post(f"{desk(event, page, kind, key)}delete/", {"post": "yes"}).status_code)
    return found


def test_desk_is_closed_to_everyone_but_staff(visitor, member, participant, event):
    participant.attends(event)
    before = list(Stop.objects.values())
    for client in (visitor, member, participant):
        assert statuses(client, event) == {302}  # to the log-in
        assert client.get(desk(event, "route")).url.startswith("/admin/login/")
    assert list(Stop.objects.values()) == before


def test_staff_without_rights_to_events_reach_nothing(event):
    for client in (staff_with(), staff_with("view_stop", "change_stop", "delete_stop", "add_stop")):
        assert statuses(client, event) == {403}


def test_right_to_view_gives_no_right_to_write(event):
    client = staff_with("view_event", "view_stop")
    stop = event.stops.get()
    page = client.get(desk(event, "route"))
    assert page.status_code == 200
    assert [entry.name for entry in page.context["contents"]] == ["main", "route", "publication"]
    assert client.get(desk(event, "publication")).status_code == 200
    assert client.post(desk(event, "publication"), {"_unpublish": "1"}).status_code == 403
    form = desk(event, "route", "stop", stop.pk)
    assert client.get(form).status_code == 200
    assert client.post(form, {"title": "Взлом"}).status_code == 403
    assert client.post(desk(event, "route", "stop"), {"title": "Взлом"}).status_code == 403
    assert client.get(desk(event, "route", "stop")).status_code == 403
    assert client.post(f"{form}delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{desk(event, 'route')}order/", {"up": f"stop-{stop.pk}"}).status_code == 403
    assert client.get(desk(event, "programme")).status_code == 403
    assert event.stops.get().title != "Взлом"


def test_addresses_of_nothing_are_not_found(editor, event):
    for url in (
        desk(event, "route", "talk"),
        desk(event, "route", "stop", 0).replace("/0/", "/x/"),
        "/admin/events/event/999999/route/",
        f"/admin/events/event/{'9' * 30}/route/",
    ):
        assert editor.get(url).status_code in (302, 404), url
    order = f"{desk(event, 'route')}order/"
    for sent in ({}, {"up": ""}, {"up": "stop-"}, {"up": "talk-1"}, {"up": f"stop-{'9' * 30}"}, {"move": "stop-0"}):
        assert editor.post(order, sent).status_code == 404
    assert editor.get(order).status_code == 405


# --- Order ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stops(db):
    event = EventFactory()
    return [StopFactory(event=event, day=1, park=None, title=title) for title in "абвг"]


def titles(event):
    return "".join(event.stops.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"up": 1}, "бавг"),
        ({"up": 0}, "абвг"),
        ({"down": 1}, "авбг"),
        ({"down": 3}, "абвг"),
        ({"move": 3, "before": 0}, "габв"),
        ({"move": 0, "before": 2}, "бавг"),
        ({"move": 0}, "бвга"),
    ],
)
def test_rows_are_moved(editor, stops, sent, expected):
    event = stops[0].event
    data = {name: f"stop-{stops[number].pk}" for name, number in sent.items()}
    response = editor.post(f"{desk(event, 'route')}order/", data)
    assert response.status_code == 302
    assert titles(event) == expected
    editor.post(f"{desk(event, 'route')}order/", {"up": f"stop-{stops[0].pk}"})
    orders = list(event.stops.values_list("order", flat=True))
    assert orders == sorted(set(orders))


def test_move_changes_no_more_rows_than_it_has_to(editor, stops):
    event = stops[0].event
    for number, stop in enumerate(stops):
        Stop.objects.filter(pk=stop.pk).update(order=number * 10)
    written = Stop.history.count()
    editor.post(f"{desk(event, 'route')}order/", {"up": f"stop-{stops[2].pk}"})
    assert titles(event) == "авбг"
    assert Stop.history.count() - written == 2


def test_row_stays_within_its_day(editor, stops):
    event = stops[0].event
    other = StopFactory(event=event, day=2, park=None, title="д")
    editor.post(f"{desk(event, 'route')}order/", {"up": f"stop-{other.pk}"})
    assert titles(event) == "абвгд"


def test_photos_are_ordered_too(editor):
    event = EventFactory()
    photos = Photo.objects.bulk_create(
        Photo(event=event, image=f"photos/{name}.jpg", width=1, height=1) for name in "аб"
    )
    editor.post(f"{desk(event, 'photos')}order/", {"down": f"photo-{photos[0].pk}"})
    assert list(event.photos.values_list("pk", flat=True)) == [photos[1].pk, photos[0].pk]
