"""What the first reading of a page costs, in counts that are the same on every machine."""

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.template.base import Node

from core.kept_pages.views import MEMORY
from events.models import Access, Appearance, Event, Material, MaterialVersion, Person, Talk
from search import index
from search.views import FOUND
from tests import factories
from tests.core.kept_pages.rows import make_pages

pytestmark = pytest.mark.django_db

# {page: the most queries, tags of templates that are rendered, and bytes of HTML}. Lower them with what you save.
MOST = {
    "events": (5, 200, 15_000),
    "event": (12, 705, 28_000),
    "search_page": (9, 130, 13_750),
    "person": (4, 139, 7_350),
    "park": (7, 174, 8_450),
    "material": (8, 205, 10_250),
}


@pytest.fixture
def pages(db):
    """An event with 12 more talks that have presentations, and a list of 30 events, which the search finds as well."""
    pages = make_pages()
    event, numbers = Event.objects.get(), range(12)
    people = Person.objects.bulk_create(
        Person(last_name="Примерова", first_name="Юлия", middle_name=f"Примеровна {number}", slug=f"fictional-{number}")
        for number in numbers
    )
    talks = Talk.objects.bulk_create(
        Talk(event=event, title=f"Пример подключения к сетям, часть {number}", order=number) for number in numbers
    )
    Appearance.objects.bulk_create(
        Appearance(
            event=event, talk=talk, person=person, position="Руководитель проекта", organization_name="АО «Пример»"
        )
        for talk, person in zip(talks, people, strict=True)
    )
    materials = Material.objects.bulk_create(
        Material(event=event, talk=talk, access=Access.MEMBERS, published_at=event.published_at) for talk in talks
    )
    for material in materials:
        material.current_version = MaterialVersion(material=material, number=1, original_name="а.pdf", size=33_900)
        material.current_version.sha256 = "0" * 64
    MaterialVersion.objects.bulk_create(material.current_version for material in materials)
    Material.objects.bulk_update(materials, ["current_version"])
    factories.EventFactory.create_batch(30, title="Вымышленный семинар")
    index.catch_up()
    return {**pages, "search_page": "/search/?q=вымышленный семинар"}


def test_first_readings_cost_no_more(pages, keeping, cost_of, visitor, monkeypatch):
    rendered, render = [], Node.render_annotated
    monkeypatch.setattr(Node, "render_annotated", lambda node, context: rendered.append(node) or render(node, context))
    costs, compiled, compile_query = {}, [], SQLCompiler.as_sql
    monkeypatch.setattr(
        SQLCompiler, "as_sql", lambda *query, **how: compiled.append(query) or compile_query(*query, **how)
    )
    for name in MOST:
        for _compiled in range(2):
            MEMORY.pages.clear()
            rendered.clear()
            compiled.clear()
            answer = cost_of(visitor, pages[name])
        costs[name] = (len(answer.queries), len(rendered), len(answer.content))
        assert compiled == [], name
        assert name != "search_page" or int(answer[FOUND]) >= 20
    assert {name: cost for name, cost in costs.items() if any(map(int.__gt__, cost, MOST[name]))} == {}
