"""Reduce the address of a page to the parameters that the page knows, in a fixed order.

Links on a page repeat its parameters many times, so unknown and endless ones would bloat it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, QueryDict

MOST_CHARACTERS = 301  # of a value: one more than the search reads, so that it can report a query that is too long
MOST_VALUES = 10  # of a parameter


@contextmanager
def only_known(request: HttpRequest, names: tuple[str, ...]) -> Iterator[None]:
    """Within the block, the request's address has only these parameters, in this order."""
    asked, query = request.GET, request.META.get("QUERY_STRING", "")
    known = QueryDict(mutable=True)
    for name in names:
        if name in asked:
            known.setlist(name, [value[:MOST_CHARACTERS] for value in asked.getlist(name)[:MOST_VALUES]])
    _set(request, known, known.urlencode(), is_known=True)
    try:
        yield
    finally:
        _set(request, asked, query, is_known=False)  # middleware needs the original address


def here(request: HttpRequest) -> str:
    """The address of the page for a link back to it, without parameters that the page does not know."""
    return request.get_full_path() if getattr(request, "has_known_address", False) else request.path


def _set(request: HttpRequest, parameters: QueryDict, query: str, *, is_known: bool) -> None:
    parameters._mutable = False
    request.GET = parameters
    request.META["QUERY_STRING"] = query
    request.has_known_address = is_known
