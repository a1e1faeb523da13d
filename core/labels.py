"""Build the labels of choices once, as plain texts.

Each call of Django's `get_…_display` makes a dictionary of all choices and translates their labels. 40 labels took a
tenth of a page's time. The portal has only one language.
"""

from collections.abc import Callable, Iterable
from functools import cache, partialmethod
from typing import Any

from django.db import models
from django.utils.encoding import force_str


def remember_labels(all_models: Iterable[type[models.Model]]) -> None:
    """Replace each `get_…_display` made by Django. One that a model defines itself stays."""
    for model in all_models:
        for field in model._meta.concrete_fields:
            name = f"get_{field.name}_display"
            if field.choices and isinstance(vars(model).get(name), partialmethod):
                setattr(model, name, _display(field))


def _display(field: models.Field) -> Callable[[models.Model], Any]:
    @cache
    def labels() -> dict[Any, str]:
        return {value: str(label) for value, label in field.flatchoices}

    def display(row: models.Model) -> Any:
        value = getattr(row, field.attname)
        return labels().get(value, force_str(value, strings_only=True))

    return display
