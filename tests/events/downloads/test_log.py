"""The log of downloads: each is counted once per person and day."""

import datetime as dt
import logging
import sqlite3
import threading
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from association.models import User
from events.downloads import log
from events.models import Download, Material
from tests import files
from tests.factories import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def material():
    return files.version().material


def take(client, material, agent=FIREFOX, address="192.0.2.1", **headers):
    url = reverse("events:download", args=[material.pk])
    response = client.get(url, headers={"User-Agent": agent, **headers}, REMOTE_ADDR=address)
    return files.body(response)


# --- Who is counted ----------------------------------------------------------------------------------------------


def test_visitor_is_counted_once_a_day(visitor, material):
    take(visitor, material)
    take(visitor, material)
    row = Download.objects.get()
    assert (row.user, row.organization, row.is_anonymous, row.day) == (None, None, True, timezone.localdate())


def test_another_address_is_another_visitor(visitor, material):
    take(visitor, material)
    take(visitor, material, address="192.0.2.2")
    assert Download.objects.count() == 2


def test_calling_the_browser_otherwise_counts_nothing(visitor, material):
    for number in range(5):
        take(visitor, material, agent=f"{FIREFOX} {number}", accept_language=f"ru-{number}")
        visitor.cookies.clear()
    assert Download.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "is_another"),
    [("2001:db8:0:1::2", False), ("2001:db8:0:1:ffff:ffff:ffff:ffff", False), ("2001:db8:0:2::1", True)],
)
def test_addresses_of_one_network_of_ipv6_are_one_visitor(visitor, material, address, is_another):
    take(visitor, material, address="2001:db8:0:1::1")
    take(visitor, material, address=address)
    assert Download.objects.count() == 1 + is_another


def test_next_day_counts_again(member, visitor, material, monkeypatch):
    for day in (TODAY, TODAY + dt.timedelta(days=1)):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        take(visitor, material)
        take(member, material)
    assert Download.objects.count() == 4


def test_code_of_a_visitor_reveals_nothing_and_changes_daily(settings):
    code = log.visitor_code("192.0.2.1", TODAY)
    assert code == log.visitor_code("192.0.2.1", TODAY)
    assert len(code) == 16
    assert int(code, 16)
    others = [
        log.visitor_code("192.0.2.1", TODAY + dt.timedelta(days=1)),
        log.visitor_code("192.0.2.2", TODAY),
        log.visitor_code("not an address", TODAY),
    ]
    settings.SECRET_KEY = "another"
    others.append(log.visitor_code("192.0.2.1", TODAY))
    assert len({code, *others}) == 5


def test_address_and_browser_are_not_stored(visitor, material):
    take(visitor, material)
    values = str(Download.objects.values_list().get())
    assert "192.0.2" not in values
    assert "Firefox" not in values


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "127.0.0.1"),
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "", "127.0.0.1"),
    ],
)
def test_address_is_the_one_that_our_outermost_proxy_saw(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert log._address(request) == address


def test_address_may_be_unknown():
    assert log._address(RequestFactory().get("/", REMOTE_ADDR="")) == ""


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; Linux x86_64; Mail.RU_Bot/2.0)",
        "TelegramBot (like TwitterBot)",
        "SomeCrawler 1.0",
        "Baiduspider",
        "BingPreview/1.0b",
        "Mozilla/5.0 HeadlessChrome/120",
        "python-requests/2.31",
        "Go-http-client/1.1",
        "curl/8.5.0",
        "Wget/1.21",
        "UptimeMonitor",
    ],
)
def test_robot_is_not_counted(visitor, member, material, agent):
    assert take(visitor, material, agent=agent)
    assert not Download.objects.exists()
    take(member, material, agent=agent)
    assert Download.objects.count() == 1, "an account is a person, whatever its program calls itself"


@pytest.mark.parametrize(
    "agent",
    [
        FIREFOX,
        "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 21) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 YaBrowser/24.1 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15",
    ],
)
def test_person_is_not_taken_for_a_robot(visitor, material, agent):
    take(visitor, material, agent=agent)
    assert Download.objects.count() == 1


@pytest.mark.parametrize(
    "header",
    [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}, {"X-Purpose": "preview"}],
)
def test_prefetching_is_not_counted(visitor, member, material, header):
    assert take(visitor, material, **header)
    assert take(member, material, **header)
    assert not Download.objects.exists()


def test_organization_is_the_one_of_that_day(member, material):
    then = member.user.organization
    take(member, material)
    User.objects.update(organization=MembershipFactory().organization)
    assert Download.objects.get().organization == then


