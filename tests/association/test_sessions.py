"""Sessions are found by SQL that is made once; each guard of GUARDS.md holds, and fails where it is taken away."""

import datetime as dt
from contextlib import suppress

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from association import sessions
from association.sessions import SessionStore
from core.compiled import CompiledQuery
from tests.guards import Guards

pytestmark = pytest.mark.django_db
guards = Guards(__file__)
scenario, without = guards.scenario, guards.without
UNKNOWN = "b" * 32


def test_session_is_found_by_sql_that_is_made_once(member, monkeypatch):
    key = member.session.session_key
    SessionStore(key).load()
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *query, **how: pytest.fail("SQL is made again"))
    assert SessionStore(key).load()["_auth_user_id"] == str(member.user.pk)


@scenario("session: its end")
def session_lasts_until_its_end(member):
    for minutes, status in [(1, 200), (-1, 302)]:
        Session.objects.update(expire_date=timezone.now() + dt.timedelta(minutes=minutes))
        assert member.get("/account/").status_code == status


@without("session: its end")
def _whatever_the_time(monkeypatch):
    query = CompiledQuery(lambda key: Session.objects.filter(session_key=key), key="the key of a session")
    monkeypatch.setattr(sessions, "SESSIONS", query)


@scenario("session: its key")
def each_gets_their_own_session(member, visitor):
    SessionStore(UNKNOWN).load()
    visitor.cookies["sessionid"] = UNKNOWN
    assert visitor.get("/account/").status_code == 302
    assert member.get("/account/").status_code == 200


@without("session: its key")
def _any_session(monkeypatch):
    query = CompiledQuery(lambda key: Session.objects.exclude(session_key=key), key="the key of a session")
    monkeypatch.setattr(sessions, "SESSIONS", query)


@scenario("session: a key that nobody was given")
def key_that_somebody_made_up_is_not_taken():
    session = SessionStore(UNKNOWN)
    assert session.load() == {}
    session["a"] = 1
    with suppress(UpdateError):  # a session that is stored under a key is saved under it, or not at all
        session.save()
    assert session.session_key != UNKNOWN


@without("session: a key that nobody was given")
def _take_any_key(monkeypatch):
    monkeypatch.setattr(SessionStore, "load", lambda self: {})


@pytest.mark.parametrize("name", guards.names)
def test_scenario_holds(name, request):
    guards.holds(name, request)


@pytest.mark.parametrize("name", guards.names)
def test_scenario_fails_without_its_guard(name, request):
    guards.fails_without(name, request)


def test_every_guard_has_a_row_and_a_scenario():
    assert guards.are_complete()
