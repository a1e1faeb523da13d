"""The manual inside the admin: each page leads to the page about it, and nothing in it leads nowhere."""

import re

import pytest
from django.conf import settings
from django.contrib import admin

from association import help

FILES = [settings.BASE_DIR / "docs" / "editors.md", *(settings.BASE_DIR / "docs" / "editors").glob("*.md")]


def names_of_urls(patterns):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from names_of_urls(one.url_patterns)
        elif one.name:
            yield one.name


def test_every_page_of_the_admin_has_its_page_in_the_manual():
    told = {name: help.page_about(name) for name in names_of_urls(admin.site.get_urls())}
    assert {page for page in told.values() if page} <= help.names()
    assert {name for name, page in told.items() if not page} <= {
        *("login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "help", "help_page"),
        *("app_list", "None"),
        *(name for name in told if name.startswith(("association_committee", "association_textpage"))),
    }
    assert told["events_event_programme_row"] == "programme"
    assert told["events_event_route_paste"] == "paste"
    assert told["events_person_merge"] == "doubles"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_links_and_pictures_of_the_manual_exist(path):
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        found = path.parent / target
        assert found.is_file(), target
        assert found.suffix == ".md" or found.stat().st_size <= 60_000


@pytest.mark.django_db
def test_page_leads_to_the_manual_and_the_manual_on(editor):
    page = editor.get("/admin/events/event/add/").content.decode()
    assert 'href="/admin/help/event/">Справка' in page
    shown = editor.get("/admin/help/event/").content.decode()
    assert '<a href="/admin/help/press-release/">' in shown
    assert re.search(r'<img src="/static/help/desk[^"]*\.webp"', shown)
    assert 'href="/admin/help/">Справка' in shown
    assert 'href="/admin/help/publication/">' in editor.get("/admin/help/").content.decode()
