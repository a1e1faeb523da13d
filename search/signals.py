"""Mark documents as stale when rows are saved or deleted, and rebuild them after the commit.

The mark is a row written in the same transaction. If the process ends before the rebuild, the next sweep finds the
mark. After a commit only a limited number is rebuilt at once, and the worker does the rest. `update()` and
`bulk_create()` send no signals, so code that uses them on indexed rows calls `mark_stale`. `manage.py index` repairs
what was forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone

from core.stored import before_save
from events.models import (
    Appearance,
    Delegation,
    Event,
    EventNumber,
    EventOrganization,
    EventRegion,
    Material,
    MaterialVersion,
    Outcome,
    Person,
    Photo,
    Preview,
    Quotation,
    Series,
    Session,
    Slide,
    Stop,
    Talk,
)
from parks.models import (
    Organization,
    OrganizationName,
    Park,
    ParkAccreditation,
    ParkCertificate,
    ParkPhase,
    ParkRating,
    Region,
    Residency,
)

from . import documents, index
from .dependents import SERIES, VERSION
from .interface import Kind
from .lexicon import store_synonyms
from .models import SearchStale, Synonym

AT_ONCE = 60  # rows rebuilt by the process that saved them; a presentation with its slides is one row
_is_postponed = ContextVar("is_postponed", default=False)
_pending = ContextVar[tuple[int, ...]]("keys of marks", default=())  # those since the last rebuild of this thread

# {model: [(kind, field with the key of its row, whether dependents are affected too)]}
AFFECTED: dict[Any, list[tuple[str, str, bool]]] = {
    Region: [(Kind.REGION, "pk", True)],
    Park: [(Kind.PARK, "pk", True)],
    ParkCertificate: [(Kind.PARK, "park_id", False)],
    ParkAccreditation: [(Kind.PARK, "park_id", False)],
    ParkPhase: [(Kind.PARK, "park_id", False)],
    ParkRating: [(Kind.PARK, "park_id", False)],
    Organization: [(Kind.ORGANIZATION, "pk", True)],
    OrganizationName: [(Kind.ORGANIZATION, "organization_id", False)],
    Residency: [(Kind.PARK, "park_id", False), (Kind.ORGANIZATION, "organization_id", False)],
    Person: [(Kind.PERSON, "pk", True)],
    Event: [(Kind.EVENT, "pk", True)],
    Series: [(SERIES, "pk", True)],
    EventRegion: [(Kind.EVENT, "event_id", True)],
    EventOrganization: [(Kind.EVENT, "event_id", False)],
    Stop: [(Kind.EVENT, "event_id", True)],
    Session: [(Kind.EVENT, "event_id", False)],
    Photo: [(Kind.EVENT, "event_id", False)],
    Talk: [(Kind.EVENT, "event_id", True)],
    EventNumber: [(Kind.EVENT, "event_id", False)],
    Outcome: [(Kind.EVENT, "event_id", False)],
    Quotation: [(Kind.EVENT, "event_id", False)],
    Delegation: [(Kind.EVENT, "event_id", False)],
    Appearance: [(Kind.EVENT, "event_id", True), (Kind.PERSON, "person_id", False)],
    Material: [(Kind.MATERIAL, "pk", False), (Kind.EVENT, "event_id", False)],
    MaterialVersion: [(Kind.MATERIAL, "material_id", False)],
}
# Fields that only the document of their own row shows. If nothing else has changed, other documents are not rebuilt.
# An event shows of a material only whether it has an accessible file.
SHOWN_BY_NO_OTHER: dict[Any, set[str]] = {
    Material: {"talk", "kind", "title", "description", "language", "url", "order", "consent"},
    Event: {"lead", "body", "cover", "source_url"},
    Person: {"bio", "photo"},
    Park: {"about", "services", "specialization", "tax_benefits", "state_support"},
    Organization: {"about"},
    Region: set(),
}
# Untitled materials with equal values in these fields are numbered in the order of the event: «Презентация № 2».
NUMBERED_AMONG = ("event_id", "talk_id", "kind")
NUMBERED_BY = (*NUMBERED_AMONG, "title", "order", "deleted_at")
# Models whose rows can move to another parent. The documents of the former parent change too.
MOVABLE = [
    Appearance,
    Material,
    OrganizationName,
    ParkCertificate,
    Residency,
    Stop,
    Talk,
    EventRegion,
    EventOrganization,
]


def connect() -> None:
    for model in AFFECTED:
        post_save.connect(_mark_saved, sender=model, dispatch_uid=f"search {model.__name__} saved")
        post_delete.connect(_mark_saved, sender=model, dispatch_uid=f"search {model.__name__} deleted")
    for model in MOVABLE:
        pre_save.connect(_mark_former_parent, sender=model, dispatch_uid=f"search {model.__name__} moves")
    pre_save.connect(_mark_numbered_alike, sender=Material, dispatch_uid="search Material is renumbered")
    post_delete.connect(_mark_numbered_alike, sender=Material, dispatch_uid="search Material leaves its number")
    m2m_changed.connect(_mark_parties, sender=Outcome.parties.through, dispatch_uid="search parties changed")
    for model in SHOWN_BY_NO_OTHER:
        pre_save.connect(_note_what_others_show, sender=model, dispatch_uid=f"search {model.__name__} is saved")
    post_save.connect(_store_synonym, sender=Synonym, dispatch_uid="search Synonym saved")
    for model in (Preview, Slide):
        post_save.connect(_mark_slides, sender=model, dispatch_uid=f"search {model.__name__} saved")
        post_delete.connect(_mark_slides, sender=model, dispatch_uid=f"search {model.__name__} deleted")


def mark_stale(kind: str, *object_ids: int, with_dependents: bool = False) -> None:
    """Have the documents of these rows rebuilt. Must be called in the transaction that changes the rows."""
    columns, now = ["kind", "object_id", "with_dependents", "due_at"], timezone.now()
    rows = [(str(kind), object_id, with_dependents, now) for object_id in object_ids]
    keys = tuple(key for (key,) in documents.insert(SearchStale, columns, rows, "RETURNING id"))
    if not _is_postponed.get():
        # Django reports no rollback, it only drops the callbacks: keys without one are of a transaction that is gone.
        # If they stayed, a thread's commits would go on to look for the marks of all its rollbacks.
        waits = any(callback is _rebuild_pending for _savepoints, callback, _robust in connection.run_on_commit)
        _pending.set((*_pending.get(), *keys) if waits else keys)
        transaction.on_commit(_rebuild_pending, robust=True)


@contextmanager
def rebuild_postponed() -> Iterator[None]:
    """Within the block, rows are only marked, because many are saved at once."""
    token = _is_postponed.set(True)
    try:
        yield
    finally:
        _is_postponed.reset(token)


def _rebuild_pending() -> None:
    """Rebuild everything that the transaction marked. Its first callback does it, and the others find nothing to do.

    A rollback drops the callbacks and leaves the keys, which the next transaction throws away.
    """
    if keys := _pending.get():
        _pending.set(())
        index.take_in(keys, at_most=AT_ONCE)


def _store_synonym(sender: Any, instance: Synonym, **kwargs: Any) -> None:
    store_synonyms([instance])


def _mark_saved(sender: Any, instance: Any, **kwargs: Any) -> None:
    others_change = vars(instance).pop("_others_change", True)
    for kind, field, with_dependents in AFFECTED[sender]:
        if field == "pk" or others_change:
            mark_stale(kind, getattr(instance, field), with_dependents=with_dependents and others_change)


def _note_what_others_show(sender: Any, instance: Any, **kwargs: Any) -> None:
    if instance._state.adding or not instance.pk:
        return
    former, alone = before_save(instance), SHOWN_BY_NO_OTHER[sender]
    shown = [field.attname for field in sender._meta.concrete_fields if field.name not in alone]
    instance._others_change = not former or any(former[name] != getattr(instance, name) for name in shown)


def _mark_parties(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Outcome):
        mark_stale(Kind.EVENT, instance.event_id)


def _mark_former_parent(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Mark the documents that a moved row leaves: a talk is no longer found by its former speaker."""
    if instance._state.adding or not instance.pk:
        return
    parents = [(kind, field, dependents) for kind, field, dependents in AFFECTED[sender] if field != "pk"]
    former = before_save(instance)
    for kind, field, with_dependents in parents:
        if former and former[field] != getattr(instance, field):
            mark_stale(kind, former[field], with_dependents=with_dependents)


def _mark_numbered_alike(sender: Any, instance: Material, signal: Any, **kwargs: Any) -> None:
    """Mark untitled materials whose number changes because another one is added, deleted or moved."""
    present = {name: getattr(instance, name) for name in NUMBERED_BY}
    former = before_save(instance) if signal is pre_save and not instance._state.adding else {}
    if former and all(former[name] == present[name] for name in NUMBERED_BY):
        return
    numbered = [row for row in (former, present) if row and not row["title"] and not row["deleted_at"]]
    for place in {tuple(row[name] for name in NUMBERED_AMONG) for row in numbered}:
        alike = Material.objects.filter(**dict(zip(NUMBERED_AMONG, place, strict=True)), title="")
        mark_stale(Kind.MATERIAL, *alike.exclude(pk=instance.pk).values_list("pk", flat=True))


def _mark_slides(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Mark a material whose slides have changed. While its preview is being made, nothing is rebuilt."""
    if sender is Slide:
        SearchStale.objects.create(kind=VERSION, object_id=instance.version_id, with_dependents=True)
    elif instance.state != Preview.State.PROCESSING:
        mark_stale(VERSION, instance.version_id, with_dependents=True)
