"""Crawls the demo as five people, follows every link, and compares the markers that each finds with those they may see.

Pages are kept meanwhile, and those who may see most read first.

The events of `tests.world` are tied to the demo's own parks, organizations and regions, so that they appear on pages
that everybody can open.
"""

import io
import json
import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from core.kept_pages.views import MEMORY
from events.models import Event
from parks.models import Region
from tests import factories, files
from tests.world import TIERS, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

HOST = "http://testserver"
QUERIES_OF_A_PAGE = 3
PAGES_OF_A_KIND_IN_ADMIN = 1
CARDS_OF_A_ROOM = 4
EMPTY_REGIONS = 3
STAFF = {"editor", "administrator"}
EVERYONE = {"visitor", "member", "participant"} | STAFF


def who_may_see():
    """{name in the world: roles that may open it}"""
    events = {
        "public": EVERYONE,
        "elsewhere": EVERYONE,
        "members": {"member"} | STAFF,
        "participants": {"participant"} | STAFF,
        **dict.fromkeys(["staff", "draft", "future"], STAFF),
    }
    materials = {
        "public-members": {"member", "participant"} | STAFF,
        "public-participants": {"participant"} | STAFF,
        "unlisted": {"member", "participant"} | STAFF,
        **dict.fromkeys(["public-staff", "unpublished", "elsewhere-participants"], STAFF),
    }
    return events | materials | {"deleted": set()}


LOCKED_BUT_LISTED = {"public-members", "public-participants", "elsewhere-participants"}
HIDDEN_PLACES = {"hidden region", "draft park", "draft organization"}
IN_THE_TRASH = "deleted material"  # staff see its title there


def expected_of(role, world):
    """The places whose markers this role must find."""
    allowed = who_may_see()

    def is_seen(place):
        name, _, part = place.partition(" ")
        if place in HIDDEN_PLACES:
            return role in STAFF
        return role in allowed[name] or (name in LOCKED_BUT_LISTED and part == "material")

    return {place for place in world.markers if is_seen(place)}


@pytest.fixture(scope="module")
def kept_world(keep):
    return keep(build_world)


@pytest.fixture
def world(kept_world, settings):
    return kept_world(settings)


def build_world():
    call_command("demo", size=2, no_serve=True, stdout=io.StringIO())
    visit = Event.objects.get(title__holds="смоленск")
    world = World()
    park = visit.stops.exclude(park=None).first().park
    organization = visit.organization_roles.first().organization
    region = visit.region_roles.first().region
    for event in world.events.values():
        factories.StopFactory(event=event, park=park)
        factories.EventOrganizationFactory(event=event, organization=organization)
        factories.EventRegionFactory(event=event, region=region)
        for speaker in event.appearances.all():
            speaker.organization = organization
            speaker.save()
    plant_hidden_places(world, park)
    return world


def plant_hidden_places(world, park):
    """Adds drafts to pages that are published."""
    event, mark = world.events["public"], world.markers
    region = factories.RegionFactory(name=f"{mark['hidden region']} область", is_hidden=True)
    draft_park = factories.ParkFactory(name=mark["draft park"], published_at=None, region=park.region)
    organization = factories.OrganizationFactory(name=mark["draft organization"], published_at=None)
    factories.EventRegionFactory(event=event, region=region)
    factories.StopFactory(event=event, park=draft_park)
    factories.EventOrganizationFactory(event=event, organization=organization)
    factories.ResidencyFactory(organization=organization, park=park)
    factories.MembershipFactory(organization=organization)


@pytest.fixture
def people(world, visitor, member, participant, editor, administrator):
    for trip in ("public", "participants"):
        participant.attends(world.events[trip])
    people = {"visitor": visitor, "member": member, "participant": participant}
    return people | {"editor": editor, "administrator": administrator}


def full_regions():
    """The slugs of the regions that something refers to, and "" for the list of all; seventy pages tell of nothing."""
    found = {""}
    for relation in Region._meta.related_objects:
        found.update(relation.related_model._base_manager.values_list(f"{relation.field.name}__slug", flat=True))
    return found


class Links(HTMLParser):
    """The links of a page: links, pictures, scripts, and GET forms with a few values of each <select>."""

    VALUES_OF_A_LIST = 3

    def __init__(self, page):
        super().__init__()
        self.found, self.form, self.select, self.values = [], None, None, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        for name in ("href", "src"):
            if attributes.get(name):
                self.found.append(attributes[name])
        if attributes.get("property") == "og:image":
            self.found.append(attributes["content"].replace(settings.SITE_URL, HOST))
        if tag == "form" and attributes.get("method", "get").lower() == "get":
            self.form = attributes.get("action") or "?"
        elif tag == "select":
            self.select, self.values = attributes.get("name"), 0
        elif tag == "option" and self.form and self.select and self.values < self.VALUES_OF_A_LIST:
            self.values += 1
            self.found.append(f"{self.form.split('?')[0]}?{self.select}={attributes.get('value', '')}")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


