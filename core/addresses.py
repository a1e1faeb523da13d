"""Build the address of each page and static file once and remember it; Django builds it anew every time."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import QueryDict
from django.template import Context, NodeList
from django.template.defaulttags import URLNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

REMEMBERED = 10_000
QUOTED = 1_000  # values of parameters: the same few stand in dozens of addresses of a page

quoted = lru_cache(maxsize=QUOTED)(quote_plus)


def query_string(parameters: Iterable[tuple[str, Any]]) -> str:
    return urlencode(list(parameters), quote_via=quoted)


def changed(asked: QueryDict, changes: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The parameters that were asked for, with others in their places or at the end; None removes one."""
    present = {name: [changes[name]] if name in changes else values for name, values in asked.lists()}
    present |= {name: [value] for name, value in changes.items() if name not in present}
    return [(name, value) for name, values in present.items() for value in values if value is not None]


@lru_cache(maxsize=REMEMBERED, typed=True)
def _reversed(name: str, arguments: tuple[Hashable, ...], current_app: str | None, *where: str | None) -> str:
    return conditional_escape(reverse(name, args=arguments, current_app=current_app))


def address_of(name: str, *arguments: Hashable) -> str:
    """The same as `reverse`."""
    return _reversed(name, arguments, None, get_script_prefix(), get_urlconf())


class RememberedURLNode(URLNode):
    """Django's `url` tag, which calls `reverse` once for each name and its arguments."""

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
    """What an address depends on besides its name. It is the same for a whole page and costly to find out each time."""
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
    return _static_address(storage.url, path)  # the bound method stands for the storage of the current settings


@lru_cache(maxsize=REMEMBERED)
def _static_address(url: Callable[[str], str], path: str) -> str:
    return conditional_escape(url(path))


class RememberedStaticNode(StaticNode):
    child_nodelists: tuple[NodeList, ...] = ()

    @classmethod
    def handle_simple(cls, path: str) -> str:
        return static_address(path)
