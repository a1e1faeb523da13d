import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from association.sessions import SessionStore

pytestmark = pytest.mark.django_db
UNKNOWN = "b" * 32


def test_session_is_found_by_sql_that_is_made_once(member, monkeypatch):
    key = member.session.session_key
    SessionStore(key).load()
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *query, **how: pytest.fail("SQL is made again"))
    assert SessionStore(key).load()["_auth_user_id"] == str(member.user.pk)


@pytest.mark.parametrize(("minutes", "is_signed_in"), [(1, True), (-1, False)])
def test_session_lasts_until_its_end(member, minutes, is_signed_in):
    Session.objects.update(expire_date=timezone.now() + dt.timedelta(minutes=minutes))
    assert (member.get("/account/").status_code == 200) is is_signed_in


def test_key_that_nobody_was_given_is_not_taken(db):
    session = SessionStore(UNKNOWN)
    assert session.load() == {}
    session["a"] = 1
    session.save()
    assert session.session_key != UNKNOWN
