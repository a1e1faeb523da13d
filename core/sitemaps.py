"""Sitemaps of the pages that a visitor sees."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, OuterRef, QuerySet, Subquery


class VisitorSitemap(Sitemap):
    """The pages of one model. `lastmod` comes from the history, if the model has one."""

    limit = 5_000
    model: type[Model]

    def items(self) -> QuerySet:
        manager: Any = self.model._default_manager
        rows = manager.visible_to(AnonymousUser()).order_by("pk")
        if not hasattr(self.model, "history"):
            return rows
        changes = self.model.history.filter(id=OuterRef("pk")).order_by("-history_date").values("history_date")
        return rows.annotate(changed_at=Subquery(changes[:1]))

    def lastmod(self, row: Model) -> Any:
        return getattr(row, "changed_at", None)

    def get_latest_lastmod(self) -> None:
        """Give the index of sitemaps no dates. Django would load thousands of rows to find the latest one."""
