"""robots.txt and the sitemap list only pages that a visitor may see."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.sitemaps import Events
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    MaterialFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


def test_robots_txt_names_the_sitemap_and_disallows_admin_and_accounts(visitor):
    response = visitor.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /account/", "Sitemap: http://testserver/sitemap.xml"} <= set(lines)


def addresses(client):
    """All pages of the sitemap, collected section by section as a crawler does."""
    index = client.get(reverse("association:sitemap"))
    found = ""
    for section in locations(index):
        found += client.get(section.removeprefix("http://testserver")).content.decode()
    return found


def locations(response):
    assert response.status_code == 200
    return [part.partition("</loc>")[0] for part in response.content.decode().split("<loc>")[1:]]


def test_sitemap_lists_what_a_visitor_sees_and_nothing_else(visitor, editor):
    event = EventFactory()
    shown = [
        event,
        MaterialFactory(event=event),
        AppearanceFactory(event=event).person,
        ParkFactory(),
        OrganizationFactory(),
        RegionFactory(),
    ]
    draft = EventFactory(published_at=None)
    hidden = [
        draft,
        EventFactory(access="members"),
        MaterialFactory(event=draft),
        MaterialFactory(event=event, access="staff"),
        AppearanceFactory(event=draft).person,
        PersonFactory(),
        ParkFactory(published_at=None),
        OrganizationFactory(published_at=None),
        RegionFactory(is_hidden=True),
    ]
    for client in (visitor, editor):
        found = addresses(client)
        assert [row for row in shown if f"<loc>http://testserver{row.get_absolute_url()}</loc>" not in found] == []
        assert [row for row in hidden if row.get_absolute_url() in found] == []
        assert "<loc>http://testserver/about/</loc>" in found


def test_sitemap_gives_the_day_of_the_last_change(visitor):
    ParkFactory()
    page = visitor.get("/sitemap-parks.xml").content.decode()
    assert f"<lastmod>{timezone.localdate():%Y-%m-%d}</lastmod>" in page


def test_long_sitemap_is_split_into_pages(visitor, monkeypatch):
    monkeypatch.setattr(Events, "limit", 2)
    for _number in range(3):
        EventFactory()
    assert "http://testserver/sitemap-events.xml?p=2" in locations(visitor.get("/sitemap.xml"))
    assert len(locations(visitor.get("/sitemap-events.xml?p=2"))) == 1


@pytest.mark.parametrize("address", ["/sitemap-nothing.xml", "/sitemap-parks.xml?p=abc", "/sitemap-parks.xml?p=99"])
def test_sitemap_that_does_not_exist_is_not_found(visitor, address):
    assert visitor.get(address).status_code == 404
