from collections.abc import Iterator
from typing import Any

from ..interface import Kind
from .document import PublicationClock, SourceDocument


class Source:
    kind: Kind
    model: Any

    def keys(self) -> Any:
        return self.model._default_manager.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: list[int]) -> Any:
        """The rows with everything their documents need.

        Parents of related rows are joined, not prefetched: for a thousand of them Django nests a condition each, which
        SQLite refuses.
        """
        return self.model._default_manager.filter(pk__in=keys).order_by("pk")

    def documents(self, keys: list[int]) -> Iterator[SourceDocument]:
        """One document for each row; a material's slides have one each, too."""
        for row in self.rows(keys):
            clock = PublicationClock()
            document = self.document(row, clock)
            document.due_at = clock.due_at
            yield document

    def document(self, row: Any, clock: PublicationClock) -> SourceDocument:
        raise NotImplementedError
