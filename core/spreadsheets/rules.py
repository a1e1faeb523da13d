"""Evaluate a model's check constraints in memory. The database would need a query for each row and constraint."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.db.models import F, Q

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, other: value == other,
    "gte": lambda value, other: value >= other,
    "gt": lambda value, other: value > other,
    "lte": lambda value, other: value <= other,
    "lt": lambda value, other: value < other,
    "range": lambda value, other: other[0] <= value <= other[1],
    "in": lambda value, other: value in other,
    "regex": lambda value, other: re.search(other, value) is not None,
}


class Unknown(Exception):
    """Only the database can evaluate the rule."""


def broken_rules(model: type[models.Model], values: Mapping[str, Any]) -> list[models.CheckConstraint]:
    """The check constraints that the row would violate. Those that raise Unknown are left to the database."""
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                if holds(constraint.condition, values) is False:
                    found.append(constraint)
            except (Unknown, TypeError):
                continue
    return found


def holds(condition: Any, values: Mapping[str, Any]) -> bool | None:
    """Whether the condition holds; as in SQL, None if a value is NULL. Raises Unknown."""
    if not isinstance(condition, Q):
        raise Unknown
    parts = [_part(child, values) for child in condition.children]
    if condition.connector == Q.AND:
        whole = False if False in parts else None if None in parts else True
    elif condition.connector == Q.OR:
        whole = True if True in parts else None if None in parts else False
    else:
        raise Unknown
    return whole if whole is None or not condition.negated else not whole


def _part(child: Any, values: Mapping[str, Any]) -> bool | None:
    if not isinstance(child, tuple):
        return holds(child, values)
    path, other = child
    name, _separator, lookup = path.partition("__")
    if name == "pk" or name not in values:
        raise Unknown
    value = values[name]
    if lookup == "isnull":
        return (value is None) == other
    if isinstance(other, F):
        if other.name not in values:
            raise Unknown
        other = values[other.name]
    if value is None or other is None:
        return None
    if (lookup or "exact") not in _COMPARE:
        raise Unknown
    return bool(_COMPARE[lookup or "exact"](value, other))


def fields_of(condition: Any) -> list[str]:
    """The fields in the condition, the left side of a comparison first."""
    if isinstance(condition, tuple):
        other = [condition[1].name] if isinstance(condition[1], F) else []
        return [condition[0].partition("__")[0], *other]
    if isinstance(condition, Q):
        return [name for child in condition.children for name in fields_of(child)]
    return []
