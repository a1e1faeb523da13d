from django.db.models import Case, Prefetch, Value, When
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from core.kept_pages.views import kept
from core.pagination import PagedListView
from parks.models import Organization

from ..models import Outcome

STATES = {
    "overdue": (_("Срок прошёл"), lambda outcomes: outcomes.overdue()),
    "due": (_("Предстоит"), lambda outcomes: outcomes.due()),
    "finished": (_("Остальные"), lambda outcomes: outcomes.finished()),
}


@method_decorator(kept("state", "page"), name="dispatch")
class OutcomeList(PagedListView):
    """The list of outcomes, open ones first, by their due date. A wrong state is ignored."""

    template_name = "events/outcome_list.html"
    context_object_name = "outcomes"

    def get_queryset(self):
        outcomes = Outcome.objects.visible_to(self.request.user)
        self.state = self.request.GET.get("state", "")
        if self.state in STATES:
            outcomes = STATES[self.state][1](outcomes)
        is_finished = Case(When(state__in=Outcome.OPEN, then=Value(0)), default=Value(1))
        return outcomes.order_by(is_finished, "due_day", "-event__sort_date", "pk")

    def complete_rows(self, rows):
        parties = Prefetch("parties", Organization.objects.visible_to(self.request.user))
        return rows.select_related("event").prefetch_related(parties)

    def get_context_data(self, **kwargs):
        states = [("", _("Все")), *((name, label) for name, (label, _narrow) in STATES.items())]
        return {**super().get_context_data(**kwargs), "states": states, "state": self.state}
