"""`kept` marks a view whose pages may be served again to readers who would get the same page."""

import logging
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.module_loading import import_string

from . import boundaries, generation, holes, triggers
from .address import only_known
from .memory import KeptPage, Memory, Stretch, pack

log = logging.getLogger(__name__)

MB = 1 << 20
PAUSE = 60  # seconds until a process looks again for missing triggers
MEMORY = Memory()

Fact = TypeVar("Fact")
View = Callable[..., HttpResponse]


def kept(*parameters: str, also: Callable[..., Hashable] | None = None) -> Callable[[View], View]:
    """`@kept("page", "q")`: the page depends on these parameters of the address and on no others.

    The view gets the address without any others, whether its page is kept or not. If the page depends on anything
    besides the content, such as a number that no trigger watches, `also` returns that. It is called like the view.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            with only_known(request, parameters):
                return _answer(request, lambda: _rendered(view(request, *args, **kwargs)), also, args, kwargs)

        answer.keeps_its_page = True  # type: ignore[attr-defined]
        return answer

    return decorate


def _rendered(response: Any) -> HttpResponse:
    return response.render() if hasattr(response, "render") else response


def _answer(
    request: HttpRequest, make: Callable[[], HttpResponse], also: Callable[..., Hashable] | None, args: Any, kwargs: Any
) -> HttpResponse:
    def shown_beside() -> Hashable:
        return also(request, *args, **kwargs) if also else None

    # The generation is read first. Whatever is read afterwards, including the reader's rights, belongs to it or to a
    # later one, and a page of a later one is not kept.
    stretch = _present_stretch(request) if _may_be_kept(request) else None
    reader = _hook("KEPT_PAGES_READER")(request) if stretch else None
    if stretch is None or reader is None:
        return _finished(request, make())
    beside = shown_beside()
    key = _key(request, reader, beside)
    page = MEMORY.get(stretch, key)
    if page is None:
        with holes.holes_left(request), _within(stretch, reader):
            response = make()
        page = _page_of(request, response)
        if page is None:
            return _finished(request, _filled(request, response))
        if beside == shown_beside() and _still_holds(stretch):
            MEMORY.put(stretch, key, page, settings.KEPT_PAGES_MB * MB)
        return _given(request, page, response.content)
    return _given(request, page)


_PRESENT: ContextVar[tuple[Stretch, Hashable] | None] = ContextVar("whose page is being made, and when", default=None)


@contextmanager
def _within(stretch: Stretch, reader: Hashable) -> Iterator[None]:
    token = _PRESENT.set((stretch, reader))
    try:
        yield
    finally:
        _PRESENT.reset(token)


def remembered(
    key: Hashable, find: Callable[[], Fact], *, of_reader: bool = False, is_counted: bool = False
) -> Fact | None:
    """The result of `find`, called once for each generation; None outside of a kept view.

    `key` contains everything that the result depends on besides the content. `of_reader` says that it also depends on
    what the reader may see. `is_counted` says that it depends only on the columns of `settings.KEPT_PAGES_COUNTED`, so
    that other writes do not outdate it.
    """
    present = _PRESENT.get()
    if present is None:
        return None
    stretch, reader = present
    key = (key, reader if of_reader else None)
    fact = MEMORY.counted(stretch.generation, timezone.now(), key) if is_counted else MEMORY.fact(stretch, key)
    if fact is None:
        fact = find()
        (MEMORY.remember_counts if is_counted else MEMORY.remember)(stretch, key, fact)
    return fact


def _may_be_kept(request: HttpRequest) -> bool:
    """Not while the request has a message, which one reader sees once."""
    return bool(settings.KEPT_PAGES_MB) and not settings.DEBUG and not len(get_messages(request))


@cache
def _hook(name: str) -> Callable[[HttpRequest], Hashable | None]:
    return import_string(getattr(settings, name))


def _key_parts(request: HttpRequest, reader: Hashable, also: Hashable) -> Iterator[tuple[str, Hashable]]:
    """Everything that the page depends on besides the content. The release is not: a process runs only one."""
    yield "host", (request.scheme, request.get_host())
    yield "address", request.get_full_path()
    yield "reader", reader
    yield "look", _hook("KEPT_PAGES_LOOK")(request)
    yield "also", also


def _key(request: HttpRequest, reader: Hashable, also: Hashable) -> str:
    """A digest, which is short even if the address is long or the reader has attended many events."""
    parts = repr([value for _part, value in _key_parts(request, reader, also)])
    return blake2b(parts.encode(errors="surrogatepass"), digest_size=32).hexdigest()


def _present_stretch(request: HttpRequest) -> Stretch | None:
    """The current Stretch; None while nothing may be kept."""
    if not _triggers_are_there():
        return None
    present = request.generation = generation.of(request)  # type: ignore[attr-defined]
    if present is None:
        return None
    now = timezone.now()
    stretch = MEMORY.stretch
    if stretch is None or not stretch.holds(present, now):
        stretch = Stretch(present, now, boundaries.next_after(now, present, MEMORY))
        MEMORY.enter(stretch)
    return stretch


def _still_holds(stretch: Stretch) -> bool:
    """Whether nothing was written and no boundary passed while the page was made."""
    present = generation.read()
    return present is not None and stretch.holds(present, timezone.now())


class _Looked(NamedTuple):
    found_all: bool
    at: float


_looked = _Looked(False, float("-inf"))


def _triggers_are_there() -> bool:
    """Whether all triggers exist. Looks once a minute until they do."""
    global _looked
    if not _looked.found_all and time.monotonic() - _looked.at > PAUSE:
        try:
            missing = triggers.missing()
        except DatabaseError:
            missing = {"all"}
        if missing:
            log.warning("No page is kept, because the database lacks triggers: %s", ", ".join(sorted(missing)))
        _looked = _Looked(not missing, time.monotonic())
    return _looked.found_all


NOT_KEPT: dict[str, Callable[[HttpRequest, HttpResponse], object]] = {
    "status": lambda request, response: response.status_code != 200 or response.streaming,
    "cookies": lambda request, response: response.cookies,
    "session": lambda request, response: getattr(getattr(request, "session", None), "modified", False),
    "token without a hole": lambda request, response: request.META.get("CSRF_COOKIE_NEEDS_UPDATE"),
    "its own Cache-Control": lambda request, response: "Cache-Control" in response,
}


def _page_of(request: HttpRequest, response: HttpResponse) -> KeptPage | None:
    """The answer as a KeptPage; None if it must not be served again."""
    if any(refuses(request, response) for refuses in NOT_KEPT.values()):
        return None
    attributes = {name: value for name, value in vars(response).items() if name.startswith("_csp_")}
    content = response.content
    return KeptPage(pack(content), tuple(response.items()), attributes, holes.found_in(content), _etag(content))


def _given(request: HttpRequest, page: KeptPage, content: bytes = b"") -> HttpResponse:
    """`content` is the page's, from whoever has just made it: unpacking takes time."""
    if not page.holes and (unchanged := _unchanged(request, page.etag)):
        response = unchanged
    else:
        response = HttpResponse(holes.fill(content or page.content, page.holes, request))
        for header, value in page.headers:
            response[header] = value
    # The middleware of the content policy reads these from the response. Without them the page gets the usual policy,
    # which forbids what the view had allowed, such as the tiles of a map.
    for name, value in page.attributes.items():
        setattr(response, name, value)
    if page.holes:
        return _private(response)
    if settings.SENDFILE == "x-accel" and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        # nginx may serve the page to other visitors until the next full second (deploy/nginx.conf).
        response["X-Accel-Expires"] = f"@{int(time.time())}"
    return _validated(request, response, page.etag)


def _filled(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if not response.streaming:
        response.content = holes.fill(response.content, holes.found_in(response.content), request)
    return response


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A freshly made answer, with an ETag if the same page would come out the same again."""
    is_page = response.status_code == 200 and not response.streaming and "Cache-Control" not in response
    if not is_page:
        return response
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or getattr(request, "_csp_nonce", None) or response.cookies:
        return _private(response)
    etag = _etag(response.content)
    unchanged = _unchanged(request, etag)
    return _validated(request, unchanged or response, etag)


def _unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    response = get_conditional_response(request, etag)
    return response if response is not None and response.status_code == 304 else None


def _validated(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """The answer with headers that let a browser keep the page and ask each time whether it has changed."""
    response["ETag"] = etag
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _etag(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=16).hexdigest()}"'
