from django.utils.translation import gettext_lazy as _

from ...event_page import day_heading
from ...models import Stop
from ..pasting.route import RoutePaste
from ..programme import PARK_OF_THE_DAY, StopAdmin
from .page import DeskPage
from .row import Row


class StopRow(Row, StopAdmin):
    row_model = Stop
    kind = "stop"
    add_label = _("Добавить точку маршрута")
    sorted_by_time = True
    fieldsets = [
        (None, {"fields": [("day", "starts_at"), ("park", "organization"), ("title", "host"), "note"]}),
        PARK_OF_THE_DAY,
    ]

    def siblings(self, row):
        return super().siblings(row).filter(day=row.day)

    def name_of(self, stop):
        return f"«{stop.what}»"


class RoutePage(DeskPage):
    name = "route"
    title = _("Маршрут")
    template = "admin/events/event/_route.html"
    paste = RoutePaste
    rows = [StopRow]
    hint = _("Куда едем: парки, предприятия, музеи, обеды. Точка с временем сама встаёт на своё место в дне.")

    def lists(self):
        return {"days": by_day(self.facts.event, self.facts.stops)}


def by_day(event, rows):
    """[(heading, rows)] by day. Rows whose day is unknown come first."""
    days = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    if list(days) in ([None], [1]) and event.end is None:
        return [("", group) for group in days.values()]
    return [(day_heading(event.start, day) if day else _("День не указан"), group) for day, group in days.items()]
