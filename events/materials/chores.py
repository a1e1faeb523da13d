"""What nobody asks for and somebody must do: the worker does it every hour."""

import datetime as dt
import logging
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from ..models import Preview
from . import ledger, trash
from .making import SCRATCH

logger = logging.getLogger(__name__)


def do():
    for chore in (trash.purge, ledger.roll_up, forget_tasks, remove_scratch):
        try:
            chore()
        except Exception:
            logger.exception("%s", chore.__name__)


def sweep():
    """What rooms above this one want done every half a minute; they are known here by name alone."""
    for name in settings.WORKER_SWEEPS:
        try:
            import_string(name)()
        except Exception:
            logger.exception("%s", name)


def forget_tasks(now=None):
    """Those that are done, and those whose worker died with them: the rows they were about know better."""
    day_ago = (now or timezone.now()) - dt.timedelta(days=1)
    over = DBTaskResult.objects.filter(Q(finished_at__lt=day_ago) | Q(finished_at=None, started_at__lt=day_ago))
    with transaction.atomic():
        return over.delete()[0]


def remove_scratch():
    """Folders of attempts that nobody makes any more."""
    for folder in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"{SCRATCH}*"):
        pk = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if pk.isdigit() and not Preview.objects.filter(pk=pk, state=Preview.State.PROCESSING).exists():
            shutil.rmtree(folder, ignore_errors=True)
