"""Helpers for views that answer with a file."""

import logging
import posixpath
from contextlib import contextmanager

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers

from .delivery import deliver
from .images import CONTENT_TYPES
from .names import extension
from .sizes import WIDTHS, sized

SANDBOX = "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'"

logger = logging.getLogger(__name__)
HOUR = 3600


@contextmanager
def or_not_found(stored_file):
    """Within the block, a file missing from the storage becomes a 404 and an error in the log."""
    try:
        yield
    except FileNotFoundError as error:
        logger.error("The file of a row is missing, see check_files: %s", stored_file.name)
        raise Http404 from error


def deliver_image(request, picture, *, widths=WIDTHS):
    """The picture of a row that the visitor may see; 404 if there is none. It may be cached: its name never changes.

    `?w=480` asks for one of the widths. Any other number is ignored.
    """
    content_type = CONTENT_TYPES.get(extension(picture.name or ""))
    if not content_type:
        raise Http404
    with or_not_found(picture):
        width = next((width for width in widths if request.GET.get("w") == str(width)), None)
        smaller = sized(picture, width) if width else None
        if smaller:
            picture, content_type = smaller, "image/webp"
        name = posixpath.basename(picture.name)
        delivery = deliver(request, picture, name=name, content_type=content_type, etag=name, inline=True, max_age=HOUR)
        return delivery.response


def share_image(picture, *, is_public):
    """The answer with a picture made by `core.share_image`. Caches must ask each time whether the page is public."""
    response = HttpResponse(picture, content_type="image/png")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # messengers show it on their own pages
    response["Content-Security-Policy"] = SANDBOX
    if is_public:
        response["Cache-Control"] = "public, no-cache"
    else:
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
    return response
