"""Set the headers that every answer has, including those of libraries and error pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Defaults for answers that do not set them. Pages have a content policy of their own.
USUAL = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PERSONAL = "private, no-store"
TEXTS = ("text/", "application/json", "application/xml", "application/javascript")


class HeadersMiddleware:
    """The outermost middleware, so that it sees the answers of all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not settings.DEBUG:  # Django's traceback page has inline styles
            for name, value in USUAL.items():
                response.headers.setdefault(name, value)
        if is_text(response):
            _name_charset(response)
            if _was_made_for_an_account(request) and "no-store" not in response.get("Cache-Control", ""):
                response["Cache-Control"] = PERSONAL
        if getattr(request, "has_logged_out", False):
            # Not "cookies": the display settings and the known device stay.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def is_text(response: HttpResponseBase) -> bool:
    kind = response.get("Content-Type", "").partition(";")[0]
    return kind.startswith(TEXTS) or kind.endswith("+xml")


def _name_charset(response: HttpResponseBase) -> None:
    kind = response["Content-Type"]
    if "charset=" not in kind:
        response["Content-Type"] = f"{kind}; charset=utf-8"


def _was_made_for_an_account(request: Any) -> bool:
    """Whether the view has read the session of a signed-in user. Otherwise the answer is the same for everybody."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and request.user.is_authenticated


@receiver(user_logged_out)
def _remember_log_out(request: Any, **kwargs: Any) -> None:
    request.has_logged_out = True