class Walk:
    """One person's crawl through the site: opened addresses, errors, and the markers seen."""

    def __init__(self, client, world):
        self.client, self.places = client, {marker: place for place, marker in world.markers.items()}
        self.seen, self.wrong, self.opened, self.kinds = {}, [], set(), Counter()
        self.regions = full_regions()
        self.ahead = deque(
            [("/", "start"), ("/sitemap.xml", "start"), ("/robots.txt", "start"), ("/parks/map.json", "start")]
        )
        while self.ahead:
            self.open(*self.ahead.popleft())

    def open(self, address, source):
        response = self.client.get(address)
        body = files.body(response)
        if response.status_code not in (200, 301, 302):
            self.wrong.append(f"{response.status_code} {address} (from {source})")
            return
        text = body.decode("utf-8", errors="ignore")
        if response.headers.get("Content-Type", "").startswith("application/json"):
            text = json.dumps(json.loads(text), ensure_ascii=False)
        self.look(text + unquote(str(response.headers)), address)
        if response.has_header("Location"):
            self.follow(response["Location"], address)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html"):
            for link in Links(text).found:
                self.follow(link, address)
        elif kind.startswith(("application/xml", "text/plain")):
            for link in re.findall(rf"{HOST}[^\s<]*", text):
                self.follow(link, address)

    def look(self, text, address):
        for marker in re.findall(r"меченый[бвгджзкпрс]{3}", text.lower()):
            self.seen.setdefault(self.places[marker], address)

    def follow(self, link, source):
        target = urlsplit(urljoin(HOST + source, link))
        if target.scheme not in ("http", "https"):
            return
        if target.netloc != "testserver":
            return
        if target.path.startswith("/static/"):
            if not finders.find(target.path.removeprefix("/static/")):
                self.wrong.append(f"missing {target.path} (from {source})")
            return
        address = target.path + (f"?{target.query}" if target.query else "")
        if address in self.opened or not self.is_wanted(target):
            return
        self.opened.add(address)
        self.ahead.append((address, source))

    def is_wanted(self, target):
        """True for every page, but only for a few query strings of each, a few empty regions, and a few admin pages of
        each kind.
        """
        if target.path == "/account/logout/":
            return False
        if target.path.endswith("/card.png"):  # drawn for 0.1 s, without a text to look at
            room = target.path.split("/")[1]
            self.kinds[room] += 1
            return self.kinds[room] <= CARDS_OF_A_ROOM
        if target.path.startswith("/regions/") and target.path.split("/")[2] not in self.regions:
            self.kinds["empty regions"] += 1
            return self.kinds["empty regions"] <= EMPTY_REGIONS
        if not target.query and not target.path.startswith("/admin/"):
            return True
        kind = re.sub(r"[0-9]+", "1", target.path) + ("?" if target.query else "")
        self.kinds[kind] += 1
        if kind.startswith("/admin/"):
            return self.kinds[kind] <= (1 if target.query else PAGES_OF_A_KIND_IN_ADMIN)
        return self.kinds[kind] <= QUERIES_OF_A_PAGE


@pytest.mark.parametrize("roles", [["member", "participant", "visitor"], ["administrator", "editor"]], ids=" ".join)
def test_everyone_sees_what_they_may_and_no_link_is_dead(roles, world, people, settings):
    settings.KEPT_PAGES_MB = 16
    MEMORY.forget()
    walks = {role: Walk(people[role], world) for role in roles}
    assert {role: walk.wrong for role, walk in walks.items() if walk.wrong} == {}
    assert bool(MEMORY.pages) == ("visitor" in roles)
    MEMORY.forget()
    for role, walk in walks.items():
        expected = expected_of(role, world)
        if role in STAFF and "deleted=1" in walk.seen.get(IN_THE_TRASH, ""):
            expected.add(IN_THE_TRASH)
        leaked = {place: address for place, address in walk.seen.items() if place not in expected}
        assert leaked == {}, f"{role} sees what is not theirs"
        assert expected - set(walk.seen) == set(), f"{role} does not find what is theirs"


def test_world_has_a_marker_for_each_tier_and_part(world):
    parts = {"title", "lead", "body", "place", "session", "stop", "speaker", "position", "talk", "photo"}
    parts |= {"material", "description", "file name", "file", "slide", "last slide", "pdf"}
    for name in [*TIERS, "draft", "future"]:
        assert {f"{name} {part}" for part in parts} <= set(world.markers)
