"""The admins of delegations and outcomes."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.dates import format_date

from ..models import Delegation, Outcome
from .ownership import PartOfEventAdmin


@admin.register(Delegation)
class DelegationAdmin(PartOfEventAdmin):
    list_display = ["__str__", "event", "size"]
    list_select_related = ["event", "organization", "region"]
    search_fields = ["name__holds", "organization__names", "region__name__holds", "event__names"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "event",
                    ("name", "size"),
                    ("organization", "region"),
                    ("country", "foreign_region"),
                    "order",
                ]
            },
        )
    ]

    def labelled(self, delegations):
        return delegations.select_related("organization", "region")


class DueFilter(admin.SimpleListFilter):
    title = _("срок")
    parameter_name = "due"
    choices_of_rows = {
        "overdue": (_("просрочено"), lambda rows: rows.overdue()),
        "due": (_("ещё предстоит"), lambda rows: rows.due()),
        "finished": (_("закрыто или неизвестно"), lambda rows: rows.finished()),
    }

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _narrow) in self.choices_of_rows.items()]

    def queryset(self, request, queryset):
        _label, narrow = self.choices_of_rows.get(self.value(), ("", None))
        return narrow(queryset) if narrow else queryset


OUTCOME_FIELDS = [
    (
        None,
        {
            "fields": [
                ("kind", "state"),
                "text",
                ("due", "amount_rub"),
                "result",
            ]
        },
    ),
    (
        _("Кто и о чём"),
        {"classes": ["collapse"], "fields": ["subject", "parties", "parties_text", "source_url"]},
    ),
]


@admin.register(Outcome)
class OutcomeAdmin(PartOfEventAdmin):
    """The list of outcomes, in which staff follow what was decided, by when, and what came of it."""

    list_display = ["__str__", "kind", "when_due", "state", "event"]
    list_filter = [DueFilter, "state", "kind"]
    list_select_related = ["event"]
    search_fields = ["text__holds", "subject__holds", "parties_text__holds", "event__names"]
    fieldsets = [(None, {"fields": ["event"]}), *OUTCOME_FIELDS]

    def get_queryset(self, request):
        return super().get_queryset(request).soonest_first()

    @admin.display(description=_("срок"), ordering="due_day")
    def when_due(self, outcome):
        if not outcome.due:
            return ""
        day = format_date(outcome.due)
        return format_html("<strong>{}, {}</strong>", day, _("просрочено")) if outcome.is_overdue else day
