"""Delete materials in two steps: hidden at once, deleted for good after 30 days unless restored."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from .models import Material

KEPT_FOR = dt.timedelta(days=30)


def put_away(material):
    """Hide the material, with its files, slides and counts, everywhere except in the trash."""
    material.deleted_at = timezone.now()
    material.save(update_fields=["deleted_at"])


def restore(material):
    material.deleted_at = None
    material.save(update_fields=["deleted_at"])


def restorable(now=None):
    """Materials in the trash whose 30 days are not over."""
    return Material.with_deleted.filter(deleted_at__gt=(now or timezone.now()) - KEPT_FOR)


def purge(now=None):
    """Delete materials that were put away 30 days ago, with versions, slides and files; return how many.

    A material with downloads keeps its row, which the download log refers to, as long as the log has it.
    """
    expired = Material.with_deleted.filter(deleted_at__lte=(now or timezone.now()) - KEPT_FOR)
    purged = 0
    for material in expired.exclude(versions=None, downloads__isnull=False).distinct():
        with transaction.atomic():
            if material.downloads.exists():
                material.versions.all().delete()
            else:
                material.delete()
        purged += 1
    return purged
