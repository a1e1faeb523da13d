"""Rows with the same name are told apart by their number, where nothing else does."""

from django.db.models import Exists, Model, OuterRef, QuerySet


def mark_namesakes(rows: QuerySet, *names: str) -> QuerySet:
    """Adds `has_namesake`: another row has the same values in the fields of these names."""
    others = rows.model._base_manager.exclude(pk=OuterRef("pk")).filter(**{name: OuterRef(name) for name in names})
    return rows.annotate(has_namesake=Exists(others))


def told_apart(row: Model, *details: object) -> str:
    """«Примеров Пётр — директор», of namesakes «Примеров Пётр — директор (№ 17)»; empty details are left out."""
    text = " — ".join(str(part) for part in (row, *details) if part)
    return f"{text} (№ {row.pk})" if getattr(row, "has_namesake", False) else text
