"""Find what editors have to do: drafts, upcoming events without a programme, talks without files, failed slides."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from ..models import Event, Material, Preview, Session, Talk

SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """The first SHOWN rows of each list, and their number. `bare` events have `talks_count` talks without a file."""

    drafts: list[Event]
    drafts_count: int
    unplanned: list[Event]
    unplanned_count: int
    bare: list[Event]
    bare_count: int
    failed: list[Preview]
    failed_count: int
    pending_count: int


def load_waiting(today: dt.date | None = None) -> Waiting:
    """The Waiting, in a fixed number of queries."""
    today = today or timezone.localdate()
    drafts = Event.objects.filter(Q(published_at=None) | Q(published_at__gt=timezone.now())).newest_first()
    unplanned = Event.objects.upcoming(today).exclude(status=Event.Status.CANCELLED).soonest_first()
    for model in (Session, Talk):
        unplanned = unplanned.filter(~Exists(model.objects.filter(event=OuterRef("pk"))))
    current = Preview.objects.filter(
        version=F("version__material__current_version"), version__material__deleted_at=None
    ).exclude(state=Preview.State.READY)
    states = dict(current.order_by().values_list("state").annotate(total=Count("pk")))
    bare = _bare(today)
    failed = current.filter(state=Preview.State.FAILED).select_related("version").order_by("-pk")
    return Waiting(
        drafts=list(drafts[:SHOWN]),
        drafts_count=drafts.count(),
        unplanned=list(unplanned[:SHOWN]),
        unplanned_count=unplanned.count(),
        bare=list(bare[:SHOWN]),
        bare_count=bare.count(),
        failed=list(failed[:SHOWN]),
        failed_count=states.get(Preview.State.FAILED, 0),
        pending_count=states.get(Preview.State.QUEUED, 0) + states.get(Preview.State.PROCESSING, 0),
    )


def _bare(today: dt.date) -> QuerySet[Event]:
    """Past events of the last year with talks that have no file and no link, newest first."""
    given = Material.objects.filter(talk=OuterRef("pk")).exclude(current_version=None, url="")
    talks = Talk.objects.filter(~Exists(given), event=OuterRef("pk")).order_by().values("event")
    counted = talks.annotate(total=Count("pk")).values("total")
    past = Event.objects.past(today).filter(last_day__gte=today - dt.timedelta(days=366))
    return past.annotate(talks_count=Subquery(counted)).filter(talks_count__gt=0).newest_first()
