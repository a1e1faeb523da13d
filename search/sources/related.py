"""Load rows related to those of a source, as `prefetch_related` does, but by compiled queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.compiled import QueryOfKeys

# What documents read of rows that others belong to.
PARK, REGION = ("name", "slug", "published_at"), ("name", "slug", "is_hidden")
ORGANIZATION = ("legal_form", "name", "published_at")
EVENT = ("title", "access", "published_at", "sort_date")


def with_parents(rows: Any, **parents: tuple[str, ...]) -> QuerySet:
    """The rows with these fields of their parents: a park has a hundred others."""
    own = [field.name for field in rows.model._meta.concrete_fields]
    return rows.select_related(*parents).only(
        *own, *(f"{name}__{its}" for name, all_of in parents.items() for its in all_of)
    )


class RelatedRows:
    """A relation to load. `relation` is the reverse name of a foreign key; `rows` are the rows that documents need."""

    def __init__(self, model: Any, relation: str, rows: Callable[[], QuerySet]) -> None:
        self.relation, self.field, self.rows = relation, model._meta.get_field(relation).field, rows
        self.query = QueryOfKeys(lambda keys: rows().filter(**{f"{self.field.name}__in": keys}))

    @property
    def mark(self) -> str:
        """The name of an annotation that tells whether a parent has any rows, which may save the query for them."""
        return f"has_{self.relation}"

    def exist(self) -> Exists:
        return Exists(self.rows().filter(**{self.field.name: OuterRef("pk")}).order_by())

    def load(self, parents: Iterable[Any]) -> list[Any]:
        """Give each parent its rows, and return all of them. Two instances of one parent get the same rows."""
        by_key = defaultdict(list)
        for parent in parents:
            # As `prefetch_related` stores them: without the empty list, a parent without rows would query for them.
            vars(parent).setdefault("_prefetched_objects_cache", {})[self.relation] = []
            if getattr(parent, self.mark, True):
                by_key[parent.pk].append(parent)
        found = list(self.query.rows(by_key))
        for row in found:
            for parent in by_key[getattr(row, self.field.attname)]:
                parent._prefetched_objects_cache[self.relation].append(row)
                setattr(row, self.field.name, parent)
        return found
