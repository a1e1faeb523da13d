"""Leases on jobs: the row of a job tells which worker holds it.

A claim is one conditional UPDATE and lasts for `Job.lease_time`. `leased_until` is also the holder's token. A holder
that finds another value there has lost the job, because an editor restarted it or another worker took it over. It must
not write anything more.
"""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Job, State

logger = logging.getLogger(__name__)

REMARK_LENGTH = 300


class Lost(Exception):
    """Another worker holds the job now, or the job was deleted."""


def claim(kind: type[Job], pk: int | None = None) -> "Lease | None":
    """A lease on this job, or on the next one that is due. None if there is none or another worker was faster."""
    now = timezone.now()
    due = kind.objects.due(now)
    waiting = due if pk is None else due.filter(pk=pk)
    found = waiting.values_list("pk", flat=True).first()
    until = now + kind.lease_time
    taken = due.order_by().filter(pk=found)
    is_taken = taken.update(
        state=State.PROCESSING,
        attempts=F("attempts") + 1,
        leased_until=until,
        steps_done=0,
        steps_total=None,
        remark="",
    )
    job = kind.objects.filter(pk=found).first() if is_taken else None
    return Lease(job, until) if job else None


class Lease:
    def __init__(self, job: Job, until: dt.datetime) -> None:
        self.job, self.until = job, until

    def extend(self, lease_time: dt.timedelta | None = None, **columns: Any) -> None:
        """Hold the job for `lease_time` from now on, and write the columns too. Raises Lost."""
        until = timezone.now() + (lease_time or self.job.lease_time)
        if not self._held().update(leased_until=until, **columns):
            raise Lost
        self.until = until

    def finish(self, remark: str = "") -> None:
        """Mark the job as ready. Calls `save`, so that `post_save` is sent. Raises Lost."""
        with transaction.atomic():
            job = self._held().select_for_update().first()
            if job is None:
                raise Lost
            job.state, job.leased_until, job.remark = State.READY, None, remark[:REMARK_LENGTH]
            job.save()

    def fail(self, reason: str) -> None:
        """Mark the job as failed; `reason` is a sentence for people."""
        if self._held().update(state=State.FAILED, leased_until=None, remark=reason[:REMARK_LENGTH], steps_done=0):
            logger.warning("%s %s failed: %s", self.job._meta.label, self.job.pk, reason)

    def retry(self, reason: str, pause: dt.timedelta) -> None:
        """Queue the job again after a pause."""
        self._held().update(
            state=State.QUEUED,
            leased_until=None,
            due_at=timezone.now() + pause,
            steps_done=0,
            remark=(_("Пробуем ещё раз: %s") % reason)[:REMARK_LENGTH],
        )

    def release(self) -> None:
        """Put the job back as if it had never been claimed."""
        self._held().update(
            state=State.QUEUED, leased_until=None, attempts=F("attempts") - 1, due_at=timezone.now(), steps_done=0
        )

    @property
    def is_first_attempt(self) -> bool:
        return self.job.attempts == 1

    @property
    def is_hopeless(self) -> bool:
        """Whether so many workers have died in this job that the job itself may be the cause."""
        return self.job.attempts > self.job.max_crashes

    def _held(self) -> Any:
        return type(self.job).objects.filter(pk=self.job.pk, state=State.PROCESSING, leased_until=self.until)
