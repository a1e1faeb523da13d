"""Run jobs: claim one, hand it to its handler, and write down how the attempt ended."""

import datetime as dt
import logging
from typing import Protocol

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ..files.full_disk import is_full_disk
from . import shutdown
from .lease import Lease, Lost, claim
from .models import Job

logger = logging.getLogger(__name__)


class PermanentFailure(Exception):
    """Another attempt would not help. The message is a sentence for people."""


class TemporaryFailure(Exception):
    """Another attempt may succeed. The message is a sentence for people."""


class UnclearFailure(TemporaryFailure):
    """Either the work itself or the machine may be the cause. One more attempt soon afterwards tells which."""


class Handler(Protocol):
    """One attempt at a job. It is given the lease, extends it while it works, and finishes it."""

    def __init__(self, lease: Lease) -> None: ...

    def run(self) -> None:
        """Do the work and call `lease.finish`. A worker may be killed at any step, and the next attempt starts anew."""

    def discard(self) -> None:
        """Remove the results of all attempts, before the job is marked as failed."""


def run_one(kind: type[Job], pk: int | None = None) -> bool:
    """Make one attempt at this job, or at the next one that is due. False when there is nothing to do.

    If the worker is told to stop, puts the job back and raises `shutdown.Requested`.
    """
    lease = claim(kind, pk)
    if lease is None:
        return False
    try:
        _attempt(lease)
    except Lost:
        logger.info("%s %s was taken over or is gone", kind._meta.label, lease.job.pk)
    except shutdown.Requested:
        lease.release()
        raise
    return True


def run_all(kind: type[Job]) -> None:
    """Make attempts until no job of the kind is due or the worker is told to stop."""
    while not shutdown.is_requested() and run_one(kind):
        pass


def _attempt(lease: Lease) -> None:
    handler: Handler = import_string(lease.job.handler)(lease)
    try:
        if lease.is_hopeless:
            raise PermanentFailure(_("обработка каждый раз обрывает программу"))
        handler.run()
    except (Lost, shutdown.Requested):
        raise
    except PermanentFailure as failure:
        _give_up(lease, handler, str(failure))
    except UnclearFailure as failure:
        _retry(lease, handler, str(failure), lease.job.only_retry_pause)
    except TemporaryFailure as failure:
        _retry(lease, handler, str(failure))
    except Exception as error:
        logger.exception("%s %s", lease.job._meta.label, lease.job.pk)
        if is_full_disk(error):
            _retry(lease, handler, _("на диске сервера кончилось место"))
        else:
            _retry(lease, handler, _("внутренняя ошибка, подробности — в журнале сервера"))


def _retry(lease: Lease, handler: Handler, reason: str, *only_pause: dt.timedelta) -> None:
    pauses = only_pause or lease.job.retry_pauses
    if lease.job.attempts <= len(pauses):
        lease.retry(reason, pauses[lease.job.attempts - 1])
    else:
        _give_up(lease, handler, reason)


def _give_up(lease: Lease, handler: Handler, reason: str) -> None:
    lease.extend()  # raises Lost, so that another worker's results are not discarded
    handler.discard()
    lease.fail(reason)
