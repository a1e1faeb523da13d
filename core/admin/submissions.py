"""Save a form once that is sent twice: by a double click, by a reload, or because the connection broke."""

import datetime as dt
import hashlib
import json
import re
import secrets
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ..models import FormSubmission

FIELD = "form_token"
TOKEN = re.compile(r"[\w-]{16}", re.ASCII)
COOKIE = "saved_forms"
KEPT_FOR = dt.timedelta(days=2)


def new_token() -> str:
    """A token for one rendering of a page, so that two equal forms from two pages are both saved."""
    return secrets.token_urlsafe(12)


def key_of(request: HttpRequest) -> str:
    """The digest of a form that was sent; "" if it has no token."""
    if request.method != "POST" or not request.POST.get(FIELD):
        return ""
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, file.size) for name, found in request.FILES.lists() for file in found)
    sent = json.dumps([request.user.pk, request.path, fields, files])
    return hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()


def once(
    request: HttpRequest, tell_again: Callable[[HttpRequest], None], answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer to a form, in a transaction. A repeated form is redirected to where the first answer led."""
    key, path = key_of(request), reverse("admin:index")
    if not key:
        return answer()
    with transaction.atomic():
        if not FormSubmission.objects.begin(key):
            tell_again(request)
            response: HttpResponse = redirect(FormSubmission.objects.get(key=key).address or request.path)
            tell_saved(request, response, path)
            return response
        response = answer()
        submission = FormSubmission.objects.filter(key=key)
        if response.status_code == 302:
            submission.update(address=response["Location"])
            tell_saved(request, response, path)
        else:
            submission.delete()
        return response


def tell_saved(request: HttpRequest, response: HttpResponse, path: str) -> None:
    """Names the saved form in a cookie. Until then the browser keeps what was typed."""
    token = request.POST.get(FIELD, "")
    if TOKEN.fullmatch(token):
        saved = [one for one in request.COOKIES.get(COOKIE, "").split(".") if TOKEN.fullmatch(one)]
        value = ".".join([*saved[-4:], token])  # several tabs may have saved forms
        response.set_cookie(COOKIE, value, max_age=600, path=path, samesite="Lax", secure=request.is_secure())


def forget_old() -> None:
    FormSubmission.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
