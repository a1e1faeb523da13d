"""Hourly housekeeping, run by the worker."""

import shutil
from pathlib import Path

from django.conf import settings

from .models import Preview
from .slides.build import SCRATCH


def remove_scratch_folders():
    """Remove the scratch folders of previews that no worker is building."""
    for folder in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"{SCRATCH}*"):
        pk = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if pk.isdigit() and not Preview.objects.filter(pk=pk, state=Preview.State.PROCESSING).exists():
            shutil.rmtree(folder, ignore_errors=True)
