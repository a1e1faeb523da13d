"""What a kept page costs, what its answer says to browsers, and how much memory all of them may take."""

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from core.kept_pages import tables, views
from core.kept_pages.generation import Generation
from core.kept_pages.memory import KeptPage, Memory, Stretch
from events.models import Attendance, Event
from tests import factories
from tests.core.kept_pages.rows import make_pages

pytestmark = pytest.mark.both

CLONE = Path(__file__).resolve().parents[3]
WHO_READS = {"django_session", "association_user", "django_content_type"}
TABLES_BESIDE = {"events_download", "core_generation", "core_formerslug"}
OF_A_USER = {"is_authenticated", "is_staff"}
OF_A_REQUEST = {"path", "get_full_path", "get_host", "GET", "previewed"}  # previews are made past the kept pages


@pytest.fixture
def pages(db):
    return make_pages()


@pytest.mark.slow
def test_kept_page_is_the_same_and_costs_what_asking_who_reads_it_costs(pages, keeping, cost_of, visitor, member):
    for client, most in ((visitor, 2), (member, 3)):
        for name, address in pages.items():
            fresh, kept = cost_of(client, address), cost_of(client, address)
            assert fresh.status_code == kept.status_code == 200
            assert kept.content == fresh.content
            assert kept.headers == fresh.headers, name
            assert len(kept.queries) <= most < len(fresh.queries) + most, (name, kept.queries)


@pytest.mark.slow
def test_pages_are_made_of_content_and_of_what_is_asked_each_time(pages, keeping, cost_of, visitor, member):
    content = {model._meta.db_table for model in tables.content_models()}
    virtual = {"search_searchindex"}  # triggers of search_searchdocument write it
    for client in (visitor, member):
        for name, address in pages.items():
            queries = " ".join(cost_of(client, address).queries)
            read = set(re.findall(r'(?:FROM|JOIN) "?([a-z_]+_[a-z_]+)', queries))
            assert read - content - virtual - WHO_READS - TABLES_BESIDE == set(), name


def test_templates_ask_nothing_else_of_the_user():
    """A page is kept for all who see the same, so it may not show what one of them is called."""
    personal = {"association/cabinet.html", "403.html", "404.html"}
    for path in (CLONE / "templates").rglob("*.html"):
        name = path.relative_to(CLONE / "templates").as_posix()
        if name.startswith(("admin/", "account/", "simple_history/")) or name in personal:
            continue
        source = path.read_text("utf-8")
        assert set(re.findall(r"\b(?:request\.)?user\.(\w+)", source)) <= OF_A_USER, name
        assert set(re.findall(r"\brequest\.(\w+)", source)) <= OF_A_REQUEST, name


def test_page_is_kept_for_somebody_of_many_events(pages, keeping, cost_of, participant):
    built = [factories.EventFactory.build(slug=f"trip-{number}") for number in range(700)]
    Attendance.objects.bulk_create(
        Attendance(event=event, user=participant.user) for event in Event.objects.bulk_create(built)
    )
    fresh, kept = cost_of(participant, pages["event"]), cost_of(participant, pages["event"])
    assert kept.content == fresh.content
    assert len(kept.queries) <= 3


def test_staff_get_a_fresh_page_each_time(pages, keeping, cost_of, editor):
    counts = [len(cost_of(editor, pages["event"]).queries) for _time in range(3)]
    assert counts[1] == counts[2] > 10


def test_nothing_is_kept_with_the_setting_at_zero(pages, settings, cost_of, visitor):
    settings.KEPT_PAGES_MB = 0
    counts = [len(cost_of(visitor, pages["event"]).queries) for _time in range(3)]
    assert counts[1] == counts[2] > 8


def test_unknown_parameters_and_their_order_make_no_page_of_their_own(pages, keeping, cost_of, visitor):
    known = cost_of(visitor, "/events/?when=past&year=2016")
    other = cost_of(visitor, "/events/?utm_source=x&year=2016&when=past")
    assert other.content == known.content
    assert len(other.queries) == 1
    assert b"utm_source" not in other.content


def test_former_address_keeps_its_parameters(pages, keeping, visitor):
    event = Event.objects.get()
    former = event.get_absolute_url()
    event.slug = "new-slug"
    event.save()
    assert visitor.get(f"{former}?utm_source=x")["Location"] == "/events/new-slug/?utm_source=x"


