"""Headers that every answer has, whatever made it: a view, a library, an error page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Of answers that say nothing else. Pages have a content policy of their own.
USUAL = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PERSONAL = "private, no-store"
TEXTS = ("text/", "application/json", "application/xml", "application/javascript")


class HeadersMiddleware:
    """The outermost: it sees the answers of all other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not settings.DEBUG:  # Django's page of a traceback has styles of its own
            for name, value in USUAL.items():
                response.headers.setdefault(name, value)
        if is_text(response):
            _name_charset(response)
            if _was_made_for_an_account(request) and "no-store" not in response.get("Cache-Control", ""):
                response["Cache-Control"] = PERSONAL
        if getattr(request, "has_logged_out", False):
            # Not its cookies: the look of the site and the known device are to stay.
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
    """Whether the view looked at the session of somebody signed in; else everybody gets the same."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and request.user.is_authenticated


@receiver(user_logged_out)
def _remember_log_out(request: Any, **kwargs: Any) -> None:
    request.has_logged_out = True
