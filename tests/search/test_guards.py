"""Each guard of GUARDS.md: its scenario holds with it and fails without it."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone

from core.morphology import terms_of
from search import hidden, index, keys, learning, meaning, search
from search.frequencies import TermFrequencies
from search.models import AskedQuery, SearchDocument
from search.verify import Visible
from tests import factories, files
from tests.guards import Guards

pytestmark = [pytest.mark.django_db, pytest.mark.both]
guards = Guards(__file__)
scenario, without = guards.scenario, guards.without
VISITOR = AnonymousUser()


def closed_slides(*slides, title="Подключение к газу", **fields):
    material = files.material(event=factories.EventFactory(), title=title, access="members", **fields)
    files.slides(material.current_version, *slides)
    return material


@scenario("hidden materials: locked row")
def number_tells_of_no_closed_slide():
    closed_slides("Дирижабль у причала")
    index.catch_up()
    assert search("подключение газ", VISITOR).hidden_for_members == 1
    assert search("дирижабль", VISITOR).hidden_for_members == 0


@without("hidden materials: locked row")
def every_word_of_it(monkeypatch):
    # The document of the material itself has no slides: those of the index are counted as if they were the row.
    monkeypatch.setattr(hidden, "keys", SimpleNamespace(ANNOUNCED=keys.MEMBERS, PUBLIC=keys.PUBLIC, row_term=str))
    monkeypatch.setattr(hidden, "filter_tags", lambda filters: [])
    monkeypatch.setattr("search.engines.base.EVENTS", keys.SLIDES)


@scenario("hidden materials: announced")
def number_tells_of_no_unannounced_material():
    closed_slides("Вода", is_listed=False)
    index.catch_up()
    assert search("подключение газ", VISITOR).hidden_for_members == 0


@without("hidden materials: announced")
def all_of_them(monkeypatch):
    monkeypatch.setattr(
        hidden, "keys", SimpleNamespace(ANNOUNCED=keys.MEMBERS, PUBLIC=keys.PUBLIC, row_term=keys.heading_term)
    )


@scenario("weights: public documents")
def weights_tell_of_no_closed_document():
    factories.EventFactory(title="Градирня")
    factories.EventFactory(title="Причал")

    def weight():
        index.rebuild()
        return TermFrequencies(terms_of("градирня")).weight_of(terms_of("градирня"))

    before = weight()
    for _ in range(4):
        factories.EventFactory(title="Градирня", published_at=None)
    assert weight() == before


@without("weights: public documents")
def all_documents(monkeypatch):
    counted = TermFrequencies._count
    monkeypatch.setattr(
        TermFrequencies,
        "_count",
        staticmethod(
            lambda terms: {term: count._replace(public=count.documents) for term, count in counted(terms).items()}
        ),
    )


@scenario("beginnings: public terms")
def closed_word_is_read_like_one_that_stands_nowhere():
    factories.EventFactory(title="Паромная переправа")
    index.rebuild()
    before = [hit.title for hit in search("паром", VISITOR).hits]
    factories.EventFactory(title="Паром", published_at=None)
    index.rebuild()
    assert before == [hit.title for hit in search("паром", VISITOR).hits] == ["Паромная переправа"]


@without("beginnings: public terms")
def terms_of_any_document(monkeypatch):
    look_up = meaning.look_up

    def look_up_everywhere(query_words, access, **how):
        every = {term for word in query_words for term in word.terms}
        known = {term for term in every if SearchDocument.objects.filter(heading__contains=f" {term} ").exists()}
        return look_up(query_words, access, **how)._replace(public_terms=known)

    monkeypatch.setattr(meaning, "look_up", look_up_everywhere)


@scenario("corrections: visible forms")
def correction_is_in_a_form_that_is_shown():
    factories.EventFactory(title="О дирижаблях")
    factories.EventFactory(title="Дирижаблем", published_at=None)
    index.catch_up()
    assert search("дирижаблемм", VISITOR).corrected == "дирижаблях"


@without("corrections: visible forms")
def any_form(monkeypatch):
    monkeypatch.setattr("search.answer.as_spelled", lambda corrected, typed, texts: corrected)


@scenario("hits: visible rows")
def row_wrongly_marked_as_public_is_not_shown():
    factories.EventFactory(title="Градирня", published_at=None)
    index.catch_up()
    SearchDocument.objects.update(public_from=timezone.now())
    SearchDocument.objects.update(tags=f" {keys.tag(keys.POOL, keys.EVENTS)} {keys.PUBLIC} ")
    assert search("градирня", VISITOR).hits == []


@without("hits: visible rows")
def whatever_the_index_says(monkeypatch):
    monkeypatch.setattr(
        "search.answer.visible_rows",
        lambda user, rows, **facets: {(kind, str(key)): Visible("", "") for kind, key in rows},
    )


@scenario("learning: the text alone")
def question_tells_nobody_who_asked(member):
    member.get(reverse("search:search"), {"q": "дирижабль"})
    (row,) = AskedQuery.objects.all()
    told = {name: str(value) for name, value in model_to_dict(row).items() if name not in ("id", "asked", "found")}
    assert member.user.email not in " ".join(told.values())
    assert told.keys() == {"day", "text", "opened"}
    assert told["text"] == "дирижабль"


@without("learning: the text alone")
def with_who_asked(monkeypatch):
    monkeypatch.setattr(learning, "normalized", lambda text: f"member@example.org: {text}")


@pytest.mark.parametrize("name", guards.names)
def test_scenario_holds(name, request):
    guards.holds(name, request)


@pytest.mark.parametrize("name", guards.names)
def test_scenario_fails_without_its_guard(name, request):
    guards.fails_without(name, request)


def test_every_guard_has_a_row_and_a_scenario():
    assert guards.are_complete()
