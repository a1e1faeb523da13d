"""The count of each option: among the rows that the reader may see and that match the other filters."""

import re

import pytest
from django.urls import reverse

from events.models import EventRegion
from tests.factories import (
    EventFactory,
    EventRegionFactory,
    MaterialFactory,
    OrganizationFactory,
    ParkFactory,
    RegionFactory,
    StopFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def options(client, address, name, **query):
    """{value: count} of a select, without «все»."""
    html = client.get(reverse(address), query).content.decode().replace("\u00a0", " ")
    select = re.search(rf'<select name="{name}".*?</select>', html, re.DOTALL)
    found = re.findall(r'<option value="([^"]+)"[^>]*>[^<]* \((\d+)\)', select[0]) if select else []
    return {value: int(count) for value, count in found}


def test_events_are_counted_for_each_option(visitor, editor):
    one, other = RegionFactory(slug="one"), RegionFactory(slug="other")
    park = ParkFactory()
    for region, kind, start in [(one, "forum", "2015"), (one, "forum", "2016"), (other, "seminar", "2016-02-03")]:
        event = EventFactory(type=kind, start=start)
        EventRegionFactory(event=event, region=region)
        EventRegionFactory(event=event, region=RegionFactory(), role=EventRegion.Role.PARTICIPANTS)
        StopFactory(event=event, park=park)
        StopFactory(event=event, park=park)
    EventRegionFactory(event=EventFactory(published_at=None, type="forum", start="2016"), region=one)
    address = "events:events"
    assert options(visitor, address, "region") == {"one": 2, "other": 1}
    assert options(editor, address, "region") == {"one": 3, "other": 1}
    assert options(visitor, address, "type") == {"forum": 2, "seminar": 1}
    assert options(visitor, address, "year") == {"2015": 1, "2016": 2}
    tabs = visitor.get(reverse(address)).context["filters"].tabs
    assert [(value, count) for value, _label, count in tabs] == [("", 3), ("upcoming", 0), ("past", 3)]
    assert options(visitor, address, "park") == {park.slug: 3}
    # A choice affects the counts of the other selects, not its own.
    assert options(visitor, address, "region", type="forum", year="2016") == {"one": 1}
    assert options(visitor, address, "year", type="forum", year="2016") == {"2015": 1, "2016": 1}
    assert options(visitor, address, "type", region="other") == {"seminar": 1}
    assert options(visitor, address, "park", region="one") == {park.slug: 2}


def test_chosen_option_that_finds_nothing_stays_chosen(visitor):
    region = RegionFactory(slug="empty")
    park = ParkFactory()
    EventFactory(type="forum")
    html = visitor.get(reverse("events:events"), {"region": "empty", "park": park.slug, "type": "webinar"}).content
    for value in ("empty", park.slug, "webinar"):
        assert f'value="{value}" selected' in html.decode()
    assert "ничего не подошло" in html.decode()
    html = visitor.get(reverse("parks:parks"), {"region": region.slug, "status": "planned"}).content.decode()
    assert 'value="empty" selected' in html
    assert 'value="planned" selected' in html


def test_hidden_place_in_the_address_is_neither_named_nor_chosen(visitor, editor):
    region = RegionFactory(slug="secret", name="Тайная область", is_hidden=True)
    park = ParkFactory(name="Тайный", published_at=None)
    EventRegionFactory(region=region)
    for address in ("events:events", "events:materials", "parks:parks", "parks:organizations"):
        query = {"region": region.slug, "park": park.slug}
        assert "Тайн" not in visitor.get(reverse(address), query).content.decode()
    assert "Тайная" in editor.get(reverse("events:events"), {"region": region.slug}).content.decode()


def test_materials_are_counted_for_each_option(visitor, member):
    event = EventFactory(start="2015-03-04")
    EventRegionFactory(event=event, region=RegionFactory(slug="one"))
    EventRegionFactory(event=event, region=RegionFactory(slug="other"))
    MaterialFactory(event=event, kind="paper")
    MaterialFactory(event=event, kind="paper", access="members")
    MaterialFactory(event=event, kind="report", access="members", is_listed=False)
    MaterialFactory(kind="paper", event=EventFactory(start="2016"))
    address = "events:materials"
    assert options(visitor, address, "region") == {"one": 2, "other": 2}
    assert options(member, address, "region") == {"one": 3, "other": 3}
    assert options(visitor, address, "kind") == {"paper": 3}
    assert options(visitor, address, "year", kind="paper", open="1") == {"2015": 1, "2016": 1}


def test_parks_and_organizations_are_counted_for_each_option(visitor):
    one = RegionFactory(slug="one")
    ParkFactory(region=one, status="planned", gas="yes")
    ParkFactory(region=one, status="operating", rail_access="on_site", site_type="greenfield")
    ParkFactory(region=RegionFactory(is_hidden=True), status="planned")
    assert options(visitor, "parks:parks", "region") == {"one": 2}
    assert options(visitor, "parks:parks", "status") == {"planned": 2, "operating": 1}
    assert options(visitor, "parks:parks", "status", region="one") == {"planned": 1, "operating": 1}
    assert options(visitor, "parks:parks", "region", status="operating", gas="1") == {}
    html = visitor.get(reverse("parks:parks"), {"status": "planned"}).content.decode()
    assert "С газом&nbsp;(1)" in html
    assert "С железной дорогой&nbsp;(0)" in html
    OrganizationFactory(kind="bank", region=one)
    OrganizationFactory(kind="bank")
    assert options(visitor, "parks:organizations", "kind") == {"bank": 2}
    assert options(visitor, "parks:organizations", "kind", region="one") == {"bank": 1}


@pytest.mark.parametrize(
    "query", [{}, {"q": "Вымышл"}, {"type": "forum"}, {"region": "one", "park": "p", "year": "2015"}]
)
def test_total_of_the_filters_is_the_number_of_rows(visitor, query):
    region, park = RegionFactory(slug="one"), ParkFactory(slug="p")
    for number in range(3):
        event = EventFactory(title=f"Вымышленный {number}", type="forum", start="2015")
        EventRegionFactory(event=event, region=region)
        EventRegionFactory(event=event, region=RegionFactory())
        StopFactory(event=event, park=park)
        StopFactory(event=event, park=park)
    EventFactory(title="Другой", type="seminar", start="2014")
    page = visitor.get(reverse("events:events"), query).context
    assert page["page_obj"].paginator.count == len(page["events"])


def test_filters_cost_two_queries_more(visitor, django_assert_num_queries):
    event = EventFactory(start="2015")
    region, park = EventRegionFactory(event=event).region, StopFactory(event=event).park
    with django_assert_num_queries(8):  # one of them asks whether a slug is a former one
        visitor.get(
            reverse("events:events"), {"region": region.slug, "park": park.slug, "q": event.title, "year": "2015"}
        )
