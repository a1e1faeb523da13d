"""The doors to files: each finds its row through `visible_to`, names the file and hands it over."""

import logging
import threading

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parks.files.delivery import deliver
from parks.files.ranges import parse_range
from parks.files.views import deliver_image, or_not_found

from ..models import Download, Event, Material, Person, Photo

logger = logging.getLogger(__name__)

# A burst of downloads would open a connection to the database in as many threads at once, and the memory they take
# stays taken. A few at a time are as fast; only the reading of rows waits here, never the sending of a file.
READING_ROWS = threading.BoundedSemaphore(4)


@require_safe
def download(request, pk):
    with READING_ROWS:
        response = _answer(request, pk)
        if response.streaming and not connection.in_atomic_block:
            connection.close()  # a slow reader would hold it for as long as the file takes
        return response


def _answer(request, pk):
    found = Material.objects.listed_for(request.user).mark_open(request.user).select_related("current_version")
    material = get_object_or_404(found, pk=pk)
    if not material.is_open:
        if request.user.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(_("Этот файл открыт не всем, а только %s.") % material.get_access_display())
    version = _asked_version(material, request.GET.get("v"))
    with or_not_found(version.file):
        response = deliver(
            request,
            version.file,
            name=version.original_name,
            content_type=version.content_type,
            etag=version.sha256,
            last_modified=version.uploaded_at,
        )
    if _begins_a_download(request, response, version.size):
        _record(request.user, material)
    return response


def _asked_version(material, number):
    """The current version, or that of the address; 404 when there is none, be it awaited or never uploaded."""
    if number is None:
        version = material.current_version
    elif number.isascii() and number.isdecimal() and len(number) < 10:
        version = material.versions.filter(number=int(number)).first()
    else:
        version = None
    if version is None:
        raise Http404
    return version


def _begins_a_download(request, response, size):
    """The first bytes are on their way: neither a look at the headers nor the rest of a download that broke off."""
    asked = parse_range(request.headers.get("Range"), size)
    from_the_start = not isinstance(asked, tuple) or asked[0] == 0
    return request.method == "GET" and response.status_code in (200, 206) and from_the_start


def _record(user, material):
    """Once a day for a person and a material. The file goes out even when nothing can be written."""
    if user.is_anonymous:
        return
    try:
        with transaction.atomic():
            Download.objects.get_or_create(
                user=user,
                material=material,
                day=timezone.localdate(),
                defaults={"organization_id": user.organization_id},
            )
    except DatabaseError:
        logger.exception("A download of material %s was not recorded", material.pk)


@require_safe
def cover(request, slug):
    return deliver_image(request, get_object_or_404(Event.objects.visible_to(request.user), slug=slug).cover)


@require_safe
def portrait(request, slug):
    return deliver_image(request, get_object_or_404(Person.objects.visible_to(request.user), slug=slug).photo)


@require_safe
def photo(request, pk):
    return deliver_image(request, get_object_or_404(Photo.objects.visible_to(request.user), pk=pk).image)
