from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .learning import note_opened

# The pages of hits. Links in the menu do not lead to them.
HIT_PAGES = {
    "events:event",
    "events:person",
    "events:material",
    "events:slide",
    "parks:park",
    "parks:organization",
    "parks:region",
}


class OpenedHitMiddleware:
    """Counts a hit as opened when its page is requested from the search page, according to the Referer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (200, 304) and (text := _searched_before(request)):
            note_opened(text)
        return response


def _searched_before(request: HttpRequest) -> str:
    """The query of the search page whose link was followed; "" for any other request."""
    page = urlsplit(request.headers.get("Referer", "")) if request.method == "GET" else None
    if page is None or page.path != reverse("search:search") or page.netloc != request.get_host():
        return ""
    found = request.resolver_match
    if found is None or found.view_name not in HIT_PAGES:
        return ""
    return parse_qs(page.query).get("q", [""])[0]
