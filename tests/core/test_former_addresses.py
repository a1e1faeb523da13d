"""Addresses that changed lead to the new ones, with everything below them; of hidden rows nothing is told."""

import re
from pathlib import Path

import feedparser
import pytest
from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Concat

from core.models import FormerSlug
from events.models import Event
from tests import files
from tests.admin_forms import address, complaints, filled
from tests.factories import (
    EventFactory,
    EventRegionFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    StopFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ROOMS = ("core", "parks", "events", "search", "association")


def rename(row, slug):
    row.slug = slug
    row.save()
    return row


def leads_to(client, path):
    response = client.get(path)
    assert response.status_code == 301, path
    return response["Location"]


@pytest.mark.parametrize("rest", ["", "event.ics", "card.png", "cover/", "materials.zip", "event.ics?v=1&x=%D1%8F"])
def test_everything_below_an_event_moves_with_its_slug(client, rest):
    rename(EventFactory(slug="before", cover=files.picture()), "after")
    assert leads_to(client, f"/events/before/{rest}") == f"/events/after/{rest}"


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (ParkFactory, "/parks/{}/"),
        (RegionFactory, "/regions/{}/"),
        (OrganizationFactory, "/organizations/{}/"),
        (OrganizationFactory, "/organizations/{}/logo/"),
    ],
)
def test_pages_of_the_registry_move_with_their_slugs(client, make, path):
    rename(make(slug="before"), "after")
    assert leads_to(client, path.format("before")) == path.format("after")


@pytest.mark.parametrize("make", [EventFactory, ParkFactory, RegionFactory, OrganizationFactory, PersonFactory])
def test_slugs_of_many_rows_updated_at_once_are_remembered(make):
    model = make._meta.model
    one, other = make(slug="before"), make(slug="other-before")
    assert model.objects.filter(slug__endswith="before").update(slug=Concat("slug", Value("-after"))) == 2
    other.refresh_from_db()
    other.slug = "last"
    model.objects.bulk_update([other], ["slug"])
    former = {(memory.slug, memory.row) for memory in FormerSlug.objects.of(model)}
    assert former == {("before", one.pk), ("other-before", other.pk), ("other-before-after", other.pk)}


def test_no_code_of_ours_changes_a_slug_behind_the_memory():
    """`_base_manager` and SQL of one's own would."""
    code = [path for room in ROOMS for path in Path(settings.BASE_DIR, room).rglob("*.py")]
    assert len(code) > 100
    behind = re.compile(r"_base_manager[^\n]*\.(bulk_)?update\([^\n]*slug|UPDATE \w+ SET [^\n]*slug")
    assert [path.name for path in code if behind.search(path.read_text())] == []


@pytest.mark.parametrize("path", ["/people/{}/", "/people/{}/photo/"])
def test_pages_of_people_move_with_their_slugs(client, path):
    person = rename(PersonFactory(slug="before"), "after")
    person.appearances.create(event=EventFactory())
    assert leads_to(client, path.format("before")) == path.format("after")


@pytest.mark.parametrize(
    "page",
    [
        "/events/?region=before&year=2024",
        "/events/?view=month&region=before",
        "/events/calendar.ics?region=before",
        "/events/feed/?region=before",
        "/materials/?region=before",
        "/materials/feed/?region=before",
        "/parks/?region=before&gas=1",
        "/organizations/?region=before",
        "/search/?q=%D1%82%D1%83%D1%80&region=before",
    ],
)
def test_filters_by_region_move_with_its_slug(client, page):
    rename(RegionFactory(slug="before"), "after")
    assert leads_to(client, page) == page.replace("before", "after")


@pytest.mark.parametrize(
    "page",
    [
        "/parks/compare/?park=first&park=before&park=other",
        "/parks/?compare=before&compare=other",
        "/events/?park=before",
        "/events/calendar.ics?park=before",
    ],
)
def test_filters_and_comparison_by_park_move_with_its_slug(client, page):
    ParkFactory(slug="other")
    rename(ParkFactory(slug="before"), "after")
    assert leads_to(client, page) == page.replace("before", "after")


def test_all_former_slugs_lead_to_the_last_one_at_once(client):
    park = ParkFactory(slug="first")
    for slug in ("second", "third"):
        rename(park, slug)
    assert [leads_to(client, f"/parks/{slug}/") for slug in ("first", "second")] == ["/parks/third/"] * 2


def test_slug_that_came_back_does_not_go_in_circles(client):
    park = ParkFactory(slug="first")
    rename(rename(park, "second"), "first")
    assert client.get("/parks/first/").status_code == 200
    assert leads_to(client, "/parks/second/") == "/parks/first/"
    assert client.get("/parks/second/")["Cache-Control"] == "private, no-cache"


