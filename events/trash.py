"""A material is deleted in two steps: at once for all eyes, and for good after 30 days, unless it is restored."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from .models import Material

KEPT_FOR = dt.timedelta(days=30)


def put_away(material):
    """From now on it is nowhere but in the trash: no page, no file, no slide, no count knows of it."""
    material.deleted_at = timezone.now()
    material.save(update_fields=["deleted_at"])


def restore(material):
    material.deleted_at = None
    material.save(update_fields=["deleted_at"])


def restorable(now=None):
    """What the trash shows: the 30 days are not over."""
    return Material.with_deleted.filter(deleted_at__gt=(now or timezone.now()) - KEPT_FOR)


def purge(now=None):
    """Removes what was put away 30 days ago, with its versions, slides and files; returns how many materials.

    The ledger outlives what it counted: a material that was taken keeps its row, as a name, until the ledger lets go.
    """
    over = Material.with_deleted.filter(deleted_at__lte=(now or timezone.now()) - KEPT_FOR)
    purged = 0
    for material in over.exclude(versions=None, downloads__isnull=False).distinct():
        with transaction.atomic():
            if material.downloads.exists():
                material.versions.all().delete()
            else:
                material.delete()
        purged += 1
    return purged
