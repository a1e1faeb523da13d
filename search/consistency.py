"""Check whether the index matches the rows of the portal."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Material, Slide

from . import words
from .interface import Kind
from .models import SearchDocument, SearchStale, SearchState
from .sources import SOURCES

PATIENCE = dt.timedelta(minutes=15)
BATCH = 200


def problems(*, quick: bool = False, thorough: bool = False) -> list[str]:
    """Sentences for people; [] if everything is in order.

    A quick check reads two small tables, a normal one also compares numbers of rows, a thorough one every document.
    """
    found = [problem for problem in (_outdated_rules(), _overdue()) if problem]
    if quick:
        return found
    found += filter(None, _different_counts())
    if thorough and not found:
        found = [problem for problem in map(_different_documents, SOURCES) if problem]
    return found


def _outdated_rules() -> str:
    state = SearchState.objects.first()
    if (state is None or state.version != words.VERSION) and _has_rows():
        return _("Поиск собран по прежним правилам или ещё не собран.")
    return ""


def _has_rows() -> bool:
    return any(source.keys().exists() for source in SOURCES.values())


def _overdue() -> str:
    late = SearchStale.objects.filter(due_at__lt=timezone.now() - PATIENCE).count()
    return _("Ждут обновления дольше 15 минут: %(count)s.") % {"count": late} if late else ""


def _different_counts() -> Iterator[str]:
    """Compare numbers of rows and documents, which reveals changes without a signal if nothing waits to be indexed."""
    if SearchStale.objects.filter(due_at__lte=timezone.now()).exists():
        return
    for kind, source in SOURCES.items():
        yield _different_count(kind, source.keys().count())
    yield _different_count(Kind.SLIDE, Slide.objects.findable(Material.objects.all()).count())


def _different_count(kind: Kind, rows: int) -> str:
    indexed = SearchDocument.objects.filter(kind=kind).count()
    if indexed == rows:
        return ""
    values = {"kind": kind.label, "rows": rows, "indexed": indexed}
    return _("%(kind)s: на сайте %(rows)s, в поиске %(indexed)s.") % values


def _different_documents(kind: Kind) -> str:
    keys, count = list(SOURCES[kind].keys()), 0
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        if kind == Kind.MATERIAL:  # slides are indexed with their material
            stored = SearchDocument.objects.filter(material_id__in=some)
        else:
            stored = SearchDocument.objects.filter(kind=kind, object_id__in=some)
        digests = set(stored.values_list("digest", flat=True))
        count += sum(document.digest() not in digests for document in SOURCES[kind].documents(some))
    if not count:
        return ""
    return _("%(kind)s: изменилось и не обновлено: %(count)s.") % {"kind": kind.label, "count": count}
