"""Whether the index tells what the portal holds."""

import datetime as dt

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Slide

from . import words
from .interface import Kind
from .models import SearchDocument, SearchStale, SearchState
from .sources import SOURCES

PATIENCE = dt.timedelta(minutes=15)
BATCH = 200


def remarks(*, quick=False, thorough=False):
    """[] when all is well. A thorough look compares each document with its row, and takes a while."""
    found = [remark for remark in (_rules(), _waiting()) if remark]
    if quick:
        return found
    found += filter(None, _counts())
    if thorough and not found:
        found = [remark for remark in map(_differences, SOURCES) if remark]
    return found


def _rules():
    state = SearchState.objects.first()
    if state is None or state.version != words.VERSION:
        return _("Поиск собран по прежним правилам или ещё не собран.") if _anything() else ""
    return ""


def _anything():
    return any(source.keys().exists() for source in SOURCES.values())


def _waiting():
    late = SearchStale.objects.filter(due_at__lt=timezone.now() - PATIENCE).count()
    return _("Ждут обновления дольше 15 минут: %(count)s.") % {"count": late} if late else ""


def _counts():
    """What bypassed the signals shows in the numbers, once nothing is waiting."""
    if SearchStale.objects.filter(due_at__lte=timezone.now()).exists():
        return
    for kind, source in SOURCES.items():
        yield _difference(kind, source.keys().count())
    slides = Slide.objects.ready().filter(
        version=F("version__material__current_version"), version__material__deleted_at=None
    )
    yield _difference(Kind.SLIDE, slides.count())


def _difference(kind, there_are):
    indexed = SearchDocument.objects.filter(kind=kind).count()
    if indexed == there_are:
        return ""
    values = {"kind": kind.label, "rows": there_are, "indexed": indexed}
    return _("%(kind)s: на сайте %(rows)s, в поиске %(indexed)s.") % values


def _differences(kind):
    keys, differ = list(SOURCES[kind].keys()), 0
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        held = SearchDocument.objects.filter(**{"material_id__in" if kind == Kind.MATERIAL else "object_id__in": some})
        held = held if kind == Kind.MATERIAL else held.filter(kind=kind)
        digests = dict.fromkeys(held.values_list("digest", flat=True))
        differ += sum(draft.digest() not in digests for draft in SOURCES[kind].drafts(some))
    return (
        _("%(kind)s: изменилось и не обновлено: %(count)s.") % {"kind": kind.label, "count": differ} if differ else ""
    )
