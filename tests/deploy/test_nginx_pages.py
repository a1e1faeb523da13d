"""Pages that nginx gives to visitors again, until the next second begins."""

import sqlite3
import time
from contextlib import closing

import pytest

from tests.deploy.servers import ask

pytestmark = [pytest.mark.nginx, pytest.mark.slow]
PAGE = "/events/"


@pytest.fixture
def rename(site):
    """`rename(place)` gives all events the place, in the database and past the portal."""

    def rename(place):
        with closing(sqlite3.connect(site.portal.folder / "portal.sqlite3", timeout=20)) as connection, connection:
            connection.execute("UPDATE events_event SET place = ?", [place])

    return rename


def kept_by_nginx(site):
    """The contents of the files that nginx keeps."""
    return [path.read_bytes() for path in (site.folder / "pages").rglob("*") if path.is_file()]


def test_page_for_visitors_is_kept_and_new_a_second_after_a_change(site, rename):
    rename("Прежнее")
    answer = ask(site, PAGE)
    assert answer.status == 200
    assert answer.getheader("X-Accel-Expires") is None
    assert answer.getheader("Cache-Control") == "private, no-cache"
    ask(site, PAGE)
    assert any("Прежнее".encode() in content for content in kept_by_nginx(site))
    rename("Новое")
    changed_at = int(time.time())
    while int(time.time()) == changed_at:
        time.sleep(0.05)
    assert "Новое" in ask(site, PAGE).body.decode()


def test_page_of_somebody_with_a_session_is_neither_kept_nor_taken_from_there(site, rename):
    rename("Прежнее")
    ask(site, PAGE)
    rename("Новое")
    assert "Новое" in ask(site, PAGE, Cookie="sessionid=a").body.decode()
    assert "Новое" in ask(site, PAGE, Cookie="__Host-sessionid=a").body.decode()
    before = len(kept_by_nginx(site))
    ask(site, f"{PAGE}?page=2", Cookie="sessionid=a")
    assert len(kept_by_nginx(site)) == before


@pytest.mark.parametrize("path", ["/account/login/", "/events/calendar.ics", "/healthz", "/nothing/"])
def test_nothing_else_is_kept(site, path):
    before = len(kept_by_nginx(site))
    ask(site, path)
    assert len(kept_by_nginx(site)) == before


def test_page_with_a_cookie_is_not_kept(site):
    before = len(kept_by_nginx(site))
    answer = ask(site, "/regions/", Cookie="appearance=3.blue.wide.off")
    assert "csrftoken" in answer.getheader("Set-Cookie")
    assert len(kept_by_nginx(site)) == before


def test_unchanged_page_is_answered_in_a_few_bytes(site):
    for cookie in ({}, {"Cookie": "sessionid=a"}):
        etag = ask(site, PAGE, **cookie).getheader("ETag")
        again = ask(site, PAGE, **cookie, **{"If-None-Match": etag})
        assert (again.status, again.body) == (304, b"")
