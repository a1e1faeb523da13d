"""The tables that pages are made of: those of our own apps, except those that no page for readers shows."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from simple_history.models import HistoricalChanges

from ..jobs.models import Job
from .generation import TABLE

# The columns that a worker writes every few seconds. Pages show only the state and the remark of a job.
PROGRESS = {"attempts", "priority", "due_at", "leased_until", "steps_done", "steps_total"}


def content_models() -> Iterator[type[models.Model]]:
    """The models of these tables. A new model is one of them unless `settings.NOT_ON_PAGES` names it."""
    for model in apps.get_models(include_auto_created=True):
        owner = model._meta.auto_created or model
        is_ours = model._meta.app_label in settings.OUR_APPS and model._meta.managed and not model._meta.proxy
        is_private = owner._meta.label in settings.NOT_ON_PAGES or issubclass(model, HistoricalChanges)
        if is_ours and not is_private and model._meta.db_table != TABLE:
            yield model


def content_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns of a content table that pages may depend on."""
    unread = PROGRESS if issubclass(model, Job) else set()
    return [field for field in model._meta.concrete_fields if field.name not in unread]


def moments() -> Iterator[models.DateTimeField]:
    """The columns by which time alone may change a page."""
    for model in content_models():
        yield from (field for field in content_fields(model) if isinstance(field, models.DateTimeField))


def has_index(field: models.Field) -> bool:
    leading = [index.fields[0].removeprefix("-") for index in field.model._meta.indexes if index.fields]
    return field.db_index or field.name in leading


def counted_fields() -> dict[type[models.Model], list[models.Field]]:
    """{model: its counted columns}: those that filters count, and moments without an index.

    Moments of publication have no index, because SQLite would prefer it to the indexes for lists.
    """
    named = import_string(settings.KEPT_PAGES_COUNTED)
    fields = {model: [model._meta.get_field(name) for name in names] for model, names in named.items()}
    for field in moments():
        if not has_index(field) and field not in (counted := fields.setdefault(field.model, [])):
            counted.append(field)
    return fields
