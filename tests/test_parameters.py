"""Links repeat no parameter that their page does not know, and none without end: few bytes asked, few answered."""

import pytest

from events.models import Preview
from tests import files
from tests.factories import EventFactory, MembershipFactory, ParkFactory, RegionFactory

pytestmark = pytest.mark.django_db
PAGES = ["/", "/events/", "/events/?view=month", "/events/?view=month&month=2016-05", "/events/tour/", "/materials/",
         "/people/", "/parks/", "/parks/?compare=one", "/parks/compare/", "/parks/one/", "/regions/", "/organizations/",
         "/members/", "/about/", "/contacts/", "/privacy/", "/search/", "/search/?q=тур", "/appearance/",
         "/account/login/", "/account/password/reset/", "/account/signup/", "/nowhere/"]  # fmt: skip
FEEDS = ["/events/feed/", "/materials/feed/", "/events/calendar.ics", "/sitemap.xml"]
PERSONAL = ["/account/", "/account/logout/", "/account/password/change/"]


@pytest.fixture(autouse=True)
def _rows():
    event = EventFactory(slug="tour", title="Тур", start="2016-05-25", end="2016-05-26")
    RegionFactory(slug="region")
    for slug in ("one", "two"):
        ParkFactory(slug=slug)
    for _number in range(31):
        EventFactory(title="Тур")
        MembershipFactory()
    files.version(event=event, title="Материал тура")


def with_query(address, query):
    return f"{address}{'&' if '?' in address else '?'}{query}"


def test_links_keep_what_the_page_knows(visitor):
    page = visitor.get("/events/?q=тур&utm=1&page=1").content.decode()
    assert "?q=%D1%82%D1%83%D1%80&amp;page=2" in page
    assert "back=/events/%3Fq%3D" in page or "back=%2Fevents%2F%3Fq%3D" in page


def test_unknown_parameter_is_repeated_by_no_link(visitor):
    sent = "utm_source=stray-mark&page[]=stray-mark&stray-mark=1"
    pages = {address: visitor.get(with_query(address, sent)).content.decode() for address in [*PAGES, *FEEDS]}
    assert [address for address, page in pages.items() if "stray-mark" in page] == []


def test_unknown_parameter_is_repeated_by_no_link_of_an_account(member):
    pages = {address: member.get(f"{address}?utm_source=stray-mark").content.decode() for address in PERSONAL}
    assert [address for address, page in pages.items() if "stray-mark" in page] == []


def test_unknown_parameter_is_repeated_by_no_link_of_a_material(visitor):
    version = files.version(title="Доклад")
    Preview.objects.filter(version=version).update(state=Preview.State.READY)
    address = version.material.get_absolute_url()
    assert "stray-mark" not in visitor.get(f"{address}?v=1&utm_source=stray-mark").content.decode()


def test_long_address_makes_no_long_answer(visitor):
    for address in [*PAGES, *FEEDS]:
        usual = len(visitor.get(address).content)
        assert len(visitor.get(with_query(address, f"x={'y' * 7500}")).content) < usual + 1000, address


def test_known_parameter_is_repeated_within_bounds(visitor):
    for address in ("/search/", "/events/", "/parks/", "/materials/", "/events/feed/"):
        for query in ("q=" + "ж" * 7500, "q=тур&" * 800, "q=тур&" + "region=region&" * 500, "page=" + "9" * 7000):
            assert len(visitor.get(f"{address}?{query}").content) < 200_000, (address, query[:12])
