"""Have the worker make the slides on the home page before the site opens."""

import time

from django.contrib.auth.models import AnonymousUser

from events.models import Material, Preview

SHOWN = 6  # on the home page
MOST_SECONDS = 30
URGENT = 1


def hurry():
    """Puts the newest public presentations at the head of the queue."""
    materials = Material.objects.listed_for(AnonymousUser()).mark_open(AnonymousUser()).newest_first()
    shown = materials.filter(is_open=True, current_version__isnull=False).values_list("current_version", flat=True)
    waiting = Preview.objects.filter(state=Preview.State.QUEUED, version__in=list(shown[:SHOWN]))
    return waiting.update(priority=URGENT)


def wait(worker, seconds=MOST_SECONDS):
    """Waits until they are made, the time is up, or the worker has ended."""
    unfinished = Preview.objects.filter(priority=URGENT, state__in=[Preview.State.QUEUED, Preview.State.PROCESSING])
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and worker.poll() is None and unfinished.exists():
        time.sleep(0.3)
