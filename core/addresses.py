"""Addresses of pages, each made once: `reverse` tries patterns for it every time."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.template import Context, NodeList
from django.template.defaulttags import URLNode
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

REMEMBERED = 10_000


@lru_cache(maxsize=REMEMBERED, typed=True)
def _reversed(name: str, arguments: tuple[Hashable, ...], current_app: str | None, *where: str | None) -> str:
    return conditional_escape(reverse(name, args=arguments, current_app=current_app))


def address_of(name: str, *arguments: Hashable) -> str:
    """The same as `reverse`."""
    return _reversed(name, arguments, None, get_script_prefix(), get_urlconf())


class RememberedURLNode(URLNode):
    """The `url` tag of Django, which asks `reverse` only for what it has not asked before."""

    child_nodelists: tuple[NodeList, ...] = ()

    def render(self, context: Context) -> str:
        if self.kwargs or self.asvar or not context.autoescape:
            return super().render(context)
        arguments = tuple(argument.resolve(context) for argument in self.args)
        match = getattr(getattr(context, "request", None), "resolver_match", None)
        name: Any = self.view_name.resolve(context)
        return _reversed(name, arguments, match and match.namespace, get_script_prefix(), get_urlconf())
