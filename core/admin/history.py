"""The history of a row as people read it: names of fields, labels of choices, moments in words; nothing derived."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from simple_history.template_utils import HistoricalRecordContextHelper

from ..dates import PartialDate, format_date


class ReadableChanges(HistoricalRecordContextHelper):
    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        delta = type(delta)(
            changes=[change for change in delta.changes if self.model._meta.get_field(change.field).editable],
            changed_fields=delta.changed_fields,
            old_record=delta.old_record,
            new_record=delta.new_record,
        )
        return super().context_for_delta_changes(delta)

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        return readable(self.model._meta.get_field(change.field), super().prepare_delta_change_value(change, value))


def readable(field: models.Field, value: Any) -> Any:
    """«28 ноября 2026 г. 06:05», «да», «только сотрудникам»; «—» for what is empty."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "j E Y г. H:i")
    if isinstance(value, dt.date):
        return date_format(value, "j E Y г.")
    if isinstance(value, dt.time):
        return date_format(value, "H:i")
    if isinstance(value, PartialDate):
        return format_date(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return localize(value) if isinstance(value, int | float) or hasattr(value, "as_tuple") else value