@pytest.mark.parametrize("megabytes", [0, 16])
def test_unchanged_page_is_answered_in_a_few_bytes(megabytes, pages, keeping, settings, visitor, member, editor):
    settings.KEPT_PAGES_MB = megabytes
    for client in (visitor, member, editor):
        first = client.get(pages["event"])
        assert first["Cache-Control"].startswith("private")
        assert first["Vary"] == "Cookie"
        again = client.get(pages["event"], headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    Event.objects.update(title="Новое")
    for client in (visitor, member, editor):
        assert client.get(pages["event"], headers={"if-none-match": first["ETag"]}).status_code == 200


def test_page_with_a_form_token_has_no_etag(db, keeping, visitor):
    visitor.cookies["appearance"] = "3.blue.wide.off"
    for _time in range(2):
        answer = visitor.get("/regions/")
        assert "ETag" not in answer
        assert "csrftoken" in answer.cookies
        assert b"hole-" not in answer.content


def test_page_of_tiles_keeps_its_policy(pages, keeping, settings, visitor):
    settings.MAP_TILES_URL = "https://tiles.example/{z}/{x}/{y}.png"
    for _time in range(2):
        assert "https://tiles.example" in visitor.get(pages["park"])["Content-Security-Policy"]


def test_head_of_a_kept_page_has_no_body(pages, keeping, visitor):
    whole = visitor.get(pages["event"])
    head = visitor.head(pages["event"])
    assert (head.content, head["ETag"]) == (b"", whole["ETag"])


def test_post_is_refused_as_before(pages, keeping, visitor):
    visitor.get(pages["events"])
    assert visitor.post(pages["events"]).status_code == 405


def test_every_page_for_readers_is_kept(pages):
    assert {name for name in map(view_name, all_patterns(get_resolver())) if name} == set(pages)


def all_patterns(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_patterns(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern


def view_name(pattern):
    """The name of the pattern if its view is kept, or the view is a class whose `dispatch` is."""
    view = getattr(pattern.callback, "view_class", None)
    marked = getattr(view.dispatch if view else pattern.callback, "keeps_its_page", False)
    return {"search": "search_page"}.get(pattern.name, pattern.name) if marked else None


def page_of(size):
    return KeptPage(b"x" * size, (), {}, (), '""')


def stretch_of(number):
    return Stretch(Generation(1, number, 1, 1), 0, 1)


def test_memory_stays_within_its_bytes_and_forgets_what_was_not_asked_for_longest():
    memory, now = Memory(), stretch_of(1)
    memory.enter(now)
    for number in range(100):
        memory.put(now, str(number), page_of(1_000), 20_000)
        memory.get(now, "0")
    assert memory.size <= 20_000
    assert memory.get(now, "0")
    assert not memory.get(now, "1")
    assert memory.get(now, "99")


def test_page_larger_than_an_eighth_of_the_memory_is_not_kept():
    memory, now = Memory(), stretch_of(1)
    memory.enter(now)
    memory.put(now, "large", page_of(3_000), 20_000)
    assert memory.get(now, "large") is None
    assert memory.size == 0


def test_memory_holds_one_generation():
    memory, former, now = Memory(), stretch_of(1), stretch_of(2)
    memory.enter(former)
    memory.put(former, "a", page_of(100), 20_000)
    memory.remember(former, "fact", 1)
    memory.enter(now)
    assert (memory.size, memory.get(now, "a"), memory.fact(now, "fact")) == (0, None, None)
    memory.put(former, "a", page_of(100), 20_000)  # by a request that had begun before
    assert (memory.get(now, "a"), memory.get(former, "a")) == (None, None)


def test_fact_is_found_once_for_each_generation(keeping, rf, db):
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpResponse

    found = []

    @views.kept("q")
    def show(request):
        return HttpResponse(views.remembered("fact", lambda: found.append(1) or len(found)))

    def ask(q):
        request = rf.get("/some/", {"q": q})
        request.user = AnonymousUser()
        return show(request).content

    assert [ask("a"), ask("b")] == [b"1", b"1"]
    factories.EventFactory()
    assert ask("a") == b"2"
    assert views.remembered("fact", int) is None  # no page is being made
