"""Merge a row into another of its model: foreign keys to it are moved to the kept row, and the merged row is deleted.

The foreign keys are found through the models, so a new one is moved like the others. If a unique constraint forbids a
second related row, the two related rows are merged as well. The kept row takes over the values that it lacks. A model
whose rows have further names defines `take_names_of(other)`, which changes the row and returns new rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector

from ..fields import BoundaryDateField, FrozenNameField, NameSlugField
from ..files.fields import OwnedFileField, held
from ..models import FormerSlug, Removal, SuspectedDouble
from .rows import Data, as_data, as_text, former_slugs, is_history


class MergeError(Exception):
    """Its message is a sentence for people."""


@dataclass
class Journal:
    """What a merge did, in enough detail to describe and undo it."""

    rows: list[Data] = field(default_factory=list)  # deleted: first the merged row, then merged related rows
    moved: list[list] = field(default_factory=list)  # [model, pk, foreign key, from, to or None, name]
    changed: list[list] = field(default_factory=list)  # [model, pk, field, text before, text after]
    created: list[list] = field(default_factory=list)  # [model, pk, name]
    former_slugs: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return vars(self)


def merge(kept: models.Model, gone: models.Model, user: Any = None) -> Removal:
    """Merge `gone` into `kept`, in one transaction. Raises MergeError and changes nothing if that is impossible."""
    try:
        return _merge(kept, gone, user)
    except (IntegrityError, models.ProtectedError, models.RestrictedError) as error:
        raise MergeError("Объединить нельзя: что-то из перешедшего нарушило бы правила данных.") from error


def _merge(kept: models.Model, gone: models.Model, user: Any) -> Removal:
    model = type(kept)
    with transaction.atomic(), held() as files:
        kept, gone = _locked(model, kept.pk, gone.pk)
        name = str(gone)
        journal = Journal(former_slugs=former_slugs(gone))
        slug = next((one for one in model._meta.concrete_fields if isinstance(one, NameSlugField) and one.unique), None)
        before = as_data(kept)
        FormerSlug.objects.of(model).filter(row=gone.pk).update(row=kept.pk)
        _absorb(kept, gone, journal)
        for row in kept.take_names_of(gone) if hasattr(kept, "take_names_of") else []:
            row.save()
            journal.created.append([row._meta.label_lower, row.pk, str(row)])
        _save_changes(kept, before, journal)
        if slug:
            FormerSlug.objects.remember(kept, getattr(gone, slug.attname))
        pair = models.Q(one=gone.pk) | models.Q(other=gone.pk)
        SuspectedDouble.objects.filter(pair, model=model._meta.label_lower, are_different=False).delete()
        return Removal.objects.create(
            model=model._meta.label_lower,
            row=journal.rows[0]["pk"],
            name=name[:500],
            kept=kept.pk,
            kept_name=str(kept)[:500],
            journal=journal.as_json(),
            files=sorted(set(files)),
            user=user,
        )


def preview(kept: models.Model, gone: models.Model) -> Removal:
    """What a merge would do: it is done and rolled back."""
    with transaction.atomic():
        removal = merge(kept, gone)
        transaction.set_rollback(True)
    return removal


def _locked(model: type[models.Model], kept: int, gone: int) -> tuple[models.Model, models.Model]:
    if kept == gone:
        raise MergeError("Это одна и та же запись.")
    found = model._base_manager.filter(pk__in=(kept, gone)).order_by("pk").select_for_update(of=("self",))
    rows = {row.pk: row for row in found}
    if len(rows) < 2:
        raise MergeError("Одной из записей больше нет: её удалили или уже объединили.")
    return rows[kept], rows[gone]


def pointing_to(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    """Every foreign key to the model, including those of many-to-many tables, but not those of history tables."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_pointed_to = relation.auto_created and not relation.concrete and not relation.many_to_many
        if is_pointed_to and not is_history(relation.related_model):
            yield relation.field


def _absorb(kept: models.Model, gone: models.Model, journal: Journal) -> None:
    """Move the rows that point to `gone`, fill in what `kept` lacks, and delete `gone`. `kept` is not saved."""
    journal.rows.append(as_data(gone))
    for column in pointing_to(type(gone)):
        for row in column.model._base_manager.filter(**{column.attname: gone.pk}).order_by("pk"):
            if type(row) is type(kept) and row.pk in (kept.pk, gone.pk):
                _part(kept, row, column)
            elif (twin := _twin(row, column, kept)) and column.unique and column.null:
                # A one-to-one relation, such as an account: the second row then points to nothing.
                setattr(row, column.attname, None)
                row.save(update_fields=[column.name])
                journal.moved.append([row._meta.label_lower, row.pk, column.name, gone.pk, None, str(row)[:300]])
            elif twin:
                before = as_data(twin)
                _absorb(twin, row, journal)
                _save_changes(twin, before, journal)
            else:
                setattr(row, column.attname, kept.pk)
                row.save(update_fields=[column.name])
                journal.moved.append([row._meta.label_lower, row.pk, column.name, gone.pk, kept.pk, str(row)[:300]])
    filled = _fill(kept, gone)
    _check_nothing_is_left(gone)
    gone_pk = gone.pk
    gone.delete()
    gone.pk = gone_pk
    for file_field in filled:
        if isinstance(file_field, OwnedFileField):
            _copy(kept, gone, file_field)


