"""Holes in kept pages: placeholders for what belongs to one reader, filled for each answer."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token

# {name: function that returns the content}. The mark of a hole is random, so that no text can contain it.
FILLINGS: dict[str, Callable[[HttpRequest], str]] = {
    "csrf_token": get_token,
    "csp_nonce": lambda request: str(request.csp_nonce),
}
MARKS = {name: f"hole-{secrets.token_hex(16)}" for name in FILLINGS}


@contextmanager
def holes_left(request: HttpRequest) -> Iterator[None]:
    """A page rendered within the block has holes instead of the reader's own values."""
    nonce = getattr(request, "csp_nonce", None)
    request.leaves_holes = True
    request.csp_nonce = MARKS["csp_nonce"]
    try:
        yield
    finally:
        request.csp_nonce = nonce
        request.leaves_holes = False


def context(request: HttpRequest) -> dict[str, Any]:
    """A context processor that puts a hole where Django's puts the CSRF token."""
    return {"csrf_token": MARKS["csrf_token"]} if getattr(request, "leaves_holes", False) else {}


def found_in(content: bytes) -> tuple[str, ...]:
    return tuple(name for name, mark in MARKS.items() if mark.encode() in content)


def fill(content: bytes, names: tuple[str, ...], request: HttpRequest) -> bytes:
    for name in names:
        content = content.replace(MARKS[name].encode(), FILLINGS[name](request).encode())
    return content
