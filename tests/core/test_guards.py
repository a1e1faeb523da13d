"""Each guard of GUARDS.md: its scenario holds with it and fails without it."""

import pytest
from django.utils import timezone

from core.compiled import CompiledQuery
from events.models import Event
from tests.guards import Guards

pytestmark = pytest.mark.django_db
GUARDS = Guards(__file__)


@GUARDS.scenario("compiled queries: the moment")
def moment_that_would_stay_is_refused():
    published = Event.objects.filter(published_at__lte=timezone.now())
    query = CompiledQuery(lambda pk: published.filter(pk=pk), pk=-1)
    try:
        list(query.rows(pk=1))
    except ValueError:
        return
    raise AssertionError("the query keeps the moment at which it was compiled")


@GUARDS.without("compiled queries: the moment")
def no_value_is_a_moment(monkeypatch):
    monkeypatch.setattr("core.compiled._is_moment", lambda value: False)


@pytest.mark.parametrize("name", GUARDS.names)
def test_scenario_holds(name, request):
    GUARDS.holds(name, request)


@pytest.mark.parametrize("name", GUARDS.names)
def test_scenario_fails_without_its_guard(name, request):
    GUARDS.fails_without(name, request)


def test_every_guard_has_a_row_and_a_scenario():
    assert GUARDS.are_complete()
