"""Lock and order rows while they are saved."""

from django.db import models


def lock(rows):
    """The rows, locked until the transaction ends. On SQLite the transaction has locked the whole database anyway."""
    return rows.order_by().select_for_update(of=("self",), no_key=True)


def next_order(row, within=None):
    """The next free order. Siblings are the rows with the same `within`, or all rows."""
    siblings = type(row)._base_manager.all()
    if within:
        siblings = siblings.filter(**{within: getattr(row, f"{within}_id")})
    return (siblings.aggregate(last=models.Max("order"))["last"] or 0) + 1
