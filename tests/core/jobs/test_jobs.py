"""Jobs of any kind, tested with previews: the order of claims, the worker's threads, and its queries while idle."""

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

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def queued():
    """Makes a queued job with these columns."""

    def make(**columns):
        preview = files.version().preview
        Preview.objects.filter(pk=preview.pk).update(**columns)
        return preview

    return make


def test_enqueue_twice_makes_one_job(queued):
    preview = queued()
    assert Preview.objects.enqueue(version=preview.version) == preview
    assert Preview.objects.count() == 1


def test_claim_takes_the_highest_priority_and_then_the_longest_due(queued):
    now = timezone.now()
    late = queued(due_at=now - dt.timedelta(minutes=1))
    early = queued(due_at=now - dt.timedelta(minutes=2))
    urgent = queued(due_at=now, priority=1)
    assert [claim(Preview).job for _ in range(3)] == [urgent, early, late]


def test_claim_takes_no_job_before_its_time(queued):
    queued(due_at=timezone.now() + dt.timedelta(hours=1))
    assert claim(Preview) is None


def test_progress_counts_the_steps(queued):
    lease = claim(Preview, queued().pk)
    lease.extend(steps_done=7, steps_total=18)
    assert Preview.objects.get().progress == "обрабатывается 7 из 18"


def test_kinds_due_costs_one_query(queued, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(1):
        assert kinds_due() == []
    queued(), queued()
    with django_assert_num_queries(1):
        assert kinds_due() == [Preview]
    monkeypatch.setattr(models, "job_kinds", lambda: [Preview, Preview])
    with django_assert_num_queries(1):
        assert set(kinds_due()) == {Preview}


def test_lanes_of_different_kinds_run_side_by_side():
    may_end, other_is_done = threading.Event(), threading.Event()
    with ThreadPoolExecutor(2) as executor:
        lanes = Lanes(executor)
        lanes.start("imports", lambda: may_end.wait(60))
        lanes.start("imports", lambda: pytest.fail("two jobs of one kind at once"))
        lanes.start("previews", other_is_done.set)
        assert other_is_done.wait(60)
        may_end.set()


def test_lane_runs_again_after_a_failure():
    done = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        lanes = Lanes(executor)
        lanes.start("previews", lambda: 1 / 0)
        lanes.running["previews"].result(60)
        lanes.start("previews", done.set)
        assert done.wait(60)


def test_run_all_claims_nothing_after_a_request_to_stop(queued, monkeypatch):
    queued()
    monkeypatch.setattr(shutdown._Flag, "is_set", True)
    run.run_all(Preview)
    assert Preview.objects.get().state == Preview.State.QUEUED


def test_worker_once_does_all_that_is_due_and_ends(queued):
    queued(), queued(due_at=timezone.now() + dt.timedelta(hours=1))
    call_command("worker", once=True, verbosity=0, nice=0)
    assert sorted(Preview.objects.values_list("state", flat=True)) == ["queued", "ready"]


class TakenOver:
    """A handler that stalls until another worker has taken the job over, and then fails."""

    discarded = False

    def __init__(self, lease):
        self.lease = lease

    def run(self):
        Preview.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
        assert claim(Preview)
        raise run.PermanentFailure("файл не открывается")

    def discard(self):
        TakenOver.discarded = True


def test_failed_attempt_discards_nothing_once_the_job_is_taken_over(queued, monkeypatch):
    queued()
    monkeypatch.setattr(Preview, "handler", "tests.core.jobs.test_jobs.TakenOver")
    assert run.run_one(Preview)
    assert not TakenOver.discarded
    assert Preview.objects.get().state == Preview.State.PROCESSING
