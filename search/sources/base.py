from ..drafts import Clock
from ..interface import Kind


class Source:
    """`drafts(keys)` yields the documents of these rows: one each, but of a material also those of its slides."""

    kind: Kind
    model: type

    def keys(self):
        return self.model._default_manager.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys):
        """With all that a draft tells of. Parents of children are joined, never prefetched: for a thousand of them
        Django writes a condition each, one inside another, and SQLite refuses it."""
        return self.model._default_manager.filter(pk__in=keys).order_by("pk")

    def drafts(self, keys):
        for row in self.rows(keys):
            clock = Clock()
            draft = self.draft(row, clock)
            draft.due_at = clock.due_at
            yield draft
