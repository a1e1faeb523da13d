"""The rules of tests/conftest.py: which database a test runs on, and what day it is."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import has_any, midnight_after, runs_on_postgresql, runs_on_sqlite


def test_what_asks_for_no_database_runs_on_sqlite_alone(request):
    assert runs_on_sqlite(request.node)
    assert not runs_on_postgresql(request.node)


def test_quick_test_with_an_account_runs_on_both_databases(request, member):
    assert has_any(request.node, "quick")
    assert runs_on_sqlite(request.node)
    assert runs_on_postgresql(request.node)


@pytest.mark.both
@pytest.mark.slow
@pytest.mark.django_db
def test_what_the_databases_may_do_differently_runs_on_both(request):
    assert runs_on_sqlite(request.node)
    assert runs_on_postgresql(request.node)


@pytest.mark.slow
@pytest.mark.django_db
def test_what_they_do_alike_runs_on_sqlite_alone(request, monkeypatch):
    assert runs_on_sqlite(request.node)
    assert not runs_on_postgresql(request.node)
    monkeypatch.setattr("tests.conftest.EVERYTHING_ON_POSTGRESQL", True)
    assert runs_on_postgresql(request.node)


@pytest.mark.django_db
@pytest.mark.browser
def test_what_drives_a_browser_runs_on_sqlite_alone(request):
    assert runs_on_sqlite(request.node)
    assert not runs_on_postgresql(request.node)


@pytest.fixture(scope="module")
def _one_second_before_midnight():
    with time_machine.travel(midnight_after(timezone.localtime()) - dt.timedelta(seconds=1)):
        yield


@pytest.mark.usefixtures("_one_second_before_midnight")
def test_a_test_that_begins_just_before_midnight_begins_at_midnight():
    assert timezone.localtime().time() < dt.time(0, 1)
