"""Read the stored values of a row once per save, however many receivers need them."""

from functools import cache
from typing import Any

from django.db import models
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from .compiled import CompiledQuery

KEY = "_stored_before_save"
LOCKED = "_read_under_a_lock"


def is_locked(instance: models.Model) -> None:
    """Mark a row that was just read and locked, so that `before_save` does not read it again."""
    instance.__dict__[LOCKED] = _values_of(instance)


def _values_of(row: models.Model) -> dict[str, Any]:
    return {
        field.attname: _plain(field, row.__dict__[field.attname])
        for field in row._meta.concrete_fields
        if field.attname in row.__dict__
    }


@cache
def _row_of(model: type[models.Model]) -> CompiledQuery:
    return CompiledQuery(lambda pk: model._base_manager.filter(pk=pk).order_by(), pk=-1)


def _plain(field: models.Field, value: Any) -> Any:
    return getattr(value, "name", value) if isinstance(field, models.FileField) else value


def before_save(instance: models.Model) -> dict[str, Any]:
    """{attname: value} of the stored row, for code that runs during a save. Empty for a new row."""
    kept: dict[str, Any] = instance.__dict__
    if KEY not in kept:
        row = next(_row_of(instance._meta.model).rows(pk=instance.pk), None) if instance.pk is not None else None
        kept[KEY] = _values_of(row) if row is not None else {}
    found: dict[str, Any] = kept[KEY]
    return found


@receiver([pre_save, post_save])
def _forget(instance: models.Model, signal: Any = None, **kwargs: Any) -> None:
    """Forget the values after a save. Also before one, because a failed save leaves its values.

    It is connected before all other receivers.
    """
    instance.__dict__.pop(KEY, None)
    locked = instance.__dict__.pop(LOCKED, None)
    if locked and signal is pre_save and len(locked) == len(instance._meta.concrete_fields):
        instance.__dict__[KEY] = locked
