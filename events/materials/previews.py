"""Acts on previews that the site itself does: asking for one, and asking again."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parks.files.names import extension

from ..models import Preview
from ..tasks import make_preview
from .making import CONVERTIBLE

State = Preview.State


def enqueue(version):
    """A preview for a version that can have one, in the transaction of the caller; None for an archive of photos."""
    if extension(version.original_name) not in CONVERTIBLE:
        return None
    preview = Preview.objects.create(version=version)
    make_preview.enqueue(preview.pk)
    return preview


def repeatable():
    """What «повторить» is for: what came to its end, and not to a good one."""
    return Preview.objects.filter(Q(state=State.FAILED) | Q(state=State.READY) & ~Q(remark=""))


@transaction.atomic
def retry(chosen):
    """Of the chosen ones, those that have come to their end are made once more. Returns how many."""
    again = list(chosen.filter(state__in=[State.FAILED, State.READY]).values_list("pk", flat=True))
    for pk in again:
        make_preview.enqueue(pk)
    waiting = {"state": State.QUEUED, "attempts": 0, "due_at": timezone.now(), "remark": "", "pages_done": 0}
    return Preview.objects.filter(pk__in=again).update(**waiting)


def progress(preview):
    """«в очереди», «обрабатывается 7 из 18», «готово», «не удалось: файл защищён паролем»."""
    told = preview.get_state_display()
    if preview.state == State.PROCESSING and preview.pages_total:
        pages = {"state": told, "done": preview.pages_done, "total": preview.pages_total}
        return _("%(state)s %(done)s из %(total)s") % pages
    return f"{told}: {preview.remark}" if preview.remark else told
