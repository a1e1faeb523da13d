"""«Презентация № 2»: the index follows when a neighbour comes, goes or moves."""

import json

import pytest

from events import trash
from events.models import Material
from search import index
from search.interface import Kind
from search.models import SearchDocument
from tests import factories, files

pytestmark = pytest.mark.django_db


def save(material, **values):
    for name, value in values.items():
        setattr(material, name, value)
    material.save()


def title_of(material):
    index.catch_up()
    return json.loads(SearchDocument.objects.get(kind=Kind.MATERIAL, object_id=material.pk).shown)["title"]


@pytest.mark.parametrize(
    "leave",
    [
        trash.put_away,
        Material.delete,
        lambda first: save(first, title="Устав"),
        lambda first: save(first, kind=Material.Kind.PAPER),
        lambda first: save(first, event=factories.EventFactory()),
        lambda first: save(first, order=9),
    ],
    ids=["put away", "deleted", "titled", "another kind", "another event", "behind"],
)
def test_number_follows_the_materials_before(leave):
    event = factories.EventFactory()
    first, second = (files.material(event=event, title="") for _ in range(2))
    assert title_of(second) == "Презентация № 2"
    leave(first)
    assert title_of(second) == "Презентация"


def test_number_follows_a_material_that_comes_back():
    event = factories.EventFactory()
    first, second = (files.material(event=event, title="") for _ in range(2))
    trash.put_away(first)
    assert title_of(second) == "Презентация"
    trash.restore(first)
    assert title_of(second) == "Презентация № 2"
