"""Delete a row with everything that belongs to it, so that it can be restored."""

from typing import Any

from django.db import models, transaction
from django.db.models.deletion import Collector

from ..files.fields import held
from ..models import Removal, SuspectedDouble
from .rows import as_data, as_text, former_slugs, is_history


def delete(row: models.Model, user: Any = None) -> Removal:
    """Call Django's `delete()` and keep a journal of everything it deletes. Raises what `delete()` raises."""
    with transaction.atomic(), held() as files:
        collector = Collector(using=row._state.db or "default", origin=row)
        collector.collect([row])
        rows = [one for found in collector.data.values() for one in found]
        rows += [one for found in collector.fast_deletes for one in found if not is_history(found.model)]
        cleared = []
        for (field, _value), found in collector.field_updates.items():
            for updated in found:
                for one in [updated] if isinstance(updated, models.Model) else updated:
                    if not is_history(type(one)):
                        cleared.append([one._meta.label_lower, one.pk, field.name, as_text(one, field)])
        journal = {
            "rows": [as_data(one) for one in rows if not is_history(type(one))],
            "cleared": cleared,
            "former_slugs": former_slugs(row),
        }
        removal = Removal(
            model=row._meta.label_lower, row=row.pk, name=str(row)[:500], journal=journal, user=user, files=files
        )
        pair = models.Q(one=row.pk) | models.Q(other=row.pk)
        SuspectedDouble.objects.filter(pair, model=removal.model, are_different=False).delete()
        row.delete()
        removal.files = sorted(set(files))
        removal.save()
    return removal
