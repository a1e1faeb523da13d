from django.utils.translation import gettext_lazy as _

from ...models import Source
from .page import DeskPage
from .row import Row


class SourceRow(Row):
    row_model = Source
    kind = "source"
    add_label = _("Добавить источник")
    fields = [("publisher", "published_on"), "url", "text"]


class SourcesPage(DeskPage):
    name = "sources"
    title = _("Источники")
    template = "admin/events/event/_sources.html"
    rows = [SourceRow]
    hint = _("Откуда известно об этом мероприятии. Видят только сотрудники.")

    def lists(self):
        return {"sources": self.facts.sources}
