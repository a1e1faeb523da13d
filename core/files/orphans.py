"""Compare stored files with the rows that own them, and delete those without a row.

An upload is written before its row is committed, so a rollback leaves the file behind.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage

from .fields import OwnedFileField, remove
from .storage import INCOMING

logger = logging.getLogger(__name__)

SAFE_AGE = timedelta(hours=1)  # a younger file may still be waiting for its transaction to commit
SWEPT_UP_TO = timedelta(days=2)


@dataclass(frozen=True)
class Inventory:
    """`written` has the time of writing, a timestamp, by file name; `rows` are (field, pk, file name)."""

    written: dict[str, float]
    rows: list[tuple[OwnedFileField, Any, str]]

    @classmethod
    def take(cls, *, with_incoming: bool = False) -> "Inventory":
        """List the files first and the rows second, so that a row committed meanwhile is not missed."""
        fields = list(owning_fields())
        folders = {field.upload_to for field in fields} | ({INCOMING} if with_incoming else set())
        written = dict(found for folder in folders for found in default_storage.listing(folder))
        return cls(written, [(field, pk, name) for field in fields for pk, name in _rows_of(field)])

    def orphans(self, older_than: timedelta) -> list[str]:
        """The names of files that no row has, in order."""
        owned = {name for _field, _pk, name in self.rows}
        written_before = time.time() - older_than.total_seconds()
        return sorted(name for name, moment in self.written.items() if moment < written_before and name not in owned)


def owning_fields() -> Iterator[OwnedFileField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.concrete_fields if isinstance(field, OwnedFileField))


def sweep(*, older_than: timedelta = SAFE_AGE) -> None:
    """Delete what rollbacks of the last two days have left.

    Older files without a row are left to an administrator and `check_files --fix`: they may belong to a database that
    is being restored from a backup.
    """
    inventory = Inventory.take()
    swept_from = time.time() - SWEPT_UP_TO.total_seconds()
    for name in inventory.orphans(older_than):
        if inventory.written[name] > swept_from:
            remove(default_storage, name)
            logger.info("A file without a row was deleted: %s", name)


def _rows_of(field: OwnedFileField) -> Iterator[tuple[Any, str]]:
    rows = field.model._base_manager.exclude(**{field.attname: ""}).values_list("pk", field.attname)
    return rows.iterator(chunk_size=2000)
