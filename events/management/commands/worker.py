import ctypes
import logging
import os
import signal
import socket
import time
from contextlib import suppress

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.translation import gettext as _
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from events.materials import chores, making, stopping

logger = logging.getLogger("events.worker")

SECONDS_BETWEEN_LOOKS = 1
SECONDS_BETWEEN_SWEEPS = 30
SECONDS_BETWEEN_CHORES = 3600
PR_SET_PDEATHSIG = 1


class Bells(Worker):
    """Answers what the site has rung for, one after another."""

    def __init__(self):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
        )

    @property
    def running(self):
        return not stopping.is_asked()

    @running.setter
    def running(self, _always):
        pass

    def answer(self):
        if DBTaskResult.objects.ready().exists():  # asked without a lock: mostly there is nothing
            self.run()


class Command(BaseCommand):
    help = (
        "Делает из загруженных файлов слайды, пока его не остановят (Ctrl+C, SIGTERM). Рядом можно запустить ещё "
        "несколько: одну работу дважды они не сделают. Остановленный посреди работы возвращает её в очередь."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="сделать то, что уже ждёт, и закончить")
        parser.add_argument("--with-parent", action="store_true", help="закончить вместе с тем, кто запустил")
        parser.add_argument("--nice", type=int, default=10, help="насколько уступать процессор сайту, 0–19 (10)")

    def handle(self, *, once, with_parent, nice, verbosity, **options):
        quiet(verbosity)
        os.nice(nice)
        stopping.listen()
        self.parent = os.getppid() if with_parent else None
        if with_parent:
            die_with_parent()
        self.bells, self.swept, self.cleaned = Bells(), 0, 0
        logger.info(_("Обработчик файлов работает."))
        with suppress(stopping.Stopped):
            while self.goes_on():
                self.look(everywhere=once)
                if once:
                    break
                with stopping.interruptible():
                    time.sleep(SECONDS_BETWEEN_LOOKS)
        logger.info(_("Обработчик файлов остановлен."))

    def goes_on(self):
        return not stopping.is_asked() and self.parent in (None, os.getppid())

    def look(self, everywhere):
        """What was rung for; from time to time everything that waits, whoever forgot to ring."""
        try:
            close_old_connections()
            self.bells.answer()
            if everywhere or time.monotonic() - self.swept > SECONDS_BETWEEN_SWEEPS or not self.swept:
                while self.goes_on() and making.make():
                    pass
                chores.sweep()
                self.swept = time.monotonic()
            if not self.cleaned or time.monotonic() - self.cleaned > SECONDS_BETWEEN_CHORES:
                chores.do()
                self.cleaned = time.monotonic()
        except Exception:
            logger.exception("The worker goes on")  # a database that is away for a minute is no reason to end


def quiet(verbosity):
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    if verbosity == 0:
        logging.getLogger("events").setLevel(logging.WARNING)


def die_with_parent():
    """Linux tells a child of its parent's death even in the middle of a job; elsewhere it is noticed after it."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
