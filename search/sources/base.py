from collections.abc import Iterator
from functools import cached_property
from typing import Any

from core.compiled import QueryOfKeys

from ..interface import Kind
from .document import PublicationClock, SourceDocument
from .related import RelatedRows


class DocumentSource:
    kind: Kind
    model: Any

    def keys(self) -> Any:
        return self.model._default_manager.order_by("pk").values_list("pk", flat=True)

    def own(self) -> Any:
        """A QuerySet of the rows, joined with the parents that their documents need."""
        return self.model._default_manager.all()

    def related(self) -> list[RelatedRows]:
        """The related rows that their documents need."""
        return []

    @cached_property
    def _queries(self) -> tuple[QueryOfKeys, list[RelatedRows]]:
        related = self.related()
        own = self.own().annotate(**{one.mark: one.exist() for one in related}).order_by("pk")
        return QueryOfKeys(lambda keys: own.filter(pk__in=keys)), related

    def rows(self, keys: list[int]) -> list[Any]:
        """The rows with everything their documents need."""
        own, related = self._queries
        found = list(own.rows(keys))
        for one in related:
            one.load(found)
        return found

    def documents(self, keys: list[int]) -> Iterator[SourceDocument]:
        """Yields a document for each row, and for each slide of a material."""
        for row in self.rows(keys):
            clock = PublicationClock()
            document = self.document(row, clock)
            document.due_at = clock.due_at
            yield document

    def document(self, row: Any, clock: PublicationClock) -> SourceDocument:
        raise NotImplementedError
