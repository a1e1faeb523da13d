"""The permission table: what every address answers to everyone. A URL pattern that is not in it fails.
The table is `tests/data/permissions.txt`.

A cell holds the status of GET (HEAD must agree) and of POST. The columns are: a visitor; an account of a member
organization; a participant of «public» and «participants» whose organization is no member; an editor; an administrator.
Brackets stand for the primary key of the row of that name in `tests.world`.
"""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.template.base import Template
from django.urls import URLResolver, get_resolver, resolve
from django.utils.safestring import SafeString

from association.models import TextPage
from search.models import Synonym
from tests import factories, files
from tests.world import World

pytestmark = [pytest.mark.slow, pytest.mark.once]

TABLE = (Path(__file__).parent / "data/permissions.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def kept_world(keep):
    return keep(build_world)


@pytest.fixture
def world(kept_world, db, settings):
    return kept_world(settings)


def build_world():
    factories.ParkFactory(slug="shown")
    factories.ParkFactory(slug="draft", published_at=None)
    factories.OrganizationFactory(slug="shown", logo=files.picture())
    factories.OrganizationFactory(slug="draft", logo=files.picture(), published_at=None)
    factories.RegionFactory(slug="shown")
    factories.RegionFactory(slug="hidden", is_hidden=True)
    return World()


@pytest.fixture(autouse=True)
def _no_rendering(monkeypatch):
    """The rights are asked before a page is written; the crawl and tests/association/test_admin_site.py read pages."""
    monkeypatch.setattr(Template, "render", lambda self, context: SafeString())


@pytest.fixture
def people(world, visitor, member, participant, editor, administrator):
    for trip in ("public", "participants"):
        participant.attends(world.events[trip])
    return [visitor, member, participant, editor, administrator]


def rows(table):
    """{address: its cells}"""
    _header, *lines = table.strip("\n").splitlines()
    return {address: cells for address, *cells in (re.split(r" {2,}", line.strip()) for line in lines)}


def status(client, method, path):
    session = client.cookies.get("sessionid")
    if hasattr(client, "user") and not (session and session.value):
        client.force_login(client.user)  # a former row logged out
    client.raise_request_exception = False
    response = getattr(client, method)(path)
    files.body(response)  # a file is closed once it is read
    return response.status_code


def answers(people, path):
    """A cell for each; HEAD is asked by the first of staff, and by the first of the others, who get this answer."""
    heads = {}

    def answer(client):
        got = status(client, "get", path)
        kind = got, hasattr(client, "user") and client.user.is_staff
        if kind not in heads:
            heads[kind] = status(client, "head", path)
        posted = status(client, "post", path)
        return f"{got} {posted}" if got == heads[kind] else f"{got}/{heads[kind]} {posted}"

    return [answer(client) for client in people]


def test_each_address_answers_everyone_as_the_table_says(world, people):
    def path(address):
        address = re.sub(r"\[photo ([\w-]+)\]", lambda found: str(world.photos[found[1]].pk), address)
        return re.sub(r"\[([\w-]+)\]", lambda found: str(world.materials[found[1]].pk), address)

    expected = rows(TABLE)
    assert {address: answers(people, path(address)) for address in expected} == expected


def patterns(resolver, above=""):
    """Every URL pattern except those of the admin's models, which have a table of their own."""
    for entry in resolver.url_patterns:
        pattern = above + str(entry.pattern).removeprefix("^")
        if not isinstance(entry, URLResolver):
            yield pattern
        elif entry.app_name or not above.startswith("admin/"):
            yield from patterns(entry, pattern)


def test_each_url_pattern_is_in_the_table():
    addresses = [re.sub(r"\[[^]]+\]", "1", address) for address in rows(TABLE)]
    assert {resolve(address).route.replace("^", "") for address in addresses} == set(patterns(get_resolver()))


ADMIN_TABLE = """
                               editor         administrator
events.event                   vac            vacd
events.series                  vac            vacd
events.material                vacd           vacd
events.person                  vac            vacd
events.talk                    vacd           vacd
events.appearance              vacd           vacd
events.session                 vacd           vacd
events.stop                    vacd           vacd
events.delegation              vacd           vacd
events.outcome                 vacd           vacd
events.preview                 v              v
events.download                v              vd
parks.park                     vac            vacd
parks.organization             vac            vacd
parks.residency                vacd           vacd
parks.region                   vac            vacd
association.membership         -              vacd
association.membershipcategory -              vacd
association.committee          vac            vacd
association.textpage           vac            vacd
association.user               v              vacd
search.askedquery              v              v
search.synonym                 vacd           vacd
auth.group                     -              -
"""
ARRIVALS = {"", "begin/", "<uuid:key>/", "<uuid:key>/picture/", "unpack/", "remove/", "take/"}
DESK_PATTERNS = {
    "<int:event_id>/publication/",
    "<int:event_id>/publication/as/<str:reader>/",
    *(f"<int:event_id>/{page}/paste/" for page in ("main", "route", "programme", "people")),
    *(f"<int:event_id>/materials/arrivals/{rest}" for rest in ARRIVALS),
} | {
    f"<int:event_id>/{page}/{rest}"
    for page in ("route", "programme", "materials", "photos", "people", "results", "sources")
    for rest in (
        "",
        "order/",
        "<str:kind>/add/",
        "<str:kind>/<int:object_id>/",
        "<str:kind>/<int:object_id>/delete/",
    )
}
ADMIN_PATTERNS = {
    "",
    "add/",
    "<int:event_id>/export/",  # tests/events/desk/test_facts_of_releases.py
    "press-release/",  # tests/events/desk/test_press_release.py
    "statistics/",  # of downloads
    "statistics.csv",
    "statistics.xlsx",
    *(f"xlsx/{rest}" for rest in ("", "template/", "export/", "<int:pk>/", "<int:pk>/refused/")),  # tables
    "<path:object_id>/",
    "<path:object_id>/change/",
    "<path:object_id>/delete/",
    "<path:object_id>/history/",
    "<int:object_id>/restore/",  # of a deleted material
    "^([^/]+)/history/([^/]+)/$",  # a former state of the row
    "<int:pk>/password/",  # of an account
    "<int:event_id>/copy/",  # tests/events/test_copies.py
    "removed/",  # tests/core/admin/test_doubles.py tries these
    "removed/<int:removal_id>/",
    "doubles/",
    "doubles/like/",
    "merge/<int:kept_id>/<int:gone_id>/",
    *DESK_PATTERNS,  # tests/events/desk/test_pages.py tries each of them
}


def admin_rows():
    _header, *lines = ADMIN_TABLE.strip("\n").splitlines()
    return {line[:31].strip(): [line[31:46].strip("- "), line[46:].strip("- ")] for line in lines}


def actions(model, row):
    """{action: (method, address)}. «history» and «state» need the right to view, «password» the right to change."""
    base = f"/admin/{model._meta.label_lower.replace('.', '/')}/"
    return {
        "view": ("get", base),
        "add": ("get", f"{base}add/"),
        "change": ("post", f"{base}{row.pk}/change/"),
        "delete": ("get", f"{base}{row.pk}/delete/"),
        "history": ("get", f"{base}{row.pk}/history/"),
        "state": ("get", f"{base}{row.pk}/history/{row.history.first().pk}/" if hasattr(row, "history") else base),
        "password": ("get", f"{base}{row.pk}/password/" if model._meta.model_name == "user" else base),
    }


def is_open(client, method, path):
    answer = status(client, method, path)
    assert answer in (200, 302, 403)
    return answer == 200


@pytest.fixture
def rows_of_all_models(world, editor, administrator):
    for make in (
        factories.ResidencyFactory,
        factories.MembershipFactory,
        factories.CommitteeFactory,
        factories.SeriesFactory,
        factories.DelegationFactory,
        factories.OutcomeFactory,
    ):
        make()
    TextPage.objects.get_or_create(slug="about"), Synonym.objects.create(words="проба\nопыт")
    editor.get("/search/", {"q": "дирижабль"})
    world.materials["public"].downloads.create(user=factories.UserFactory())
    return {model: model._default_manager.first() for model in admin.site._registry}


def test_admin_grants_what_its_table_says(rows_of_all_models, editor, administrator):
    def letters(client, model):
        return "".join(
            word[0]
            for word, (method, path) in list(actions(model, rows_of_all_models[model]).items())[:4]
            if is_open(client, method, path)
        )

    people = (editor, administrator)
    found = {model._meta.label_lower: [letters(client, model) for client in people] for model in rows_of_all_models}
    assert found == admin_rows()


def test_history_and_passwords_need_the_rights_to_their_rows(rows_of_all_models, editor, administrator):
    for model, row in rows_of_all_models.items():
        for client, letters in zip((editor, administrator), admin_rows()[model._meta.label_lower], strict=True):
            named = actions(model, row)
            assert is_open(client, *named["history"]) == ("v" in letters)
            assert is_open(client, *named["state"]) == ("v" in letters)
            assert is_open(client, *named["password"]) == (
                "c" in letters if "user" in named["password"][1] else "v" in letters
            )


def test_admin_is_closed_to_everyone_else(rows_of_all_models, people):
    for model, row in rows_of_all_models.items():
        for method, path in actions(model, row).values():
            assert not any(is_open(client, method, path) for client in people[:3]), path


def test_admin_has_no_other_addresses():
    found = {str(entry.pattern) for model_admin in admin.site._registry.values() for entry in model_admin.get_urls()}
    assert found == ADMIN_PATTERNS
