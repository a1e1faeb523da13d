"""The address of a page with the parameters that the page knows, in one order."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, QueryDict


@contextmanager
def only_known(request: HttpRequest, names: tuple[str, ...]) -> Iterator[None]:
    """Within, the request's address has no other parameters than these, in this order."""
    asked, query = request.GET, request.META.get("QUERY_STRING", "")
    known = QueryDict(mutable=True)
    for name in names:
        if name in asked:
            known.setlist(name, asked.getlist(name))
    _set(request, known, known.urlencode())
    try:
        yield
    finally:
        _set(request, asked, query)  # middleware reads what was sent


def _set(request: HttpRequest, parameters: QueryDict, query: str) -> None:
    parameters._mutable = False
    request.GET = parameters
    request.META["QUERY_STRING"] = query
