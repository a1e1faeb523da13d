"""The metadata of pages, read as search engines and messengers read it."""

import datetime as dt
import io
import json
import re
from html import unescape

import pytest
from PIL import Image

from tests import files
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    EventOrganizationFactory,
    EventRegionFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    StopFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def things(client, address):
    """{@type: object} of the JSON-LD on the page."""
    page = client.get(address).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = json.loads(block)
    assert found["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in found["@graph"]}


def open_graph(client, address):
    page = client.get(address).content.decode()
    tags = re.findall(r'<meta (?:name="description" )?property="og:(\w+)" content="([^"]*)">', page)
    return {name: unescape(said) for name, said in tags}


def test_event_has_its_days_place_people_and_files(client):
    event = EventFactory(
        title="Тур", start="2016-05-25", end="2016-05-26", place="Вымышленск", lead="Одна\nстрока.", type="study_tour"
    )
    region = EventRegionFactory(event=event, region=RegionFactory(name="Вымышленная область")).region
    organizer = EventOrganizationFactory(event=event, role="organizer").organization
    EventOrganizationFactory(event=event, role="participant")
    StopFactory(event=event, park=ParkFactory(latitude=54.78, longitude=32.05))
    talk = TalkFactory(event=event)
    speaker = AppearanceFactory(event=event, talk=talk, position="Директор", organization_name="ООО «Образец»").person
    material = files.material(event=event, talk=talk, title="Слайды", kind="presentation")
    found = things(client, event.get_absolute_url())["Event"]
    assert found == {
        "@type": "Event",
        "name": "Тур",
        "url": f"{SITE}/events/{event.slug}/",
        "description": "Одна строка.",
        "inLanguage": "ru",
        "startDate": "2016-05-25",
        "endDate": "2016-05-26",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Вымышленск",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Вымышленск",
                "addressRegion": region.name,
                "addressCountry": "RU",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 54.78, "longitude": 32.05},
        },
        "organizer": [
            {"@type": "Organization", "name": str(organizer), "url": SITE + organizer.get_absolute_url()},
        ],
        "performer": [
            {
                "@type": "Person",
                "name": speaker.full_name,
                "url": SITE + speaker.get_absolute_url(),
                "jobTitle": "Директор",
                "affiliation": {"@type": "Organization", "name": "ООО «Образец»"},
            }
        ],
        "workFeatured": [
            {"@type": "PresentationDigitalDocument", "name": "Слайды", "url": f"{SITE}/materials/{material.pk}/"}
        ],
        "image": [f"{SITE}/events/{event.slug}/card.png"],
    }


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2016-05", None, {"startDate": "2016-05", "endDate": "2016-05"}),
        ("2016", None, {"startDate": "2016", "endDate": "2016"}),
        ("--05-25", "--05-26", {}),
        (None, None, {}),
    ],
)
def test_event_gives_as_much_of_its_date_as_is_known(client, start, end, expected):
    event = things(client, EventFactory(start=start, end=end).get_absolute_url())["Event"]
    assert {name: event[name] for name in ("startDate", "endDate") if name in event} == expected


