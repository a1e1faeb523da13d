"""Turn rows into data and back: every column as text, so that a row returns exactly as it was."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from ..fields import NameSlugField
from ..models import FormerSlug

Data = dict[str, Any]  # {"model": «events.person», "pk": 17, "name": …, "values": {column: text or None}}


def as_text(row: models.Model, field: models.Field) -> Any:
    value = field.value_from_object(row)
    return None if value is None else field.value_to_string(row)


def as_value(field: models.Field, text: Any) -> Any:
    return field.to_python(text)


def as_data(row: models.Model) -> Data:
    values = {field.attname: as_text(row, field) for field in row._meta.concrete_fields}
    return {"model": row._meta.label_lower, "pk": row.pk, "name": str(row)[:300], "values": values}


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "instance_type") or model._meta.object_name.startswith("Historical")


def revive(rows: Iterable[Data], user: Any = None) -> list[str]:
    """Insert the rows with their former keys. Returns the names of those that cannot come back.

    A foreign key to a row that has been deleted since becomes empty. If it must not be empty, the row cannot come back.
    """
    rows, lost = list(rows), []
    coming = {(data["model"], data["pk"]) for data in rows}
    alive = _alive(rows)
    made: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for data in rows:
        model = apps.get_model(data["model"])
        row = _made(model, data, coming, alive)
        try:
            with transaction.atomic():
                if row is None or model._base_manager.filter(pk=data["pk"]).exists():
                    raise IntegrityError
                row.save_base(raw=True, force_insert=True)
        except IntegrityError:
            lost.append(data["name"])
            coming.discard((data["model"], data["pk"]))
        else:
            made[model].append(row)
    for model, found in made.items():
        if hasattr(model, "history"):
            model.history.bulk_history_create(found, default_user=user)
    return lost


def _made(model: type[models.Model], data: Data, coming: set, alive: dict) -> models.Model | None:
    row = model()
    for field in model._meta.concrete_fields:
        if field.attname not in data["values"]:  # the column is newer than the journal
            continue
        value = as_value(field, data["values"][field.attname])
        if field.remote_field and value is not None:
            target = field.remote_field.model._meta.label_lower
            if (target, value) not in coming and value not in alive[target]:
                if not field.null:
                    return None
                value = None
        if isinstance(field, NameSlugField):
            value = _free(field, row, data["pk"], value)
        setattr(row, field.attname, value)
    return row


def _free(field: NameSlugField, row: models.Model, pk: int, slug: str) -> str:
    """The former slug, or a new one if another row has it now."""
    taken = type(row)._base_manager.exclude(pk=pk).filter(**{field.attname: slug}).exists()
    row.pk = pk
    return field.free_slug(row, slug) if taken else slug


def _alive(rows: list[Data]) -> dict[str, set]:
    """{label of the model: existing keys}, of the keys that the rows point to."""
    wanted: dict[type[models.Model], set] = defaultdict(set)
    for data in rows:
        for field in apps.get_model(data["model"])._meta.concrete_fields:
            text = data["values"].get(field.attname)
            if field.remote_field and text is not None:
                wanted[field.remote_field.model].add(as_value(field, text))
    found: dict[str, set] = {}
    for model, keys in wanted.items():
        numbers, found[model._meta.label_lower] = list(keys), set()
        for start in range(0, len(numbers), 500):
            some = model._base_manager.filter(pk__in=numbers[start : start + 500])
            found[model._meta.label_lower] |= set(some.values_list("pk", flat=True))
    return found


def former_slugs(row: models.Model) -> list[str]:
    return list(FormerSlug.objects.of(type(row)).filter(row=row.pk).values_list("slug", flat=True))
