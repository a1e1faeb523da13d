"""The same form sent twice is saved once: a double click, a reload, a connection that broke before the answer."""

import datetime as dt
import hashlib
import json
import secrets

from django.http import HttpRequest
from django.utils import timezone

from ..models import FormSubmission

FIELD = "form_token"
KEPT_FOR = dt.timedelta(days=2)


def new_token() -> str:
    """Marks one rendering of a page, so that two equal forms that somebody means to send are two."""
    return secrets.token_urlsafe(12)


def key_of(request: HttpRequest) -> str:
    """The digest of a form that was sent; "" for one without a token."""
    if request.method != "POST" or not request.POST.get(FIELD):
        return ""
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, file.size) for name, found in request.FILES.lists() for file in found)
    sent = json.dumps([request.user.pk, request.path, fields, files])
    return hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()


def forget_old() -> None:
    FormSubmission.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
