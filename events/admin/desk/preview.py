"""Show the real page of an event as somebody else will see it.

It creates a real account for the reader and publishes a draft, in a transaction that is rolled back. So all rules of
access apply as on the site itself, and nothing remains.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Attendance, Event
from ...models.access import MEMBERS_PERMISSION


@dataclass(frozen=True)
class PreviewReader:
    label: Any
    is_member: bool = False
    is_participant: bool = False


READERS = {
    "visitor": PreviewReader(_("как посетитель")),
    "member": PreviewReader(_("как член ассоциации"), is_member=True),
    "participant": PreviewReader(_("как участник мероприятия"), is_participant=True),
}


def preview(request, event, reader, page):
    """The site's answer to the reader. If that is 404, the desk's `page` explains it."""
    address = resolve(event.get_absolute_url())
    # Bypasses kept pages, because the data of this page is never committed.
    view = getattr(address.func, "__wrapped__", address.func)
    staff = request.user
    with transaction.atomic():
        if event.is_draft:
            Event.objects.filter(pk=event.pk).update(published_at=timezone.now())
        request.user, request.previewed = _account(event, reader), {"reader": reader, "back": page.address()}
        try:
            response = view(request, *address.args, **address.kwargs)
        except Http404:
            response = None
        finally:
            request.user = staff
            transaction.set_rollback(True)
    if response is None:
        context = page.context(request) | {"reader": reader}
        return TemplateResponse(request, "admin/events/event/unseen.html", context)
    return response


def _account(event, reader):
    if not (reader.is_member or reader.is_participant):
        return AnonymousUser()
    user = get_user_model()(email=f"{secrets.token_hex(8)}@preview.invalid")
    user.set_unusable_password()
    user.save()
    if reader.is_member:
        user.has_perm = lambda permission, row=None: permission == MEMBERS_PERMISSION
    if reader.is_participant:
        Attendance.objects.create(event=event, user=user)
    return user
