"""The ZIP of all files of an event that the user may open."""

import threading

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.delivery import reads_raw
from core.files.names import content_disposition

from ..downloads import log, zip_archive
from ..models import Event, Material
from .files import DATABASE_SLOTS

# An archive occupies a thread of the server until its reader has received it. With at most eight archives at a time, a
# process has eight of its 16 threads (deploy/portal.service) left for everybody else.
ARCHIVE_SLOTS = threading.BoundedSemaphore(8)
RETRY_AFTER = 30  # seconds; nginx disconnects a reader who receives nothing for as long


class Sending:
    """The blocks of an archive. Releases the slot once, even if the reader disconnects early."""

    def __init__(self, blocks):
        self._blocks = blocks
        self._has_slot = True

    def __iter__(self):
        yield from self._blocks

    def close(self):
        if self._has_slot:
            self._has_slot = False
            ARCHIVE_SLOTS.release()


@require_safe
def materials_zip(request, slug):
    with DATABASE_SLOTS:
        event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
        entries = zip_archive.plan(_listed_materials(event, request.user))
    if not any(entry.name for entry in entries):
        return _refusal(request, entries)
    zip_archive.check(entries)
    contents = zip_archive.contents_page(
        event, entries, site_url=settings.SITE_URL, site_name=settings.ASSOCIATION_NAME, today=timezone.localdate()
    )
    packed = zip_archive.pack(contents, entries)
    name = zip_archive.safe_name(_("%s – материалы") % event.title, ".zip")
    headers = {
        "Accept-Ranges": "none",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition(name, reads_raw=reads_raw(request)),
        "Content-Length": str(len(packed)),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": "application/zip",
        "X-Accel-Buffering": "no",  # otherwise nginx spools the archive to a temporary file
        "X-Content-Type-Options": "nosniff",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    if not ARCHIVE_SLOTS.acquire(blocking=False):
        return _busy(request)
    response = StreamingHttpResponse(Sending(packed), headers=headers)
    with DATABASE_SLOTS:
        log.count(request, [entry.material for entry in entries if entry.name and not entry.is_missing])
    if not connection.in_atomic_block:
        connection.close()  # a slow reader would keep it open as long as the archive takes
    return response


def _busy(request):
    response = render(request, "events/archive_busy.html", status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def _listed_materials(event, user):
    materials = Material.objects.listed(user).mark_open(user).filter(event=event)
    return materials.with_speakers(user).select_related("current_version__preview")


def _refusal(request, entries):
    """The answer if no file is open to the user: 404, or as for a single file if some are locked."""
    if not any(entry.material.current_version_id for entry in entries):
        raise Http404
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(_("Файлы этого мероприятия открыты не всем, а только членам ассоциации или его участникам."))
