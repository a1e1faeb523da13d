"""The tables that pages are made of: all tables of our own apps, without those that no page for readers shows."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from simple_history.models import HistoricalChanges

from ..jobs.models import Job
from .generation import TABLE

# What a worker writes into its job every few seconds. Pages show the job's state and remark alone.
PROGRESS = {"attempts", "priority", "due_at", "leased_until", "steps_done", "steps_total"}


def content_models() -> Iterator[type[models.Model]]:
    """A new model is content until `settings.NOT_ON_PAGES` says otherwise."""
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
