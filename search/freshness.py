"""What is saved or deleted marks its documents as stale in the same transaction; after the commit they are made anew.

The mark is a row, so nothing is lost when the process ends in between: the next sweep finds it. After the commit only
so many are done at once; what a region's new name sets off is the worker's. `update()` and `bulk_create()` send no
signals: whoever uses them on what can be found says so with `mark_stale`, and `manage.py index` mends the rest.
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save

from events.models import (
    Appearance,
    Event,
    EventOrganization,
    EventRegion,
    Material,
    MaterialVersion,
    Person,
    Photo,
    Preview,
    Session,
    Slide,
    Stop,
    Talk,
)
from parks.models import Organization, OrganizationName, Park, ParkCertificate, Region, Residency

from . import index
from .dependents import VERSION
from .interface import Kind
from .models import SearchStale

log = logging.getLogger(__name__)

AT_ONCE = 60  # rows made anew by whoever saved; a presentation of 30 slides is one row
_postponed = ContextVar("postponed", default=False)

# Model → (kind, the field that holds its key, whether those that tell of it are concerned, too).
CONCERNED = {
    Region: [(Kind.REGION, "pk", True)],
    Park: [(Kind.PARK, "pk", True)],
    ParkCertificate: [(Kind.PARK, "park_id", False)],
    Organization: [(Kind.ORGANIZATION, "pk", True)],
    OrganizationName: [(Kind.ORGANIZATION, "organization_id", False)],
    Residency: [(Kind.PARK, "park_id", False), (Kind.ORGANIZATION, "organization_id", False)],
    Person: [(Kind.PERSON, "pk", True)],
    Event: [(Kind.EVENT, "pk", True)],
    EventRegion: [(Kind.EVENT, "event_id", True)],
    EventOrganization: [(Kind.EVENT, "event_id", False)],
    Stop: [(Kind.EVENT, "event_id", True)],
    Session: [(Kind.EVENT, "event_id", False)],
    Photo: [(Kind.EVENT, "event_id", False)],
    Talk: [(Kind.EVENT, "event_id", True)],
    Appearance: [(Kind.EVENT, "event_id", True), (Kind.PERSON, "person_id", False)],
    Material: [(Kind.MATERIAL, "pk", False), (Kind.EVENT, "event_id", False)],
    MaterialVersion: [(Kind.MATERIAL, "material_id", False)],
}
MOVES = [Appearance, Material, OrganizationName, ParkCertificate, Residency, Stop, Talk, EventRegion, EventOrganization]


def connect():
    for model in CONCERNED:
        post_save.connect(_saved, sender=model, dispatch_uid=f"search {model.__name__} saved")
        post_delete.connect(_saved, sender=model, dispatch_uid=f"search {model.__name__} deleted")
    for model in MOVES:
        pre_save.connect(_about_to_move, sender=model, dispatch_uid=f"search {model.__name__} moves")
    for model in (Preview, Slide):
        post_save.connect(_drawn, sender=model, dispatch_uid=f"search {model.__name__} saved")
        post_delete.connect(_drawn, sender=model, dispatch_uid=f"search {model.__name__} deleted")


def mark_stale(kind, *object_ids, with_family=False):
    """The documents of these rows are made anew, soon; call it in the transaction that changes the rows."""
    SearchStale.objects.bulk_create(
        SearchStale(kind=kind, object_id=object_id, with_family=with_family) for object_id in object_ids
    )
    _ring()


@contextmanager
def postponed():
    """While much is saved at once: it is marked, and made anew by whoever comes next."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)


def _saved(sender, instance, **kwargs):
    for kind, field, with_family in CONCERNED[sender]:
        mark_stale(kind, getattr(instance, field), with_family=with_family)


def _about_to_move(sender, instance, **kwargs):
    """Also where the row was before: its former person must not be found by it."""
    if instance._state.adding or not instance.pk:
        return
    concerned = [(kind, field, family) for kind, field, family in CONCERNED[sender] if field != "pk"]
    before = sender._base_manager.filter(pk=instance.pk).values(*(field for _, field, _ in concerned)).first()
    for kind, field, with_family in concerned:
        if before and before[field] != getattr(instance, field):
            mark_stale(kind, before[field], with_family=with_family)


def _drawn(sender, instance, **kwargs):
    """Slides come with their preview, and are found when it is ready; the steps on the way there do not matter."""
    if sender is Slide:
        SearchStale.objects.create(kind=VERSION, object_id=instance.version_id, with_family=True)
    elif instance.state != Preview.State.PROCESSING:
        mark_stale(VERSION, instance.version_id, with_family=True)


def _ring():
    connection = transaction.get_connection()
    if _postponed.get() or any(call is _after_commit for _, call, *_ in connection.run_on_commit):
        return
    transaction.on_commit(_after_commit, robust=True)


def _after_commit():
    index.catch_up(at_most=AT_ONCE)
