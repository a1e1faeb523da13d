"""Whatever is planted, each person finds what they may see, and of the rest not even the effect."""

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
# What is found by its own words, for those who may see it.
FINDABLE = {"title", "lead", "body", "place", "speaker", "material", "description", "slide", "last slide"}
FINDING = ["visitor", "participant", "editor"]  # three are enough: the others differ by what they must not find
UNKNOWN = "меченыйщщщ"  # planted nowhere


@pytest.fixture
def world(db):
    world = World()
    index.catch_up()
    return world


@pytest.fixture
def people(world, visitor, member, participant, editor, administrator):
    for trip in ("public", "participants"):
        participant.attends(world.events[trip])
    return dict(zip(ROLES, [visitor, member, participant, editor, administrator], strict=True))


def may_know(role, place):
    """A locked row of a list is no hit: what is found may be opened."""
    return role in who_may_see()[place.partition(" ")[0]]


def is_told(role, place):
    return role in FINDING and place.partition(" ")[2] in FINDABLE


def page(client, query, **asked):
    return unescape(client.get(reverse("search:search"), {"q": query, **asked}).content.decode())


def without_echo(text, query):
    """The page with what was typed taken out of it, and the sentence that tells of material for members."""
    for echo in (query, quote(query), quote(quote(query))):
        text = re.sub(re.escape(echo), "", text, flags=re.IGNORECASE)
    text = re.sub(r'<p class="notice hidden-note">.*?</p>', "", text, flags=re.DOTALL)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def suggested(client, query):
    answer = client.get(reverse("search:suggestions"), {"q": query})
    return json.dumps(json.loads(answer.content), ensure_ascii=False)


def misspelled(marker):
    return marker[:3] + marker[4:]


def test_each_person_finds_what_they_may_and_of_the_rest_nothing(world, people):
    lost, leaked = [], []
    for role, client in people.items():
        nothing = without_echo(page(client, UNKNOWN, exact="1"), UNKNOWN)
        for place, marker in world.markers.items():
            if not may_know(role, place):
                if without_echo(page(client, marker, exact="1"), marker) != nothing:
                    leaked.append((role, place))
            elif is_told(role, place) and 'class="hit__title"' not in page(client, marker, exact="1"):
                lost.append((role, place))
    assert leaked == [], "found by those who may not see it"
    assert lost == [], "not found by those who may"


def test_no_word_of_what_is_hidden_is_suggested_or_put_in_place_of_another(world, people):
    leaked = []
    for role in ("visitor", "member", "participant"):
        hidden = {marker for place, marker in world.markers.items() if not may_know(role, place)}
        for marker in sorted(hidden):
            told = page(people[role], misspelled(marker)) + suggested(people[role], marker[:-1])
            leaked += [(role, marker, word) for word in set(re.findall(r"меченый[а-ик]{3}", told.lower())) & hidden]
    assert leaked == []


def test_a_correction_is_a_word_that_stands_in_what_may_be_seen(visitor):
    """One form of a name in the open must not bring out another form that stands only in a draft."""
    factories.EventFactory(title="Доклад: Вымысловский")
    factories.EventFactory(title="Доклад: Вымысловская", published_at=None)
    index.catch_up()
    assert "Вымысловский" in page(visitor, "вымысловсая")
    assert "вымысловская" not in page(visitor, "вымысловсая").lower()


def test_a_word_of_a_closed_slide_alone_is_not_even_counted(world, people):
    """Else one could ask for word after word and learn from the number what the slide says."""
    slides = {place: marker for place, marker in world.markers.items() if not may_know("visitor", place)}
    for place, marker in slides.items():
        assert "в материалах для членов" not in page(people["visitor"], marker, exact="1"), place


def test_what_is_counted_is_only_what_the_lists_announce(world, people):
    """«Обложка» stands on the first slide of all, the open ones included."""
    assert "Ещё 1 — в материалах для членов ассоциации" in page(people["visitor"], "обложка")
    for role in ROLES[1:]:
        assert "в материалах для членов" not in page(people[role], "обложка"), role
