"""Speed up what Django does most often while it renders a template. Unusual cases are left to Django."""

from enum import Enum
from html import escape
from typing import Any

from django.forms import BaseForm, BoundField
from django.template import Context, Variable, VariableDoesNotExist, base
from django.template.context import BaseContext
from django.template.loader_tags import BlockNode
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString


class _Kind(Enum):
    """How a name is looked up in a value of some type."""

    ITEMS = 1
    ATTRIBUTES = 2
    FORM = 3  # its fields, then its attributes
    NOTHING = 4
    UNUSUAL = 5


_KINDS: dict[type, _Kind] = {type(None): _Kind.NOTHING}
_MISSING = object()
_by_django = Variable._resolve_lookup
_resolved_by_django = base.FilterExpression.resolve
_rendered_by_django = base.render_value_in_context
_nodes_by_django = base.NodeList.get_nodes_by_type


def _kind_of(its_type: type) -> _Kind:
    if issubclass(its_type, dict):
        kind = _Kind.ITEMS
    elif issubclass(its_type, LazyObject | tuple | BoundField) or not hasattr(its_type, "__getitem__"):
        kind = _Kind.ATTRIBUTES
    else:
        kind = _Kind.FORM if issubclass(its_type, BaseForm) else _Kind.UNUSUAL
    _KINDS[its_type] = kind
    return kind


def _find(variable: Variable, context: Context) -> Any:
    """The value, or _MISSING, or `_by_django` if Django must look it up."""
    lookups = variable.lookups
    first = lookups[0]
    for names in reversed(context.dicts):
        if first in names:
            current = names[first]
            break
    else:
        return _by_django if hasattr(context, first) else _MISSING
    if callable(current):
        return _by_django
    for name in lookups[1:]:
        its_type = type(current)
        kind = _KINDS.get(its_type) or _kind_of(its_type)
        try:
            if kind is _Kind.ATTRIBUTES:
                current = getattr(current, name, _by_django)
            elif kind is _Kind.ITEMS:
                current = current.get(name, _by_django)
            elif kind is _Kind.FORM and name not in current.fields:
                current = getattr(current, name, _by_django)
            elif kind is _Kind.NOTHING:
                return _MISSING
            else:
                return _by_django
        except Exception:  # a property failed, and Django knows which errors a template may swallow
            return _by_django
        if callable(current):
            return _by_django
    return current


def look_up(variable: Variable, context: Context) -> Any:
    """Replaces `Variable._resolve_lookup`, which tries the value as a dictionary before each attribute."""
    found = _find(variable, context)
    if found is _MISSING:
        raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (variable.var, context))
    return _by_django(variable, context) if found is _by_django else found


def resolved(expression: base.FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
    """Replaces `FilterExpression.resolve`. A missing name in a condition then costs no exception."""
    variable = expression.var
    if expression.filters or not expression.is_var or variable.lookups is None or variable.translate:
        return _resolved_by_django(expression, context, ignore_failures)
    found = _find(variable, context)
    if found is _by_django or (found is _MISSING and not ignore_failures):
        return _resolved_by_django(expression, context, ignore_failures)
    return None if found is _MISSING else found


def rendered(value: Any, context: Context) -> str:
    """Replaces `render_value_in_context`. Most values are texts, which need no localization."""
    if type(value) is SafeString:
        return value
    if type(value) is str and context.autoescape:
        return escape(value)
    return _rendered_by_django(value, context)


def blocks_of(nodes: base.NodeList, its_type: type[base.Node]) -> list[base.Node]:
    """Replaces `NodeList.get_nodes_by_type`. The blocks of a template are the same for each page, so it keeps them."""
    if its_type is not BlockNode:
        return _nodes_by_django(nodes, its_type)
    if not hasattr(nodes, "_blocks"):
        nodes._blocks = _nodes_by_django(nodes, its_type)
    return nodes._blocks


def holds(context: BaseContext, name: str) -> bool:
    """Replaces `BaseContext.__contains__`, which each {% for %} calls to look for an outer loop."""
    for names in context.dicts:  # noqa: SIM110  twice as fast as `any`
        if name in names:
            return True
    return False


def render_fast() -> None:
    BaseContext.__contains__ = holds
    Variable._resolve_lookup = look_up
    base.FilterExpression.resolve = resolved
    base.render_value_in_context = rendered
    base.NodeList.get_nodes_by_type = blocks_of
