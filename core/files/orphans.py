"""Find stored files that no row owns, and delete them.

A file is written before its row is committed, and deleted after its row. A rollback or a crash in between leaves a file
without a row.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from ..models import Orphan, Removal
from .fields import OwnedFileField, remove
from .images import CONTENT_TYPES
from .names import extension
from .sizes import FOLDER as SIZED
from .sizes import WIDTHS, sized_name
from .storage import INCOMING

logger = logging.getLogger(__name__)

SAFE_AGE = timedelta(hours=1)  # the row of a younger file may not be committed yet
# A younger orphan is a failed upload. An older one may belong to a database that is just being restored from a backup,
# so it is deleted only after sweeps have found no row for it for some days.
YOUNG = timedelta(days=2)
DAYS_WITHOUT_A_ROW = timedelta(days=7)


@dataclass(frozen=True)
class Inventory:
    """The stored files and the rows that own files.

    `written` is {file name: timestamp of writing}; `rows` are (field, pk, file name); `held` are the files of deleted
    rows that can be restored.
    """

    written: dict[str, float]
    rows: list[tuple[OwnedFileField, Any, str]]
    held: set[str]

    @classmethod
    def take(cls, *, with_incoming: bool = False) -> "Inventory":
        """List the files before the rows, so that a file whose row is committed in between has a row."""
        fields = list(owning_fields())
        folders = {field.upload_to for field in fields} | {SIZED} | ({INCOMING} if with_incoming else set())
        written = dict(found for folder in folders for found in default_storage.listing(folder))
        return cls(written, [(field, pk, name) for field in fields for pk, name in _rows_of(field)], _held())

    def orphans(self, older_than: timedelta) -> list[str]:
        """The sorted names of files that no row owns. A smaller copy of a picture belongs to the original's row."""
        owned = {name for _field, _pk, name in self.rows} | self.held
        owned |= {sized_name(name, width) for name in owned if extension(name) in CONTENT_TYPES for width in WIDTHS}
        written_before = time.time() - older_than.total_seconds()
        return sorted(name for name, moment in self.written.items() if moment < written_before and name not in owned)


def owning_fields() -> Iterator[OwnedFileField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.concrete_fields if isinstance(field, OwnedFileField))


def sweep(*, older_than: timedelta = SAFE_AGE) -> None:
    """Delete the files that rollbacks and crashes have left behind."""
    inventory = Inventory.take()
    orphans = set(inventory.orphans(older_than))
    young_from = time.time() - YOUNG.total_seconds()
    old = {name for name in orphans if inventory.written[name] <= young_from}
    Orphan.objects.exclude(name__in=old).delete()
    Orphan.objects.bulk_create([Orphan(name=name) for name in sorted(old)], ignore_conflicts=True)
    long_seen = Orphan.objects.filter(seen_at__lt=timezone.now() - DAYS_WITHOUT_A_ROW)
    for name in sorted((orphans - old) | set(long_seen.values_list("name", flat=True))):
        remove(default_storage, name)
        logger.info("A file without a row was deleted: %s", name)
    long_seen.delete()


def sweep_incoming(*, older_than: timedelta = timedelta(days=1)) -> None:
    """Delete unfinished uploads that a crash has left behind: no row ever owns a file in this folder."""
    written_before = time.time() - older_than.total_seconds()
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < written_before:
                path.unlink()
                logger.info("An upload that was broken off was deleted: %s", path.name)


def _held() -> set[str]:
    return {name for names in Removal.objects.filter(undone_at=None).values_list("files", flat=True) for name in names}


def _rows_of(field: OwnedFileField) -> Iterator[tuple[Any, str]]:
    rows = field.model._base_manager.exclude(**{field.attname: ""}).values_list("pk", field.attname)
    return rows.iterator(chunk_size=2000)
