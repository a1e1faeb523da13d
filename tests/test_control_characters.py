"""Characters that XML cannot hold: cleaned where they arrive, harmless where they are stored already."""

import json
import re

import pytest
from defusedxml import ElementTree
from icalendar import Calendar

from association.models import TextPage
from core.text import without_controls
from events.models import Event, Material, Person, Session, Talk
from parks.models import Organization, Park, Region
from tests import factories
from tests.admin_forms import address, desk, filled

pytestmark = pytest.mark.both

ODD = "Тур\x0bв\ufffe Вязьму\x1f\x00"
STORED = "Тур\x0bв\ufffe Вязьму\x1f"  # PostgreSQL stores no NUL


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("строка\x0bстрока", "строка\nстрока"),
        ("а\u2028б\u2029в\x85г\x0cд", "а\nб\nв\nг\nд"),
        ("табуляция\tи\r\nконец", "табуляция\tи\r\nконец"),
        ("\x00\x01\x1b\x7f\x9f\ufffe\uffff\ufdd0\U0001ffff\ud800", ""),
        ("мягкий\u00adперенос, 1\u00a0234, «ёлочки» — 😀", "мягкий\u00adперенос, 1\u00a0234, «ёлочки» — 😀"),
    ],
)
def test_controls_go_and_text_stays(text, clean):
    assert without_controls(text) == clean


def test_all_that_is_left_is_xml():
    left = without_controls("".join(map(chr, range(0x110000))))
    ElementTree.fromstring(f"<a>{left.replace('&', '').replace('<', '').replace('>', '')}</a>".encode())


@pytest.mark.django_db
def test_form_cleans_what_it_is_sent(editor):
    data = filled(editor.get(address(Event, "add")))
    data |= {"title": "Тур\x0bв Вязьму\ufffe", "type": "forum", "lead": "Первая\x0bвторая\x1f"}
    response = editor.post(address(Event, "add"), data)
    assert response.status_code == 302
    event = Event.objects.get()
    row = desk(event, "programme", "session")
    editor.post(row, filled(editor.get(row)) | {"title": "Обед\x0b\x1f", "kind": "meal"})
    assert (event.title, event.lead) == ("Тур в Вязьму", "Первая\nвторая")
    assert Session.objects.get().title.strip() == "Обед"


@pytest.mark.django_db
def test_no_answer_breaks_on_what_is_stored(client, editor):
    event = factories.EventFactory(start="2026-05-25", end=None, access="public")
    factories.EventRegionFactory(event=event)
    talk = factories.TalkFactory(event=event)
    factories.AppearanceFactory(event=event, talk=talk, organization=factories.OrganizationFactory())
    factories.SessionFactory(event=event)
    factories.StopFactory(event=event, park=factories.ParkFactory())
    material = factories.MaterialFactory(event=event, talk=talk, access="public")
    for model in (Event, Talk, Session, Person, Material, Park, Organization, Region, TextPage):
        for row in model._base_manager.all():
            texts = [
                one.name
                for one in row._meta.concrete_fields
                if type(one).__name__ in ("NameField", "TextField", "CharField") and not one.choices and not one.unique
            ]
            values = {name: STORED for name in texts if row._meta.get_field(name).max_length in (None, *range(80, 600))}
            model._base_manager.filter(pk=row.pk).update(**values)
    event.refresh_from_db()
    assert "\x0b" in event.title

    for path in ("/events/feed/", "/materials/feed/", "/sitemap-events.xml"):
        response = client.get(path)
        assert response.status_code == 200, path
        ElementTree.fromstring(response.content)
    for path in ("/events/calendar.ics", f"{event.get_absolute_url()}event.ics"):
        calendar = Calendar.from_ical(client.get(path).content)
        (entry,) = calendar.walk("VEVENT")
        assert not re.search("[\x0b\ufffe\x1f]", str(entry["summary"]))
    pages = [
        event,
        material,
        *Person.objects.all(),
        *Park.objects.all(),
        *Organization.objects.all(),
        *Region.objects.all(),
    ]
    for row in pages:
        response = client.get(row.get_absolute_url())
        assert response.status_code == 200
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.S):
            json.loads(block)
    assert client.get("/parks/map.json").json()["features"] is not None
    assert editor.get(address(Event, "change", event.pk)).status_code == 200
