"""Addresses of pages and of static files, each made once: Django looks for it every time."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, NodeList
from django.template.defaulttags import URLNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
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
        if self.kwargs or not context.autoescape or (self.asvar and self.args):
            return super().render(context)
        arguments = tuple([argument.resolve(context) for argument in self.args])
        name: Any = self.view_name.resolve(context)
        try:
            address = _reversed(name, arguments, *_where(getattr(context, "request", None)))
        except NoReverseMatch:
            if not self.asvar:
                raise
            address = ""
        if not self.asvar:
            return address
        context[self.asvar] = address
        return ""


def _where(request: Any) -> tuple[str | None, str | None, str | None]:
    """What an address depends on beside its name: the same for a whole page, and dear to ask for a hundred times."""
    known: tuple[str | None, str | None, str | None] | None = getattr(request, "_where_addresses_are", None)
    if known is None:
        match = getattr(request, "resolver_match", None)
        known = match and match.namespace, get_script_prefix(), get_urlconf()
        if match:
            request._where_addresses_are = known
    return known


def static_address(path: str) -> str:
    """The same as `static`."""
    storage: Any = staticfiles_storage
    return _static_address(storage.url, path)  # bound to the storage of the present settings


@lru_cache(maxsize=REMEMBERED)
def _static_address(url: Callable[[str], str], path: str) -> str:
    return conditional_escape(url(path))


class RememberedStaticNode(StaticNode):
    child_nodelists: tuple[NodeList, ...] = ()

    @classmethod
    def handle_simple(cls, path: str) -> str:
        return static_address(path)
