"""A row as the database has it, read once for each time that the row is saved, however many ask."""

from typing import Any

from django.db import models
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

KEY = "_stored_before_save"


def before_save(instance: models.Model) -> dict[str, Any]:
    """{attname: value} of the stored row, for what runs while it is saved; empty for a row that is not stored."""
    kept: dict[str, Any] = instance.__dict__
    if KEY not in kept:
        rows = type(instance)._base_manager.filter(pk=instance.pk).order_by().values()
        kept[KEY] = next(iter(rows), {}) if instance.pk is not None else {}
    found: dict[str, Any] = kept[KEY]
    return found


@receiver([pre_save, post_save])
def _forget(instance: models.Model, **kwargs: Any) -> None:
    """Before a save, too: an earlier one that failed has left what it read. Connected before all other receivers."""
    instance.__dict__.pop(KEY, None)