def test_row_that_took_a_former_slug_has_it(client):
    rename(ParkFactory(slug="first", name="Прежний"), "second")
    ParkFactory(slug="first", name="Новый")
    assert "Новый" in client.get("/parks/first/").content.decode()
    draft = rename(ParkFactory(slug="third"), "fourth")
    ParkFactory(slug="third", published_at=None)
    assert client.get("/parks/third/").status_code == 404
    assert client.get(f"/parks/{draft.slug}/").status_code == 200


def test_slug_made_of_a_name_is_no_former_one_of_another_row(client):
    rename(EventFactory(title="Общее собрание"), "sobranie-2024")
    assert EventFactory(title="Общее собрание").slug == "obshchee-sobranie-2"
    assert leads_to(client, "/events/obshchee-sobranie/") == "/events/sobranie-2024/"


@pytest.mark.parametrize("fields", [{"access": "staff"}, {"access": "members"}, {"published_at": None}])
def test_hidden_event_has_no_former_addresses(client, editor, fields):
    rename(EventFactory(slug="before", **fields), "after")
    for path in ("/events/before/", "/events/before/event.ics", "/events/before/materials.zip"):
        assert client.get(path).status_code == 404
        assert leads_to(editor, path) == path.replace("before", "after")
    never = client.get("/events/never/").content.decode()
    assert plain(client.get("/events/before/").content.decode()) == plain(never)


def plain(page):
    """The page without what differs between any two requests."""
    return re.sub(r'(nonce|value)="[^"]*"|before|never', "", page)


def test_hidden_region_and_park_are_not_told_by_filters(client):
    rename(RegionFactory(slug="before", is_hidden=True), "after")
    rename(ParkFactory(slug="before", published_at=None), "after")
    for page in ("/events/?region=before", "/parks/compare/?park=before", "/events/?park=before"):
        assert client.get(page).status_code == 200


def test_former_slug_goes_with_its_row(client):
    person = rename(PersonFactory(slug="ivanov"), "petrov")
    person.delete()
    assert not FormerSlug.objects.exists()
    assert client.get("/people/ivanov/").status_code == 404


def test_odd_addresses_stay_404(client):
    rename(EventFactory(slug="before"), "after")
    for path in ("/events//", "/events/%00/", "/nothing/before/", "/before/"):
        assert client.get(path).status_code == 404
    assert client.post("/events/before/").status_code == 405
    assert client.get("/events/?region=%00&park=").status_code == 200


def test_slug_changed_in_the_admin_is_remembered(client, editor):
    event = EventFactory(slug="before")
    page = address(Event, "change", event.pk)
    response = editor.post(page, {**filled(editor.get(page)), "slug": "after"})
    assert response.status_code == 302, complaints(response)
    assert leads_to(client, "/events/before/") == "/events/after/"
    history = editor.post(page, {**filled(editor.get(page)), "slug": ""})
    assert history.status_code == 302
    assert leads_to(client, "/events/after/") == f"/events/{Event.objects.get().slug}/"


def test_change_of_another_field_remembers_nothing():
    event = EventFactory(slug="before")
    event.title = "Другое название"
    event.save()
    event.save(update_fields=["title"])
    assert not FormerSlug.objects.exists()


# --- What the programs of readers remember ------------------------------------------------------------------------


def test_ids_of_feeds_and_entries_stay(client):
    event, region, park = EventFactory(slug="before"), RegionFactory(slug="before"), ParkFactory(slug="before")
    EventRegionFactory(event=event, region=region)
    StopFactory(event=event, park=park)
    files.material(event=event)

    def ids():
        pages = ["/events/feed/?park=before&region=before", "/events/feed/?region=before", "/events/feed/"]
        pages += ["/materials/feed/", "/materials/feed/?region=before"]
        feeds = [feedparser.parse(client.get(page, follow=True).content) for page in pages]
        assert all(len(feed.entries) == 1 for feed in feeds)
        return [(feed.feed.id, [entry.id for entry in feed.entries]) for feed in feeds]

    before = ids()
    assert len({feed for feed, _entries in before}) == 5
    event.title = region.name = park.name = "Новое имя"
    for row in (event, region, park):
        rename(row, "after")
    assert ids() == before


def test_uid_of_a_calendar_entry_stays(client):
    event = EventFactory(slug="before")

    def uid():
        return re.search(r"UID:(\S+)", client.get("/events/before/event.ics", follow=True).content.decode())[1]

    before = uid()
    event.title = "Новое имя"
    rename(event, "after")
    assert uid() == before
