"""Downloads and pictures. Every view finds its row with `visible_to` or `listed_for`."""

import posixpath
import threading
from functools import cache
from pathlib import PurePath

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.compiled import CompiledQuery
from core.files.delivery import deliver
from core.files.views import deliver_image, or_not_found

from ..downloads import log
from ..models import Event, Material, Person, Photo, Preview
from ..models.access import Reader

# Without a limit, many downloads at once would open a database connection in every thread, and the process would keep
# that memory. Four at a time are as fast. Only queries wait here, not the sending of files.
DATABASE_SLOTS = threading.BoundedSemaphore(4)


@require_safe
def download(request, pk):
    """The uploaded file of the current version, or of version `?v=`."""
    return _material_file(request, pk, _hand_over)


@require_safe
def pdf(request, pk):
    """The PDF that was made from the file; 404 if there is none."""
    return _material_file(request, pk, _hand_over_pdf)


def _material_file(request, pk, hand_over):
    with DATABASE_SLOTS:
        response = _answer(request, pk, hand_over)
        if response.streaming and not connection.in_atomic_block:
            connection.close()  # a slow reader would keep it open as long as the file takes
        return response


def _answer(request, pk, hand_over):
    user = request.user
    material = next(_materials(Reader.like(user, pk=READER)).rows(pk=pk, user=user.pk), None)
    if material is None:
        raise Http404
    if not material.is_open:
        return refusal(request, material)
    version = asked_version(material, request.GET.get("v"))
    delivery = hand_over(request, version)
    if delivery.begins:
        log.count(request, [material])
    return delivery.response


READER, MATERIAL = -1, -2


@cache
def _materials(reader):
    def make(pk, user):
        listed = Material.objects.listed_for(reader).mark_open(reader)
        return listed.filter(pk=pk).select_related("current_version")

    return CompiledQuery(make, pk=MATERIAL, user=READER)


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
    """The answer to somebody who may know of the material but not open it: the log-in page or 403."""
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(_("Этот файл открыт не всем, а только %s.") % material.get_access_display())


def asked_version(material, number):
    """The version with this number, or the current one without a number; 404 if there is none."""
    if number is None:
        version = material.current_version
    else:
        version = material.versions.filter(number=version_number(number)).first()
    if version is None:
        raise Http404
    return version


def version_number(text):
    """The number of `?v=2`; 404 for anything that is not a number."""
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
