"""The maps: shades, links, what the reader may not see, and that every mark is on the sheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from parks import maps, regionmap
from parks.marks import DOTS_SIDE_BY_SIDE, SIDE_BY_SIDE, WIDTH, Mark, spread
from tests.factories import EventFactory, EventRegionFactory, ParkFactory, RegionFactory, StopFactory

DRAWN = Path(portal_settings.BASE_DIR) / "static" / "img" / "regions.svg"
SOURCE = Path(regionmap.__file__).parent / "data" / "russia-regions.svg"
VISITOR = AnonymousUser()


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def links(html):
    return re.findall(r'<a href="([^"]+)" class="map__area', html)


def test_drawing_is_up_to_date_with_the_data():
    """If it fails, overwrite the file with `regionmap.drawing(…)` of the data."""
    assert DRAWN.read_text("utf-8") == regionmap.drawing(SOURCE.read_text("utf-8"))


def corners(path):
    x = y = 0
    for command, numbers in re.findall(r"([Mlz])([^Mlz]*)", path):
        steps = list(map(int, re.findall(r"-?\d+", numbers)))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
            yield x, y


def test_compact_outlines_have_the_same_corners():
    for code, outline in regionmap.outlines(SOURCE.read_text("utf-8")).items():
        rings = [re.findall(r"(-?\d+),(-?\d+)", ring) for ring in outline.split("Z") if ring]
        own = [(int(x), int(y)) for ring in rings for x, y in (ring[:-1] if ring[0] == ring[-1] else ring)]
        assert list(corners(regionmap.compact(outline))) == own, code


@given(st.lists(st.integers(0, 5000)))
def test_each_count_has_one_shade(counts):
    steps = maps.steps(counts)
    assert len(steps) <= maps.LEVELS
    assert all((maps.level(count, steps) == 0) == (count == 0) for count in counts)
    bounds = [bound for step in steps for bound in (step.lower, step.upper)]
    assert bounds == sorted(bounds)
    levels = [step.level for step in steps]
    assert levels == sorted(set(levels))
    assert levels[-1:] == ([maps.LEVELS] if steps else [])


@given(st.lists(st.tuples(st.floats(42, 77), st.floats(20, 190)), min_size=1, max_size=12))
def test_marks_stay_on_the_sheet(points):
    frame = maps.around(points)
    marks = [Mark("", *frame.position(*point)) for point in points]
    spread(marks, frame)
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= frame.height for mark in marks)


def test_marks_at_one_point_move_apart_and_keep_their_place():
    frame = maps.around([(55, 37)])
    marks = [Mark(name, *frame.position(55, 37)) for name in "абв"]
    spread(marks, frame)
    places = [(mark.x, mark.y) for mark in marks]
    assert all(
        abs(x - other_x) + abs(y - other_y) >= SIDE_BY_SIDE - 4
        for number, (x, y) in enumerate(places)
        for other_x, other_y in places[number + 1 :]
    )
    assert sum(mark.is_moved for mark in marks) >= 2


@pytest.mark.parametrize("place", ["middle", "corner"])
@pytest.mark.parametrize("apart", [SIDE_BY_SIDE, DOTS_SIDE_BY_SIDE])
def test_no_mark_at_one_point_covers_another(place, apart):
    frame = maps.Frame(0, 0, 100, 80)
    x, y = (500, 400) if place == "middle" else (WIDTH, 0)
    marks = [Mark(name, x, y) for name in "аб"]
    spread(marks, frame, apart)
    (one, other) = marks
    assert abs(one.x - other.x) + abs(one.y - other.y) >= apart - 2


@pytest.mark.django_db
def test_two_parks_on_one_point_are_two_links_on_every_map(visitor):
    region = RegionFactory(iso_code="RU-SMO")
    parks = [ParkFactory(region=region, latitude=54.78, longitude=32.04) for _ in range(3)]
    for address in (reverse("parks:regions"), region.get_absolute_url(), parks[0].get_absolute_url()):
        html = text_of(visitor, address)
        marks = re.findall(
            r'<a(?: href="([^"]+)")? class="map__mark[^>]*><title>.*?<circle cx="(.*?)" cy="(.*?)"', html
        )
        assert {park.get_absolute_url() for park in parks} <= {href for href, _x, _y in marks} | {address}
        assert len({(x, y) for _href, x, y in marks}) == 3


@pytest.mark.parametrize(("km", "scale"), [(60, 10), (300, 50), (1000, 200), (9000, 1000)])
def test_scale_is_a_round_distance(km, scale):
    frame = maps.Frame(0, 0, km / regionmap.KM_PER_UNIT, 100)
    assert maps.scale_of(frame) == (round(scale / km * WIDTH), scale)


@pytest.mark.django_db
def test_country_links_only_regions_that_have_something(visitor):
    with_park = ParkFactory(region=RegionFactory(iso_code="RU-SMO")).region
    with_event = EventRegionFactory(region=RegionFactory(iso_code="RU-TA")).region
    RegionFactory(iso_code="RU-KGD")
    html = text_of(visitor, reverse("parks:regions"))
    assert re.search(r'<use href="[^"]*regions[^"]*\.svg#all"/>', html)
    assert set(links(html)) == {with_park.get_absolute_url(), with_event.get_absolute_url()}
    assert 'data-parks="4" data-events="0"' in html
    assert 'data-parks="0" data-events="4"' in html


@pytest.mark.django_db
def test_country_counts_only_what_the_reader_may_see(visitor, editor):
    region = RegionFactory(iso_code="RU-SMO")
    hidden = RegionFactory(iso_code="RU-TA", is_hidden=True)
    ParkFactory(region=region, published_at=None, name="Тайный", latitude=55, longitude=32)
    EventRegionFactory(region=region, event=EventFactory(access="staff"))
    ParkFactory(region=hidden)
    assert links(text_of(visitor, reverse("parks:regions"))) == []
    html = text_of(editor, reverse("parks:regions"))
    assert len(links(html)) == 2
    assert "Тайный" in html


@pytest.mark.django_db
def test_region_without_a_shape_is_a_circle(visitor):
    region = RegionFactory(iso_code="RU-LEN", latitude=59.9, longitude=31.8)
    ParkFactory(region=region)
    html = text_of(visitor, reverse("parks:regions"))
    assert re.search(rf'<a href="{region.get_absolute_url()}" class="map__area map__area--round"', html)


@pytest.mark.django_db
def test_many_parks_of_the_country_are_dots_without_links(monkeypatch):
    region = RegionFactory()
    ParkFactory.create_batch(2, region=region, latitude=55, longitude=37)
    few = maps.country(VISITOR, maps.regions_with_parks(VISITOR), {})
    assert (len(few.marks), few.dots) == (2, "")
    monkeypatch.setattr(maps, "LINKED_MARKS", 1)
    many = maps.country(VISITOR, maps.regions_with_parks(VISITOR), {})
    assert (many.marks, many.dots.count("h0")) == ([], 1)


@pytest.mark.django_db
def test_map_of_the_country_marks_no_park_that_the_reader_may_not_see():
    ParkFactory(name="Черновик", published_at=None, latitude=55, longitude=37)
    shown = ParkFactory(name="Вымышленный", latitude=56, longitude=38)
    marks = maps.country(VISITOR, maps.regions_with_parks(VISITOR), {}).marks
    assert [mark.url for mark in marks] == [shown.get_absolute_url()]


@pytest.mark.django_db
def test_map_of_the_country_costs_the_same_for_one_park_and_three(django_assert_num_queries):
    for number in (1, 2):
        ParkFactory.create_batch(number, latitude=55, longitude=37)
        with django_assert_num_queries(2):
            maps.country(VISITOR, maps.regions_with_parks(VISITOR), {})


@pytest.mark.django_db
def test_region_numbers_its_placed_parks_as_the_list_does(visitor):
    region = RegionFactory(iso_code="RU-SMO")
    ParkFactory(name="Без места", region=region)
    ParkFactory(name="Вымышленный", region=region, latitude=54.8, longitude=32)
    html = text_of(visitor, region.get_absolute_url())
    assert html.count("map__mark--numbered") == 1
    assert html.count('class="map-number"') == 1
    assert re.search(r'map-number" aria-hidden="true">1</span><a[^>]*>[^<]*Вымышленный', html)
    assert "Без\u00a0места" in html


@pytest.mark.django_db
def test_park_without_a_point_has_no_map(visitor):
    assert "map__drawing" not in text_of(visitor, ParkFactory().get_absolute_url())
    assert "map__mark--main" in text_of(visitor, ParkFactory(latitude=55, longitude=37).get_absolute_url())


@pytest.mark.django_db
def test_route_draws_no_hidden_park(visitor):
    event = EventFactory()
    for number in range(3):
        StopFactory(event=event, order=number, park__latitude=55 + number, park__longitude=37)
    secret = StopFactory(event=event, order=9, park__latitude=60, park__longitude=60, park__published_at=None).park
    html = text_of(visitor, event.get_absolute_url())
    assert html.count("map__mark--numbered") == 3
    assert len(re.search(r'class="map__route" points="([^"]+)"', html)[1].split()) == 3
    assert secret.get_absolute_url() not in html


# --- Tiles of the association's own server --------------------------------------------------------------------------


@pytest.mark.django_db
def test_pages_without_tiles_do_not_mention_them(visitor):
    page = visitor.get(ParkFactory(latitude=55, longitude=37).get_absolute_url())
    assert "leaflet" not in page.content.decode()
    assert "img-src 'self' data:;" in page["Content-Security-Policy"] + ";"


@pytest.mark.django_db
def test_tiles_are_allowed_only_by_pages_with_a_map_of_places(visitor, settings):
    settings.MAP_TILES_URL = "https://tiles.example:8443/{z}/{x}/{y}.png"
    settings.MAP_TILES_CREDIT = "Карта «Образец»"
    park = ParkFactory(latitude=55, longitude=37)
    for address in (park.get_absolute_url(), park.region.get_absolute_url()):
        page = visitor.get(address)
        assert "https://tiles.example:8443" in page["Content-Security-Policy"]
        assert "Карта «Образец»" in page.content.decode()
    for address in (reverse("parks:parks"), reverse("association:home")):
        page = visitor.get(address)
        assert "tiles.example" not in page["Content-Security-Policy"]
        assert "leaflet" not in page.content.decode()
