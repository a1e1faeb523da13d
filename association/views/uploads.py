from django.http import HttpResponse, HttpResponseForbidden
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..middleware import USUAL_LIMIT, body_limit


@require_safe
@never_cache
def may_send(request):
    """Tell nginx whether to accept the body of a request to the admin: 204 for yes, 403 for no.

    X-Body-Length is the length of that body. Anything but a number means that it is unknown.
    """
    length = request.headers.get("X-Body-Length", "")
    known = length.isascii() and length.isdigit()
    limit = body_limit(request.user)
    allowed = int(length[:20]) <= limit if known else limit > USUAL_LIMIT
    return HttpResponse(status=204) if allowed else HttpResponseForbidden(content_type="text/plain; charset=utf-8")
