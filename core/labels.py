"""Labels of choices as texts, made once.

Django turns all choices of a field into a dictionary each time that `get_…_display` is called, and translates their
labels to do so: 40 labels of a page were a tenth of its cost. The portal speaks one language.
"""

from collections.abc import Callable, Iterable
from functools import cache, partialmethod
from typing import Any

from django.db import models
from django.utils.encoding import force_str


def remember_labels(all_models: Iterable[type[models.Model]]) -> None:
    """Replaces each `get_…_display` that Django made; one that a model has written itself stays."""
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
