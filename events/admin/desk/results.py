from django.utils.translation import gettext_lazy as _

from ...models import Outcome, Quotation
from ..results import OUTCOME_FIELDS, OutcomeAdmin
from .page import DeskPage
from .row import Row


class OutcomeRow(Row, OutcomeAdmin):
    row_model = Outcome
    kind = "outcome"
    add_label = _("Добавить итог")
    fieldsets = OUTCOME_FIELDS

    def get_queryset(self, request):
        return super().get_queryset(request).order_by(*Outcome._meta.ordering)


class QuotationRow(Row):
    row_model = Quotation
    kind = "quotation"
    add_label = _("Добавить цитату")
    fields = ["appearance", "text", ("material", "slide_number")]


class ResultsPage(DeskPage):
    name = "results"
    title = _("Итоги и цитаты")
    template = "admin/events/event/_results.html"
    rows = [OutcomeRow, QuotationRow]
    hint = _("О чём договорились, что решили, кого наградили — и что из этого сделано.")

    def lists(self):
        return {"outcomes": self.facts.outcomes, "quotations": self.facts.quotations}
