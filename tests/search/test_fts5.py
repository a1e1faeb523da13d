"""SQLite's full-text index behind the documents."""

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from search import index
from search.models import SearchDocument
from tests import factories, files

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture
def visit(db):
    event = factories.EventFactory(title="Слёт выдумщиков")
    material = files.material(event=event, title="Доклад")
    files.slides(material.current_version, "Первый слайд", "Второй слайд")
    index.catch_up()
    return event


def matches(word):
    """The number of documents with the word; what waits in memory is written before it is counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_searchindex WHERE search_searchindex MATCH %s", [f'"{word}"'])
        return cursor.fetchone()[0]


def command(name):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_searchindex(search_searchindex) VALUES (%s)", [name])


def parts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT segid) FROM search_searchindex_idx")
        return cursor.fetchone()[0]


def test_removed_document_leaves_no_words(visit):
    assert matches("слайд") == 2
    SearchDocument.objects.all().delete()
    assert matches("слайд") == 0
    command("integrity-check")


def test_words_are_left_alone_where_only_what_is_shown_has_changed(visit):
    command("optimize")
    columns = {name: F(name) for name in ("id", "heading", "body", "context", "tags", "pairs")}
    SearchDocument.objects.update(shown="{}", **columns)
    assert (matches("слайд"), parts()) == (2, 1)
    for name in ("heading", "body", "context", "tags", "pairs"):
        SearchDocument.objects.update(**{name: Concat(F(name), Value(f"новое{name} "))})
        assert matches(f"новое{name}") == 4
    command("integrity-check")


def test_changed_documents_are_one_part(visit):
    """Many small parts are merged in the middle of a save, which took 200 ms among 10,000 events."""
    command("optimize")
    assert (matches("слайд"), parts()) == (2, 1)
    visit.title = "Сбор фантазёров"
    visit.save()
    index.catch_up()
    assert (matches("слайд"), parts()) == (2, 2)
    assert matches("фантазер") == 4
    command("integrity-check")
