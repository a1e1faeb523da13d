"""Each role finds what it may see; what it may not see does not change the page."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.urls import reverse

from search import index
from tests import factories
from tests.test_crawl import who_may_see
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ["visitor", "member", "participant", "editor", "administrator"]
# Texts that are found by their own words, for those who may see them.
FINDABLE = {"title", "lead", "body", "place", "speaker", "material", "description", "slide", "last slide"}
FINDING = ["visitor", "participant", "editor"]  # three roles are enough: the others differ in what they must not find
ANNOUNCED = "public-members material"  # the title of a material whose locked row everybody sees
UNKNOWN = "меченыйщщщ"  # occurs nowhere


@pytest.fixture(scope="module")
def kept_world(keep):
    return keep(build_world)


@pytest.fixture
def world(kept_world, db, settings):
    return kept_world(settings)


def build_world():
    world = World()
    index.catch_up()
    return world


@pytest.fixture
def people(world, visitor, member, participant, editor, administrator):
    for trip in ("public", "participants"):
        participant.attends(world.events[trip])
    return dict(zip(ROLES, [visitor, member, participant, editor, administrator], strict=True))


def may_see(role, place):
    """Locked rows are not hits: whatever is found can be opened."""
    return role in who_may_see()[place.partition(" ")[0]]


def is_findable(role, place):
    return role in FINDING and place.partition(" ")[2] in FINDABLE


def page(client, query, **asked):
    return unescape(client.get(reverse("search:search"), {"q": query, **asked}).content.decode())


def without_echo(text, query):
    """The page without the query and without the note about materials for members."""
    for echo in (query, quote(query), quote(quote(query))):
        text = re.sub(re.escape(echo), "", text, flags=re.IGNORECASE)
    text = re.sub(r'<p class="notice hidden-note">.*?</p>', "", text, flags=re.DOTALL)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|\n(?=\s*\n)', "", text)


def suggested(client, query):
    answer = client.get(reverse("search:suggestions"), {"q": query})
    return json.dumps(json.loads(answer.content), ensure_ascii=False)


def misspelled(marker):
    return marker[:3] + marker[4:]


def test_each_role_finds_what_it_may_see_and_nothing_else_changes_the_page(world, people):
    lost, leaked = [], []
    for role, client in people.items():
        nothing = without_echo(page(client, UNKNOWN, exact="1"), UNKNOWN)
        for place, marker in world.markers.items():
            if not may_see(role, place):
                if without_echo(page(client, marker, exact="1"), marker) != nothing:
                    leaked.append((role, place))
            elif is_findable(role, place) and 'class="hit__title"' not in page(client, marker, exact="1"):
                lost.append((role, place))
    assert leaked == [], "found without access"
    assert lost == [], "visible but not found"


def test_hidden_words_are_neither_suggested_nor_used_as_corrections(world, people):
    leaked = []
    for role in ("visitor", "member", "participant"):
        hidden = {marker: place for place, marker in world.markers.items() if not may_see(role, place)}
        for marker in sorted(hidden):
            if role != "visitor" and hidden[marker].partition(" ")[2] not in FINDABLE:
                continue  # they are asked less, for the visitor sees least
            shown = page(people[role], misspelled(marker)) + suggested(people[role], marker[:-1])
            words = set(re.findall(r"меченый[бвгджзкпрс]{3}", shown.lower()))
            leaked += [(role, marker, word) for word in words & hidden.keys()]
    assert leaked == []


def test_correction_uses_a_form_that_occurs_in_visible_text(visitor):
    """A public form of a name must not bring up another form that only a draft has."""
    factories.EventFactory(title="Доклад: Вымысловский")
    factories.EventFactory(title="Доклад: Вымысловская", published_at=None)
    index.catch_up()
    assert "Вымысловский" in page(visitor, "вымысловсая")
    assert "вымысловская" not in page(visitor, "вымысловсая").lower()


def test_word_that_only_closed_slides_have_is_not_counted(world, people):
    """Otherwise the number would reveal word after word what the slide says."""
    closed = {place: marker for place, marker in world.markers.items() if not may_see("visitor", place)}
    closed.pop(ANNOUNCED)
    for place, marker in closed.items():
        assert "в материалах для членов" not in page(people["visitor"], marker, exact="1"), place


def test_hidden_note_counts_only_announced_materials(world, people):
    """Its title stands in a locked row that everybody sees."""
    title = world.markers[ANNOUNCED]
    assert "Ещё 1 — в материалах для членов ассоциации" in page(people["visitor"], title, exact="1")
    for role in ROLES[1:]:
        assert "в материалах для членов" not in page(people[role], title, exact="1"), role
