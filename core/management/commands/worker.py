import ctypes
import logging
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connections
from django.utils.translation import gettext as _

from core.jobs import periodic, shutdown
from core.jobs.models import job_kinds, kinds_due
from core.jobs.outage import ERRORS, OUTAGE
from core.jobs.run import run_all

logger = logging.getLogger("core.worker")

SECONDS_BETWEEN_LOOKS = 1
SECONDS_BETWEEN_SWEEPS = 30
SECONDS_BETWEEN_HOUSEKEEPING = 3600
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = (
        "Делает из загруженных файлов слайды, пока его не остановят (Ctrl+C, SIGTERM). Рядом можно запустить ещё "
        "несколько: одну работу дважды они не сделают. Остановленный посреди работы возвращает её в очередь."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="сделать то, что уже ждёт, и закончить")
        parser.add_argument(
            "--with-parent",
            type=int,
            nargs="?",
            const=os.getppid(),
            metavar="PID",
            help="закончить вместе с тем, кто запустил; его номер, если он мог закончиться раньше",
        )
        parser.add_argument("--nice", type=int, default=10, help="насколько уступать процессор сайту, 0–19 (10)")

    def handle(self, *, once: bool, with_parent: int | None, nice: int, verbosity: int, **options: Any) -> None:
        if verbosity == 0:
            for room in ("core", "events"):
                logging.getLogger(room).setLevel(logging.WARNING)
        os.nice(nice)
        self.parent = with_parent
        if with_parent:
            die_with_parent()
        with shutdown.listening():
            logger.info(_("Обработчик файлов работает."))
            if once:
                self.do_all_that_waits()
            else:
                self.work_until_stopped()
        logger.info(_("Обработчик файлов остановлен."))

    def do_all_that_waits(self) -> None:
        with suppress(shutdown.Requested):
            for kind in job_kinds():
                run_all(kind)
        periodic.call_each(settings.WORKER_SWEEPS)
        periodic.call_each(settings.WORKER_HOUSEKEEPING)

    def work_until_stopped(self) -> None:
        """Look for work once a second. Each kind has its own thread, so a long job delays no other kind.

        The loop keeps one connection open and never calls `close_old_connections`. With CONN_HEALTH_CHECKS that would
        cost a second query each time.
        """
        swept = cleaned = -float("inf")
        with ThreadPoolExecutor(len(job_kinds()) + 2, thread_name_prefix="worker") as executor:
            lanes = Lanes(executor)
            while not shutdown.is_requested() and self.parent in (None, os.getppid()):
                now = time.monotonic()
                if self.look(lanes):
                    if now - swept > SECONDS_BETWEEN_SWEEPS:
                        lanes.start("sweeps", partial(periodic.call_each, settings.WORKER_SWEEPS))
                        swept = now
                    if now - cleaned > SECONDS_BETWEEN_HOUSEKEEPING:
                        lanes.start("housekeeping", partial(periodic.call_each, settings.WORKER_HOUSEKEEPING))
                        cleaned = now
                time.sleep(SECONDS_BETWEEN_LOOKS)
            shutdown.request()  # needed if the parent died; the threads check it at their next step

    def look(self, lanes: "Lanes") -> bool:
        """Start what is due. False if the database does not answer; it may be back in a minute."""
        try:
            for kind in kinds_due():
                lanes.start(kind._meta.label, partial(run_all, kind))
        except Error as error:
            OUTAGE.begins(error)
            connections.close_all()  # the next attempt connects anew
            return False
        OUTAGE.is_over()
        return True


class Lanes:
    """Threads by name, at most one of each name."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self.executor = executor
        self.running: dict[str, Future[None]] = {}

    def start(self, name: str, work: Callable[[], None]) -> None:
        """Do the work in the thread of this name, unless that thread is still busy."""
        if name not in self.running or self.running[name].done():
            self.running[name] = self.executor.submit(in_lane, work)


def in_lane(work: Callable[[], None]) -> None:
    try:
        work()
    except shutdown.Requested:
        pass
    except ERRORS as error:
        OUTAGE.begins(error)
    except Exception:
        logger.exception("The worker goes on")
    finally:
        connections.close_all()


def die_with_parent() -> None:
    """Let Linux send a signal when the parent dies, even in the middle of a job. Elsewhere the loop notices it."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
