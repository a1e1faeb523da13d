"""Jobs of any kind, tried on previews: the order they are claimed in, and what the worker asks while it is idle."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.jobs import models, run, shutdown
from core.jobs.lease import claim
from core.jobs.models import kinds_due
from core.management.commands.worker import Lanes
from events.models import Preview
from tests import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued():
    """Makes a job that waits, with these columns."""

    def make(**columns):
        preview = files.version().preview
        Preview.objects.filter(pk=preview.pk).update(**columns)
        return preview

    return make


def test_asking_twice_for_a_job_makes_one(queued):
    preview = queued()
    assert Preview.objects.enqueue(version=preview.version) == preview
    assert Preview.objects.count() == 1


def test_urgent_jobs_come_first_and_among_equals_those_due_longest(queued):
    now = timezone.now()
    late = queued(due_at=now - dt.timedelta(minutes=1))
    early = queued(due_at=now - dt.timedelta(minutes=2))
    urgent = queued(due_at=now, priority=1)
    assert [claim(Preview).job for _ in range(3)] == [urgent, early, late]


def test_a_job_is_not_claimed_before_its_time(queued):
    queued(due_at=timezone.now() + dt.timedelta(hours=1))
    assert claim(Preview) is None


def test_the_lease_says_how_far_the_work_is(queued):
    lease = claim(Preview, queued().pk)
    lease.extend(steps_done=7, steps_total=18)
    assert Preview.objects.get().progress == "обрабатывается 7 из 18"


def test_an_idle_worker_asks_one_question(queued, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(1):
        assert kinds_due() == []
    queued(), queued()
    with django_assert_num_queries(1):
        assert kinds_due() == [Preview]
    monkeypatch.setattr(models, "job_kinds", lambda: [Preview, Preview])
    with django_assert_num_queries(1):
        assert set(kinds_due()) == {Preview}


def test_a_long_job_of_one_kind_holds_up_no_other_kind():
    may_end, other_is_done = threading.Event(), threading.Event()
    with ThreadPoolExecutor(2) as executor:
        lanes = Lanes(executor)
        lanes.start("imports", lambda: may_end.wait(60))
        lanes.start("imports", lambda: pytest.fail("two jobs of one kind at once"))
        lanes.start("previews", other_is_done.set)
        assert other_is_done.wait(60)
        may_end.set()


def test_the_worker_goes_on_after_a_lane_has_failed():
    done = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        lanes = Lanes(executor)
        lanes.start("previews", lambda: 1 / 0)
        lanes.running["previews"].result(60)
        lanes.start("previews", done.set)
        assert done.wait(60)


def test_nothing_more_is_begun_once_the_worker_is_told_to_stop(queued, monkeypatch):
    queued()
    monkeypatch.setattr(shutdown._Flag, "is_set", True)
    run.run_all(Preview)
    assert Preview.objects.get().state == Preview.State.QUEUED


def test_once_means_all_that_waits_and_the_end(queued):
    queued(), queued(due_at=timezone.now() + dt.timedelta(hours=1))
    call_command("worker", once=True, verbosity=0, nice=0)
    assert sorted(Preview.objects.values_list("state", flat=True)) == ["queued", "ready"]
