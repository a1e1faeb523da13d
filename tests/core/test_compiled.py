import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from association.backends import ACCOUNTS, AssociationBackend
from core.compiled import CompiledQuery
from events.models import Event
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = dt.date(2026, 11, 28)


def test_each_value_finds_its_own_rows_with_one_query():
    by_key = CompiledQuery(lambda pk: Event.objects.filter(pk=pk).order_by(), pk=-1)
    events = factories.EventFactory.create_batch(2)
    for event in events:
        with CaptureQueriesContext(connection) as queries:
            assert list(by_key.rows(pk=event.pk)) == [event]
        assert len(queries) == 1
    assert list(by_key.rows(pk=0)) == []


def test_present_moment_and_several_keys_are_new_each_time():
    queries = CompiledQuery(
        lambda keys: Event.objects.published().filter(pk__in=keys).order_by("pk").select_related(), keys=range(-3, -1)
    )
    with time_machine.travel("2026-11-28 12:00:00+03:00", tick=False):
        now = factories.EventFactory(published_at=timezone.now())
        soon = factories.EventFactory(published_at=timezone.now() + dt.timedelta(seconds=1))
        both = [now.pk, soon.pk]
        assert list(queries.rows(keys=both)) == [now]
    with time_machine.travel("2026-11-28 12:00:01+03:00", tick=False):
        assert list(queries.rows(keys=both)) == [now, soon]
        assert list(queries.rows(keys=both, place=slice(1, 9))) == [soon]
        assert list(queries.rows(keys=[0, 0])) == []


def test_account_knows_its_membership_and_its_events_of_this_day():
    first, last = TODAY - dt.timedelta(days=9), TODAY
    membership = factories.MembershipFactory(start_date=first, end_date=last)
    user = factories.UserFactory(organization=membership.organization)
    events = [factories.AttendanceFactory(user=user).event_id for _number in range(2)]
    factories.AttendanceFactory()
    (found,) = ACCOUNTS.rows(pk=user.pk, today=TODAY)
    assert found == user
    assert bool(found.is_member)
    assert sorted(map(int, found.attended.split(","))) == events
    (found,) = ACCOUNTS.rows(pk=user.pk, today=TODAY + dt.timedelta(days=1))
    assert not found.is_member
    assert next(ACCOUNTS.rows(pk=0, today=TODAY), None) is None


def test_account_without_events_and_organization_is_neither_member_nor_participant():
    user = AssociationBackend().get_user(factories.UserFactory().pk)
    assert (bool(user.is_member), user.attended, user.date_joined.tzinfo is None) == (False, None, False)


def test_account_that_may_not_log_in_is_nobody():
    assert AssociationBackend().get_user(factories.UserFactory(is_active=False).pk) is None
