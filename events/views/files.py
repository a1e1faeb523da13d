"""The doors to files: each finds its row through `visible_to`, names the file and hands it over."""

import posixpath
import threading
from pathlib import PurePath

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.delivery import deliver
from core.files.views import deliver_image, or_not_found

from ..downloads import log
from ..models import Event, Material, Person, Photo, Preview

# A burst of downloads would open a connection to the database in as many threads at once, and the memory they take
# stays taken. A few at a time are as fast; only the reading of rows waits here, never the sending of a file.
READING_ROWS = threading.BoundedSemaphore(4)


@require_safe
def download(request, pk):
    """The file as it was uploaded: the current version's, or that of `?v=`."""
    return _material_file(request, pk, _hand_over)


@require_safe
def pdf(request, pk):
    """The same as a PDF, where one was made of it."""
    return _material_file(request, pk, _hand_over_pdf)


def _material_file(request, pk, hand_over):
    with READING_ROWS:
        response = _answer(request, pk, hand_over)
        if response.streaming and not connection.in_atomic_block:
            connection.close()  # a slow reader would hold it for as long as the file takes
        return response


def _answer(request, pk, hand_over):
    found = Material.objects.listed_for(request.user).mark_open(request.user).select_related("current_version")
    material = get_object_or_404(found, pk=pk)
    if not material.is_open:
        return refusal(request, material)
    version = asked_version(material, request.GET.get("v"))
    delivery = hand_over(request, version)
    if delivery.begins:
        log.count(request, [material])
    return delivery.response


def _hand_over(request, version):
    with or_not_found(version.file):
        return deliver(
            request,
            version.file,
            name=version.original_name,
            content_type=version.content_type,
            etag=version.sha256,
            last_modified=version.uploaded_at,
        )


def _hand_over_pdf(request, version):
    ready = Preview.objects.filter(version=version, state=Preview.State.READY).exclude(pdf="")
    twin = get_object_or_404(ready).pdf
    name = str(PurePath(version.original_name).with_suffix(".pdf"))
    with or_not_found(twin):
        etag = posixpath.basename(twin.name)
        return deliver(request, twin, name=name, content_type="application/pdf", etag=etag)


def refusal(request, material):
    """The answer to someone who knows of the material and may not open it; the number of its slides is not in it."""
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(_("Этот файл открыт не всем, а только %s.") % material.get_access_display())


def asked_version(material, number):
    """The current version, or that of the address; 404 when there is none, be it awaited or never uploaded."""
    if number is None:
        version = material.current_version
    else:
        version = material.versions.filter(number=version_number(number)).first()
    if version is None:
        raise Http404
    return version


def version_number(text):
    """The number of `?v=2`; 404 for what is none."""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    raise Http404


@require_safe
def cover(request, slug):
    return deliver_image(request, get_object_or_404(Event.objects.visible_to(request.user), slug=slug).cover)


@require_safe
def portrait(request, slug):
    return deliver_image(request, get_object_or_404(Person.objects.visible_to(request.user), slug=slug).photo)


@require_safe
def photo(request, pk):
    return deliver_image(request, get_object_or_404(Photo.objects.visible_to(request.user), pk=pk).image)
