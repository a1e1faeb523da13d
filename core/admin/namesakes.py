"""Tell rows with the same name apart by their number, if nothing else does."""

from django.db.models import Exists, Model, OuterRef, QuerySet


def mark_namesakes(rows: QuerySet, *names: str) -> QuerySet:
    """Annotates the rows with `has_namesake`: whether another row has the same values in these fields."""
    others = rows.model._base_manager.exclude(pk=OuterRef("pk")).filter(**{name: OuterRef(name) for name in names})
    return rows.annotate(has_namesake=Exists(others))


def told_apart(row: Model, *details: object) -> str:
    """«Примеров Пётр — директор», or for namesakes «Примеров Пётр — директор (№ 17)». Skips empty details."""
    text = " — ".join(str(part) for part in (row, *details) if part)
    return f"{text} (№ {row.pk})" if getattr(row, "has_namesake", False) else text