@pytest.mark.parametrize(("status", "expected"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")])
def test_event_gives_its_status_if_it_does_not_take_place(client, status, expected):
    event = things(client, EventFactory(status=status).get_absolute_url())["Event"]
    assert event["eventStatus"] == f"https://schema.org/{expected}"


def test_webinar_is_online(client):
    event = EventFactory(type="webinar", place="Вымышленск")
    found = things(client, event.get_absolute_url())["Event"]
    assert found["location"] == {"@type": "VirtualLocation", "url": SITE + event.get_absolute_url()}
    assert found["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_text_cannot_close_the_json_ld_script(client):
    event = EventFactory(title='</script><script>alert("тест")</script><!--')
    assert things(client, event.get_absolute_url())["Event"]["name"] == event.title


def test_event_shows_a_visitor_nothing_that_is_closed_to_them(client):
    event = EventFactory()
    StopFactory(event=event, park=ParkFactory(name="Тайный", latitude=1, longitude=2, published_at=None))
    EventOrganizationFactory(event=event, organization=OrganizationFactory(name="Тайная", published_at=None))
    EventRegionFactory(event=event, region=RegionFactory(name="Тайная область", is_hidden=True))
    files.material(event=event, title="Только членам", access="members")
    found = json.dumps(things(client, event.get_absolute_url()), ensure_ascii=False)
    assert "Тайн" not in found
    assert "Только членам" not in found


def test_pages_have_breadcrumbs(client):
    event, park, person = EventFactory(title="Тур"), ParkFactory(), PersonFactory()
    AppearanceFactory(event=event, person=person)
    trails = {
        event.get_absolute_url(): ["Мероприятия", "Тур"],
        park.get_absolute_url(): ["Парки", str(park)],
        park.region.get_absolute_url(): ["Регионы", park.region.name],
        person.get_absolute_url(): ["Спикеры", person.full_name],
    }
    for address, names in trails.items():
        items = things(client, address)["BreadcrumbList"]["itemListElement"]
        assert [item["name"] for item in items] == names
        assert [item["position"] for item in items] == list(range(1, len(names) + 1))
        assert items[-1]["item"] == SITE + address
        assert client.get(items[0]["item"].removeprefix(SITE)).status_code == 200


def test_park_is_a_place_and_names_only_a_visible_region(client):
    park = ParkFactory(latitude=54.78, longitude=32.05, municipality="Вымышленский район", about="О парке.")
    found = things(client, park.get_absolute_url())["Place"]
    assert found["geo"] == {"@type": "GeoCoordinates", "latitude": 54.78, "longitude": 32.05}
    assert found["containedInPlace"]["name"] == found["address"]["addressRegion"] == park.region.name
    park.region.is_hidden = True
    park.region.save()
    found = things(client, park.get_absolute_url())
    assert park.region.name not in json.dumps(found, ensure_ascii=False)


def test_organization_and_person_have_metadata(client):
    organization = OrganizationFactory(kind="company", logo=files.picture(), website="https://образец.example/")
    found = things(client, organization.get_absolute_url())["Corporation"]
    assert (found["name"], found["sameAs"]) == (str(organization), "https://образец.example/")
    assert files.body(client.get(found["logo"].removeprefix(SITE)))
    assert "telephone" not in found
    organization.phone, organization.email = "8 (000) 000-00-00", "info@example.org"
    organization.save()
    found = things(client, organization.get_absolute_url())["Corporation"]
    assert (found["telephone"], found["email"]) == ("+70000000000", "info@example.org")
    park = ParkFactory(phone="+7 000 000-00-00; +7 000 000-00-01 доб. 2")
    found = things(client, park.get_absolute_url())["Place"]
    assert found["telephone"] == ["+70000000000", "+70000000001;ext=2"]
    person = PersonFactory(last_name="Образцов", first_name="Пётр", photo=files.picture())
    AppearanceFactory(person=person)
    found = things(client, person.get_absolute_url())["Person"]
    assert (found["givenName"], found["familyName"]) == ("Пётр", "Образцов")
    assert files.body(client.get(found["image"].removeprefix(SITE)))


def test_messengers_get_a_title_a_text_and_a_picture(client):
    event = EventFactory(title="Тур «Первый»", lead="Слово " * 100)
    found = open_graph(client, event.get_absolute_url())
    assert found["title"] == "Тур «Первый»"
    assert found["description"].endswith("Слово…")
    assert len(found["description"]) <= 201
    assert found["url"] == SITE + event.get_absolute_url()
    response = client.get(found["image"].removeprefix(SITE))
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert open_graph(client, "/")["title"] == "Ассоциация индустриальных парков"


def test_each_kind_of_page_has_a_picture_for_messengers(client):
    region = RegionFactory(iso_code="RU-SMO")
    park = ParkFactory(region=region, latitude=54.78, longitude=32.05)
    event = EventRegionFactory(event=EventFactory(start="2016-05-25"), region=region).event
    talk = TalkFactory(event=event)
    person = AppearanceFactory(event=event, talk=talk, person=PersonFactory(photo=files.picture())).person
    material = files.material(event=event, talk=talk)
    rows = (park, region, OrganizationFactory(region=region), person, event)
    expected = {row.get_absolute_url(): f"{row.get_absolute_url()}card.png" for row in rows}
    expected |= {"/": "/card.png", "/parks/": "/card.png", "/contacts/": "/card.png"}
    expected[material.get_absolute_url()] = f"{event.get_absolute_url()}card.png"
    assert {page: open_graph(client, page)["image"].removeprefix(SITE) for page in expected} == expected
    for address in set(expected.values()):
        response = client.get(address)
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
        assert response["Cache-Control"] == "public, no-cache"


def test_pictures_tell_everyone_only_what_a_visitor_knows(client, member, admin_client):
    hidden = RegionFactory(is_hidden=True, iso_code="RU-SMO")
    person = AppearanceFactory(event=EventFactory(access="members"), position="Тайный советник").person
    AppearanceFactory(person=person, position="Директор")
    draft = ParkFactory(region=hidden, published_at=None)
    for row in (ParkFactory(region=hidden), OrganizationFactory(region=hidden), person):
        address = f"{row.get_absolute_url()}card.png"
        assert client.get(address).content == member.get(address).content == admin_client.get(address).content
    for row in (hidden, draft):
        assert "private" in admin_client.get(f"{row.get_absolute_url()}card.png")["Cache-Control"]


def test_share_image_of_a_closed_event_is_closed_and_not_cached_by_proxies(client, admin_client):
    shown, closed = EventFactory(), EventFactory(access="members")
    assert client.get(f"{closed.get_absolute_url()}card.png").status_code == 404
    assert "private" in admin_client.get(f"{closed.get_absolute_url()}card.png")["Cache-Control"]
    assert "public" in client.get(f"{shown.get_absolute_url()}card.png")["Cache-Control"]


def test_cached_share_image_shows_no_hidden_region_even_to_staff(client, admin_client):
    event = EventFactory(place="")
    EventRegionFactory(event=event, region=RegionFactory(is_hidden=True, iso_code="RU-SMO"))
    address = f"{event.get_absolute_url()}card.png"
    assert admin_client.get(address).content == client.get(address).content


def test_share_image_is_sent_once(client):
    address = f"{EventFactory().get_absolute_url()}card.png"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_only_staff_can_preview_a_draft(admin_client, client):
    event = EventFactory(published_at=None, start=str(dt.date(2016, 5, 25)))
    assert client.get(f"{event.get_absolute_url()}card.png").status_code == 404
    assert "private" in admin_client.get(f"{event.get_absolute_url()}card.png")["Cache-Control"]


def test_presentation_has_its_author_and_its_first_slide(client):
    talk = TalkFactory(event=EventFactory(title="Тур"))
    speaker = AppearanceFactory(event=talk.event, talk=talk).person
    version = files.version(event=talk.event, talk=talk, title="Слайды", kind="presentation")
    files.slides(version, "Первый", "Второй")
    address = version.material.get_absolute_url()
    found = things(client, address)["PresentationDigitalDocument"]
    assert (found["name"], found["numberOfPages"], found["isAccessibleForFree"]) == ("Слайды", 2, True)
    assert (found["encodingFormat"], found["contentSize"]) == ("application/pdf", str(version.size))
    assert found["author"][0]["name"] == speaker.full_name
    assert found["isPartOf"]["name"] == "Тур"
    assert open_graph(client, address)["image"] == found["thumbnailUrl"]
    assert files.body(client.get(found["thumbnailUrl"].removeprefix(SITE)))


def test_locked_presentation_shows_no_more_than_its_row(client):
    version = files.version(title="Слайды", kind="presentation", access="members", description="Подробно.")
    files.slides(version, "Тайное")
    found = things(client, version.material.get_absolute_url())["PresentationDigitalDocument"]
    assert found.keys() == {"@type", "name", "url", "isAccessibleForFree", "isPartOf", "contentSize"}
    assert found["isAccessibleForFree"] is False
    assert "slides" not in open_graph(client, version.material.get_absolute_url())["image"]


def test_event_of_many_speakers_tells_search_engines_of_some(client):
    event = EventFactory(lead="Строка о мероприятии. " * 20)
    for number in range(12):
        AppearanceFactory(event=event, position=f"Директор департамента № {number}")
    html = client.get(event.get_absolute_url()).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1]
    assert len(block.encode()) <= 2_048
    assert things(client, event.get_absolute_url())["Event"]["performer"]
