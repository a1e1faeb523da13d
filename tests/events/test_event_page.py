import pytest
from django.contrib.auth.models import AnonymousUser

from events.calendars.entries import calendar_entry, load_facts
from events.event_page import load_event
from events.models import Event
from tests import files
from tests.factories import EventFactory, EventRegionFactory, MaterialFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("place", "regions", "places"),
    [
        ("", [], []),
        ("Смоленск", [], [("Смоленск", None)]),
        ("", ["Тульская область"], [("Тульская область", "Тульская область")]),
        ("Тула", ["Тульская область"], [("Тула", None), ("Тульская область", "Тульская область")]),
        (
            "Тула, Тульская область",
            ["Тульская область", "Москва"],
            [("Тула, Тульская область", "Тульская область"), ("Москва", "Москва")],
        ),
        (
            "Тула, Тульская обл., и Москва",
            ["Москва", "Тульская область"],
            [("Тула, Тульская обл., и Москва", "Москва")],
        ),
        (
            "Северск, Томская область",
            ["Омская область"],
            [("Северск, Томская область", None), ("Омская область", "Омская область")],
        ),
        ("Казань, ТАТАРСТАН", ["Республика Татарстан"], [("Казань, ТАТАРСТАН", "Республика Татарстан")]),
    ],
)
def test_place_that_names_the_host_region_is_the_link_to_it(place, regions, places):
    event = EventFactory(place=place, start="2016-05-25")
    for order, name in enumerate(regions):
        EventRegionFactory(
            event=event, region=RegionFactory(name=name, aliases="РТ\nТатарстан\n" * ("Тат" in name)), order=order
        )
    page = load_event(event.slug, AnonymousUser())
    assert [(text, region and region.name) for text, region in page.places] == places
    entry = calendar_entry(load_facts(Event.objects.all(), AnonymousUser()).get())
    assert entry.location == ", ".join(text for text, _region in places)


def test_icon_of_a_material_says_what_it_is():
    link = {"url": "https://example.org/"}
    made = {
        "lock": files.material(access="members"),
        "clock": MaterialFactory(access="public"),
        "slides": files.material(access="public", kind="presentation"),
        "file": files.material(access="public", kind="document"),
        "play": MaterialFactory(access="public", kind="video", **link),
        "out": MaterialFactory(access="public", kind="link", **link),
    }
    for name, material in made.items():
        material.is_open = material.access == "public"
        assert material.icon == name
