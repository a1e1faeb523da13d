"""Sitemaps of what a visitor sees."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, Subquery


class VisitorSitemap(Sitemap):
    """Pages of one model that a visitor sees. `lastmod` comes from the history, where there is one."""

    limit = 5_000
    model = None

    def items(self):
        rows = self.model.objects.visible_to(AnonymousUser()).order_by("pk")
        if not hasattr(self.model, "history"):
            return rows
        changes = self.model.history.filter(id=OuterRef("pk")).order_by("-history_date").values("history_date")
        return rows.annotate(changed_at=Subquery(changes[:1]))

    def lastmod(self, row):
        return getattr(row, "changed_at", None)

    def get_latest_lastmod(self):
        """Not asked of thousands of rows for the sake of an index."""
