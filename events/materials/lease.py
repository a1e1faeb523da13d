"""Who makes which preview, told by its row alone: a claim is one conditional UPDATE, and holds for a time.

`leased_until` is the holder's token as well. Whoever finds another value there has lost the preview, to an editor's
«повторить» or to a worker that took it for dead, and writes nothing more.
"""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Preview

logger = logging.getLogger(__name__)

HOLDS = dt.timedelta(seconds=90)
PAUSES = [dt.timedelta(seconds=30), dt.timedelta(minutes=3), dt.timedelta(minutes=15)]
MOST_ATTEMPTS = len(PAUSES) + 1
MOST_DEATHS = 20

State = Preview.State


class Lost(Exception):
    """The preview is somebody else's now, or gone."""


def due(now=None):
    """What waits for a worker: queued and due, or held by one that has not been heard of since."""
    now = now or timezone.now()
    waits = Q(state=State.QUEUED, due_at__lte=now) | Q(state=State.PROCESSING, leased_until__lt=now)
    return Preview.objects.filter(waits)


def claim(pk=None):
    """The lease of this preview, or of the one that is due longest; None when there is none or somebody was quicker."""
    now = timezone.now()
    waiting = due(now) if pk is None else due(now).filter(pk=pk)
    found = waiting.order_by("due_at", "pk").values_list("pk", flat=True).first()
    until = now + HOLDS
    progress = {"pages_done": 0, "pages_total": None, "remark": ""}
    taken = (
        due(now)
        .filter(pk=found)
        .update(state=State.PROCESSING, attempts=F("attempts") + 1, leased_until=until, **progress)
    )
    return Lease(found, until) if taken else None


class Lease:
    def __init__(self, pk, until):
        self.until = until
        self.preview = Preview.objects.select_related("version").get(pk=pk)

    def renew(self, holds=HOLDS, **columns):
        """Still ours, and from now on for that long. Raises Lost, so nothing is written beside another worker."""
        until = timezone.now() + holds
        if not self._held().update(leased_until=until, **columns):
            raise Lost
        self.until = until

    def finish(self, remark=""):
        """The slides are whole: everybody may see them. Saved as a row, so that who listens to previews hears of it."""
        with transaction.atomic():
            preview = self._held().select_for_update().first()
            if preview is None:
                raise Lost
            preview.state, preview.leased_until, preview.remark = State.READY, None, remark[:300]
            preview.save()

    def fail(self, reason):
        if self._held().update(state=State.FAILED, leased_until=None, remark=reason[:300], pages_done=0):
            logger.warning("Preview %s failed: %s", self.preview.pk, reason)

    def try_later(self, reason):
        """Back into the queue after a pause, longer each time."""
        pause = PAUSES[self.preview.attempts - 1]
        self._held().update(
            state=State.QUEUED,
            leased_until=None,
            due_at=timezone.now() + pause,
            pages_done=0,
            remark=(_("Пробуем ещё раз: %s") % reason)[:300],
        )

    def give_back(self):
        """As if it had never been taken: the worker was told to stop."""
        self._held().update(
            state=State.QUEUED, leased_until=None, attempts=F("attempts") - 1, due_at=timezone.now(), pages_done=0
        )

    @property
    def may_try_later(self):
        return self.preview.attempts < MOST_ATTEMPTS

    @property
    def is_hopeless(self):
        """So many attempts ended with the worker's death that this file may be the reason."""
        return self.preview.attempts > MOST_DEATHS

    def _held(self):
        return Preview.objects.filter(pk=self.preview.pk, state=State.PROCESSING, leased_until=self.until)
