from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.admin.forms import PortalForm
from core.admin.names import Names
from core.admin.spreadsheets import SpreadsheetAdmin
from core.typography import counted

from ..models import Session, Stop
from ..spreadsheets import PROGRAMME
from .ownership import PartOfEventAdmin

PARK_OF_THE_DAY = (
    _("Каким парк был в тот день"),
    {
        "classes": ["collapse"],
        "fields": [("park_status_then", "total_area_then_ha", "free_area_then_ha"), "state_then"],
        "description": _("Запишите со слов хозяев: через годы это покажет, как вырос парк."),
    },
)


def refuse_day_outside(form, event):
    """Adds an error if the form's day is not one of the event's days, if these are known."""
    day, number = form.cleaned_data.get("day"), event.number_of_days
    if day and number and day > number:
        sentence = _("Такого дня в мероприятии нет: всего %(days)s (%(dates)s).")
        days = counted(number, _("день,дня,дней"))
        form.add_error("day", ValidationError(sentence, params={"days": days, "dates": event.dates}))


class DayForm(PortalForm):
    """A form that refuses a day outside of the event."""

    def clean(self):
        data = super().clean()
        event = data.get("event") or (self.instance.event if self.instance.event_id else None)
        if event:
            refuse_day_outside(self, event)
        return data


@admin.register(Stop)
class StopAdmin(PartOfEventAdmin):
    form = DayForm
    list_display = ["what", "event", "day", "starts_at", "host"]
    list_select_related = ["event", "park", "organization", "host"]
    search_fields = ["title__holds", "park__names", "organization__names", "event__names"]
    fieldsets = [
        (None, {"fields": ["event", ("day", "starts_at", "order"), "park", "organization", "title", "host", "note"]}),
        PARK_OF_THE_DAY,
    ]

    @admin.display(description=_("точка маршрута"))
    def what(self, stop):
        return stop.what


@admin.register(Session)
class SessionAdmin(SpreadsheetAdmin, PartOfEventAdmin):
    spreadsheet = PROGRAMME
    form = DayForm
    list_display = ["title", "kind", "event", "day", "starts_at", "ends_at"]
    list_filter = ["kind"]
    list_select_related = ["event"]
    search_fields = ["title__holds", "event__names"]
    titles = Names(Session, lambda rows: rows.values_list("pk", "title"))
    fieldsets = [
        (None, {"fields": ["event", "title", "kind", ("day", "starts_at", "ends_at"), "place", "order"]}),
        (_("Подробнее"), {"fields": ["description"]}),
    ]

    def label_of(self, session):
        """«Обед (день 2, 13:00)»."""
        day = _("день %s") % session.day if session.day else ""
        when = ", ".join(filter(None, (day, session.starts_at and f"{session.starts_at:%H:%M}")))
        return f"{session.title} ({when})" if when else session.title
