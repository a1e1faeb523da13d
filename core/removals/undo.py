"""Undo a deletion or a merge. Values that somebody has changed since then stay as they are now."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ..files.fields import held
from ..models import FormerSlug, Removal
from .merging import MergeError
from .rows import as_text, as_value, revive

KEPT_FOR = dt.timedelta(days=30)


def restorable(model: type[models.Model] | None = None) -> models.QuerySet[Removal]:
    found = Removal.objects.filter(undone_at=None, made_at__gt=timezone.now() - KEPT_FOR)
    return found.filter(model=model._meta.label_lower) if model else found


def forget_old() -> None:
    """Delete old journals. The files that they held become orphans and are swept."""
    Removal.objects.filter(made_at__lte=timezone.now() - KEPT_FOR).delete()


def undo(removal: Removal, user: Any = None) -> list[str]:
    """Undo it and return the names of rows that could not come back. Raises MergeError."""
    with transaction.atomic(), held():
        removal = restorable().select_for_update(of=("self",)).filter(pk=removal.pk).first()
        if removal is None:
            raise MergeError("Вернуть уже нельзя: прошло 30 дней, или запись уже вернули.")
        later = restorable().filter(model=removal.model, row=removal.kept).exclude(kept=None).first()
        if removal.kept and later:
            raise MergeError(f"Сначала верните «{later.name}»: эту запись потом объединили с «{later.kept_name}».")
        lost = _undo_merge(removal, user) if removal.kept else _undo_deletion(removal, user)
        removal.undone_at, removal.files = timezone.now(), []
        removal.save(update_fields=["undone_at", "files"])
    return lost


def _undo_deletion(removal: Removal, user: Any) -> list[str]:
    lost = revive(removal.journal["rows"], user)
    for label, pk, name, text in removal.journal["cleared"]:
        _set(label, pk, name, None, text)
    for slug in removal.journal["former_slugs"]:
        _remember(removal, slug)
    return lost


def _undo_merge(removal: Removal, user: Any) -> list[str]:
    journal, lost = removal.journal, []
    later = []
    for label, pk, name, before, after in reversed(journal["changed"]):
        column = apps.get_model(label)._meta.get_field(name)
        if column.remote_field:  # it may point to the restored row
            later.append((label, pk, name, after, before))
        else:
            _set(label, pk, name, after, before)
    for label, pk, _name in journal["created"]:
        for row in apps.get_model(label)._base_manager.filter(pk=pk):
            row.delete()
    slugs = FormerSlug.objects.filter(model=removal.model, row=removal.kept)
    own = {data["values"].get("slug") for data in journal["rows"][:1]}
    slugs.filter(slug__in=own).delete()
    slugs.filter(slug__in=journal["former_slugs"]).update(row=removal.row)
    lost += revive(journal["rows"], user)
    for one in later:
        _set(*one)
    for label, pk, name, start, end, told in reversed(journal["moved"]):
        if not _set(label, pk, name, end and str(end), str(start)):
            lost.append(told)
    return lost


def _set(label: str, pk: int, name: str, present: Any, former: Any) -> bool:
    """Write the former value if the field still has the one from the merge. False if the database refuses it."""
    model = apps.get_model(label)
    column = model._meta.get_field(name)
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return True
    if as_text(row, column) != present:
        former = _without_added_lines(as_text(row, column), present, former, column)
        if former is None:
            return True
    setattr(row, column.attname, as_value(column, former))
    try:
        with transaction.atomic():
            row.save(update_fields=[name])
    except IntegrityError:
        return False
    return True


def _without_added_lines(text: Any, present: Any, former: Any, column: models.Field) -> str | None:
    """Remove the lines that the merge added from a text that somebody has edited since."""
    if not isinstance(column, models.TextField) or not text or not present:
        return None
    added = set(present.splitlines()) - set((former or "").splitlines())
    return "\n".join(line for line in text.splitlines() if line not in added)


def _remember(removal: Removal, slug: str) -> None:
    FormerSlug.objects.get_or_create(model=removal.model, slug=slug, defaults={"row": removal.row})
