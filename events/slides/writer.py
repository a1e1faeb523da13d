"""Write the slides of a version while a lease on its preview is held.

The names are stored in the database before the files are written, so that the rows tell what a killed worker has left.
"""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.files.names import stored_name
from core.jobs.lease import Lease

from ..models import MaterialVersion, Preview, Slide

MAX_PAGES = 1000
SIZES = ("picture", "small_picture")
SECONDS_BETWEEN_WRITES = 0.5

# The columns of a slide except its version. The pictures are paths of files outside of the storage.
Page = dict[str, Any]


def discard(version: MaterialVersion) -> None:
    """Remove what earlier attempts made. Files are deleted before their rows, which are the only way to find them."""
    slides = Slide.objects.filter(version=version)
    storage = Slide._meta.get_field("picture").storage
    for names in slides.values_list("picture", "small_picture"):
        for name in filter(None, names):
            storage.delete(name)
    slides.delete()
    for name in Preview.objects.filter(version=version).exclude(pdf="").values_list("pdf", flat=True):
        storage.delete(name)
    Preview.objects.filter(version=version).update(pdf="")


class SlideWriter:
    """Writes slides. Each method that writes rows also extends the lease, and raises Lost if it is lost."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.version: MaterialVersion = lease.job.version
        self.storage = self.version.file.storage
        self.remarks: list[str] = []
        self.total = 0
        self.last_names: list[str] = []  # the names of the files written last

    def set_total(self, total: int) -> int:
        """Record how many pages the file has; return how many of them become slides."""
        if total > MAX_PAGES:
            numbers = {"most": MAX_PAGES, "total": total}
            self.remarks.append(_("Показаны первые страницы: %(most)s из %(total)s.") % numbers)
        self.total = min(total, MAX_PAGES)
        self.lease.extend(steps_total=self.total)
        MaterialVersion.objects.filter(pk=self.version.pk).update(pages=total)
        return self.total

    def write_all(self, pages: Iterable[Page]) -> None:
        """Write the pages in small batches, so that the site does not slow down."""
        waiting: list[Page] = []
        written = time.monotonic()
        for page in pages:
            waiting.append(page)
            if time.monotonic() - written > SECONDS_BETWEEN_WRITES:
                self.write(waiting)
                waiting, written = [], time.monotonic()
        if waiting:
            self.write(waiting)

    def write(self, pages: list[Page]) -> None:
        files = []
        for page in pages:
            for size in SIZES:
                if path := page.get(size):
                    page[size] = stored_name(f"{Slide._meta.get_field(size).upload_to}/slide.webp")
                    files.append((page[size], path))
        with transaction.atomic():
            self.lease.extend(steps_done=F("steps_done") + len(pages))
            Slide.objects.bulk_create(Slide(version=self.version, **page) for page in pages)
        self._store(files)

    def write_pdf(self, path: Path) -> None:
        name = stored_name("previews/document.pdf")
        self.lease.extend(pdf=name)
        self._store([(name, path)])

    def _store(self, files: list[tuple[str, Path]]) -> None:
        self.last_names = [name for name, _path in files]
        for name, path in files:
            self.storage.take_in(name, path)

    def delete_last_files(self) -> None:
        """Delete the files written last, after the lease was lost: their rows may have been deleted before them."""
        for name in self.last_names:
            self.storage.delete(name)
