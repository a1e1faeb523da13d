"""Refuse large request bodies before anything reads them."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

MB = 1 << 20
USUAL_LIMIT = 1 * MB
REST_OF_FORM = 10 * MB  # what a form of the admin may hold besides its files


def body_limit(user):
    """The most bytes that the user may send to the admin. Files come from staff only."""
    return settings.MAX_UPLOAD_MB * MB + REST_OF_FORM if user.is_active and user.is_staff else USUAL_LIMIT


class BodyLimitMiddleware:
    """Answers 413 by Content-Length. Django reads no further than that, and nothing of a body without it.

    It stands after AuthenticationMiddleware and before any view. CsrfViewMiddleware reads the form only in
    `process_view`, so nothing has read the body yet.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = declared_length(request.META.get("CONTENT_LENGTH"))
        if length <= USUAL_LIMIT:
            return self.get_response(request)
        in_admin = request.path.startswith(reverse("admin:index"))
        if in_admin and length <= body_limit(request.user):
            return self.get_response(request)
        taken_here = in_admin and request.user.is_staff
        return render(request, "413.html", {"limit": settings.MAX_UPLOAD_MB if taken_here else None}, status=413)


def declared_length(text):
    """The number; 0 for nonsense, as in Django. An absurdly long number is cut, because its beginning is enough."""
    return int(text[:20]) if text and text.isascii() and text.isdigit() else 0