def test_count_stays_when_the_account_goes(member, material):
    organization = member.user.organization
    take(member, material)
    member.user.delete()
    row = Download.objects.get()
    assert (row.user, row.organization, row.is_anonymous) == (None, organization, False)


def test_pages_head_and_later_ranges_do_not_count(visitor, material):
    for url in (material.get_absolute_url(), material.event.get_absolute_url()):
        visitor.get(url, headers={"User-Agent": FIREFOX})
    visitor.head(reverse("events:download", args=[material.pk]), headers={"User-Agent": FIREFOX})
    take(visitor, material, Range="bytes=5-")
    assert not Download.objects.exists()


# --- When it cannot be written -----------------------------------------------------------------------------------


def test_error_while_counting_does_not_stop_a_download(visitor, material, monkeypatch, caplog):
    monkeypatch.setattr(log, "visitor_code", None)
    with caplog.at_level(logging.ERROR, "events.downloads"):
        assert take(visitor, material) == files.pdf()
    assert str(material.pk) in caplog.text


@pytest.fixture
def nothing_unwritten():
    log.UNWRITTEN.clear()
    yield
    log.UNWRITTEN.clear()


def locked(execute, sql, *args):
    if sql.startswith("INSERT"):
        raise OperationalError("database is locked")
    return execute(sql, *args)


def test_download_behind_a_lock_is_recorded_with_the_next(member, visitor, material, nothing_unwritten, monkeypatch):
    with connection.execute_wrapper(locked):
        assert take(member, material) == files.pdf()
    assert not Download.objects.exists()
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    take(visitor, material)
    late = Download.objects.get(user=member.user)
    assert (late.material, late.organization) == (material, member.user.organization)
    assert late.day != TODAY
    assert Download.objects.count() == 2
    assert not log.UNWRITTEN


def test_unwritten_row_of_a_deleted_material_does_not_harm_the_next_one(visitor, material, nothing_unwritten):
    log.UNWRITTEN.append(Download(material_id=None, is_anonymous=True, visitor="0f"))
    take(visitor, material)
    assert Download.objects.get().material == material


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_locked_database_delays_the_log_only_briefly(tmp_path, caplog, nothing_unwritten):
    """A long write elsewhere: the counter does not wait the usual 20 seconds, and then restores that timeout."""
    path = tmp_path / "locked.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE t (n integer)")
        with borrowed(path):
            other.execute("BEGIN IMMEDIATE")
            started = time.monotonic()
            log.count(request_of(UserFactory.build(pk=1)), [Material(pk=1)])
            waited = time.monotonic() - started
            (timeout,) = connection.connection.execute("PRAGMA busy_timeout").fetchone()
            other.rollback()
    assert 0.2 < waited < 10
    assert timeout == 20_000
    assert "database is locked" in caplog.text


def test_thread_writes_what_waits_until_nothing_does(monkeypatch, nothing_unwritten):
    """Its first attempt fails, and the second one takes the rows of both downloads."""
    writer, attempts, pauses = log._Writer(), [], []

    def write():
        attempts.append(len(log.UNWRITTEN))
        if len(attempts) == 1:
            log.UNWRITTEN.append("second")
            return False
        log.UNWRITTEN.clear()
        return True

    monkeypatch.setattr(log, "write", write)
    monkeypatch.setattr(log, "time", SimpleNamespace(sleep=pauses.append))
    monkeypatch.setattr(log, "connection", SimpleNamespace(close=lambda: pauses.append("closed")))
    log.UNWRITTEN.append("first")
    writer.thread = "this one"
    writer.run()
    assert (attempts, pauses, writer.thread) == ([1, 2], [1, 2, "closed"], None)


class borrowed:
    """Connects the portal to another database file meanwhile."""

    def __init__(self, path):
        self.options = connection.settings_dict
        self.before = self.options["NAME"], connection.connection
        self.path = path

    def __enter__(self):
        connection.connection = None
        self.options["NAME"] = str(self.path)
        connection.connect()

    def __exit__(self, *error):
        connection.connection.close()
        self.options["NAME"], connection.connection = self.before


def request_of(user):
    request = RequestFactory().get("/", headers={"User-Agent": FIREFOX})
    request.user = user
    return request


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_locked_table_delays_a_download_only_briefly(member, material, caplog, nothing_unwritten):
    locked, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE events_download IN ACCESS EXCLUSIVE MODE")
            locked.set()
            done.wait(30)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(30)
    started = time.monotonic()
    try:
        assert take(member, material) == files.pdf()
        waited = time.monotonic() - started
    finally:
        done.set()
        holder.join()
    assert 0.2 < waited < 10
    assert "lock timeout" in caplog.text
    assert not Download.objects.exists()
    take(member, files.version().material)
    assert Download.objects.count() == 2
