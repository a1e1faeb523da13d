"""Hourly housekeeping, run by the worker."""

import shutil
import time
from pathlib import Path

from django.conf import settings

from .arrivals.reading import UNPACKED
from .models import Preview
from .slides.build import SCRATCH

LONGEST_UNPACKING = 3600  # seconds; a request unpacks for only four


def remove_scratch_folders():
    """Remove the scratch folders of previews that no worker is building, and of archives that nobody unpacks."""
    top = Path(settings.FILE_UPLOAD_TEMP_DIR)
    for folder in top.glob(f"{UNPACKED}*"):
        if folder.stat().st_mtime < time.time() - LONGEST_UNPACKING:
            shutil.rmtree(folder, ignore_errors=True)
    for folder in top.glob(f"{SCRATCH}*"):
        pk = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if pk.isdigit() and not Preview.objects.filter(pk=pk, state=Preview.State.PROCESSING).exists():
            shutil.rmtree(folder, ignore_errors=True)
