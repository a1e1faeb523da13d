"""Pages that nginx gives to visitors again, until the next second begins."""

import sqlite3
import time
from contextlib import closing, suppress
from urllib.parse import quote

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


def is_kept(site, path, words=""):
    """Whether nginx has a file with the answer of that address, with these words in it."""
    key = f"KEY: http127.0.0.1{path}\n".encode()
    for file in (site.folder / "pages").rglob("*"):
        with suppress(FileNotFoundError, IsADirectoryError):  # nginx removes old ones when it likes
            content = file.read_bytes()
            if key in content and words.encode() in content:
                return True
    return False


def becomes_kept(site, path, words):
    """An answer that is late in its second is not kept, and a file is written a moment after the answer."""
    for _attempt in range(100):
        ask(site, path)
        if is_kept(site, path, words):
            return True
        time.sleep(0.05)
    return False


def test_page_for_visitors_is_kept_and_new_a_second_after_a_change(site, rename):
    rename("Прежнее")
    answer = ask(site, PAGE)
    assert answer.status == 200
    assert answer.getheader("X-Accel-Expires") is None
    assert answer.getheader("Cache-Control") == "private, no-cache"
    assert becomes_kept(site, PAGE, "Прежнее")
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
    ask(site, f"{PAGE}?page=2", Cookie="sessionid=a")
    assert not is_kept(site, f"{PAGE}?page=2")


@pytest.mark.parametrize("path", ["/account/login/", "/events/calendar.ics", "/healthz", "/nothing/"])
def test_nothing_else_is_kept(site, path):
    ask(site, path)
    assert not is_kept(site, path)


def test_page_with_a_cookie_is_not_kept(site):
    answer = ask(site, "/regions/", Cookie="appearance=3.blue.wide.off")
    assert "csrftoken" in answer.getheader("Set-Cookie")
    assert not is_kept(site, "/regions/")


def test_unchanged_page_is_answered_in_a_few_bytes(site):
    for cookie in ({}, {"Cookie": "sessionid=a"}):
        etag = ask(site, PAGE, **cookie).getheader("ETag")
        again = ask(site, PAGE, **cookie, **{"If-None-Match": etag})
        assert (again.status, again.body) == (304, b"")


def test_pages_leave_no_reading_of_the_database_open(site):
    """A statement whose rows were not all taken would have its thread see the same content for ever."""
    for path in (
        "/",
        PAGE,
        "/events/?when=past",
        "/parks/",
        "/people/",
        "/materials/",
        f"/search/?q={quote('парк')}",
        "/readyz",
    ):
        ask(site, path)
    with closing(sqlite3.connect(site.portal.folder / "portal.sqlite3", timeout=20)) as connection:
        is_busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not is_busy