def _part(kept: models.Model, row: models.Model, column: models.ForeignKey) -> None:
    """Clear a foreign key of the kept row that points to the merged one, as a part points to its whole."""
    if row.pk == kept.pk:
        if not column.null:
            raise MergeError(f"Запись «{kept}» зависит от той, что исчезнет.")
        setattr(kept, column.attname, None)
        kept.save(update_fields=[column.name])


def _twin(row: models.Model, column: models.ForeignKey, kept: models.Model) -> models.Model | None:
    """The row that a unique constraint would not allow beside this one if it pointed to `kept`; None without one."""
    model = type(row)
    rules: list[tuple[tuple[str, ...], models.Q | None]] = [
        (rule.fields, rule.condition)
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields
    ]
    rules += [(tuple(names), None) for names in model._meta.unique_together]
    rules += [((one.name,), None) for one in model._meta.concrete_fields if one.unique and not one.primary_key]
    for names, condition in rules:
        if column.name not in names:
            continue
        values = {model._meta.get_field(name).attname: name for name in names}
        wanted = {name: kept.pk if name == column.attname else getattr(row, name) for name in values}
        if None in wanted.values():
            continue
        others, own = model._base_manager.exclude(pk=row.pk).filter(**wanted), model._base_manager.filter(pk=row.pk)
        if condition is not None:
            others, own = others.filter(condition), own.filter(condition)
        if (twin := others.first()) and own.exists():
            return twin
    return None


def _fill(kept: models.Model, gone: models.Model) -> list[models.Field]:
    """Copy the values that only `gone` has to `kept`, except those that would violate a constraint."""
    filled = []
    for one in kept._meta.concrete_fields:
        is_derived = isinstance(one, NameSlugField | BoundaryDateField | FrozenNameField) or one.primary_key
        mine, theirs = one.value_from_object(kept), one.value_from_object(gone)
        is_itself = one.remote_field and one.remote_field.model is type(kept) and theirs == kept.pk
        if not is_derived and one.editable and not is_itself and _is_empty(mine) and not _is_empty(theirs):
            if not isinstance(one, OwnedFileField):
                setattr(kept, one.attname, theirs)
            filled.append(one)
    checks = [rule for rule in kept._meta.constraints if isinstance(rule, models.CheckConstraint)]
    names = {one.name for one in filled}
    for rule in checks:
        if not (mixed := rule.condition.referenced_base_fields & names):
            continue
        try:
            rule.validate(type(kept), kept)
        except ValidationError:
            for one in [one for one in filled if one.name in mixed]:
                setattr(kept, one.attname, None if one.null else one.get_default())
                filled.remove(one)
    return filled


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (hasattr(value, "name") and not value.name)


def _copy(kept: models.Model, gone: models.Model, file_field: OwnedFileField) -> None:
    """Give `kept` a copy of the file. The file itself belongs to the deleted row, which may be restored."""
    name = getattr(gone, file_field.attname).name
    if default_storage.exists(name):
        with default_storage.open(name) as content:
            setattr(kept, file_field.attname, default_storage.save(file_field.generate_filename(kept, name), content))


def _check_nothing_is_left(gone: models.Model) -> None:
    """Raise if deleting the row would delete others: they would be rows that the merge failed to move."""
    collector = Collector(using="default", origin=gone)
    collector.collect([gone])
    left = [row for rows in collector.data.values() for row in rows if row != gone]
    left += [row for rows in collector.fast_deletes if not is_history(rows.model) for row in rows[:1]]
    cleared = [found for every in collector.field_updates.values() for found in every]
    left += [row for rows in cleared for row in ([rows] if isinstance(rows, models.Model) else rows[:1])]
    if left:
        raise MergeError(f"К записи «{gone}» относится «{left[0]}», и объединение не знает, что с этим делать.")


def _save_changes(row: models.Model, before: Data, journal: Journal) -> None:
    after = {one.attname: as_text(row, one) for one in row._meta.concrete_fields}
    changed = [one for one in row._meta.concrete_fields if after[one.attname] != before["values"][one.attname]]
    if changed:
        row.save(update_fields=[one.name for one in changed])
        journal.changed += [
            [row._meta.label_lower, row.pk, one.name, before["values"][one.attname], as_text(row, one)]
            for one in changed
        ]
