"""Log once that the database is away and once that it is back, though the worker asks many times in between."""

import logging
import threading

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

logger = logging.getLogger("core.worker")

ERRORS = (OperationalError, InterfaceError)


class Outage:
    def __init__(self) -> None:
        self._lasts, self._lock = False, threading.Lock()

    def begins(self, error: Exception) -> None:
        with self._lock:
            if not self._lasts:
                reason = str(error).strip().partition("\n")[0]
                logger.error(_("База данных не отвечает или не готова, жду её: %s"), reason)
            self._lasts = True

    def is_over(self) -> None:
        with self._lock:
            if self._lasts:
                logger.info(_("База данных снова отвечает."))
            self._lasts = False


OUTAGE = Outage()
