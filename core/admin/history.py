"""Show the history of a row to people: with labels instead of stored values, and without derived fields."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from simple_history.template_utils import HistoricalRecordContextHelper, ObjDiffDisplay

from ..dates import PartialDate, format_date


class ReadableChanges(HistoricalRecordContextHelper):
    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        delta = type(delta)(
            changes=[change for change in delta.changes if self.model._meta.get_field(change.field).editable],
            changed_fields=delta.changed_fields,
            old_record=delta.old_record,
            new_record=delta.new_record,
        )
        shown = super().context_for_delta_changes(delta)
        for change, row in zip(delta.changes, shown, strict=True):
            row |= {"name": change.field, "moment": change.new if change.field == "published_at" else None}
        return shown

    def get_obj_diff_display(self) -> ObjDiffDisplay:
        return Shortened(max_length=self.max_displayed_delta_change_chars)

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        return readable(self.model._meta.get_field(change.field), super().prepare_delta_change_value(change, value))


class Shortened(ObjDiffDisplay):
    def shortened_str(self, prefix: str, num_skipped_chars: int, suffix: str) -> str:
        return f"{prefix} … {suffix}"


def readable(field: models.Field, value: Any) -> Any:
    """A stored value as people read it: «28 ноября 2026 г. 06:05», «да», «только сотрудникам»; «—» if empty."""
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


def sentences(record: Any) -> list[str]:
    """The changes of one record: «Опубликовано 28 ноября 2026 г., 06:05.», «Место: вместо «…» теперь «…»»."""
    if record.history_type == "+":
        return [_("Создано.")]
    if record.history_type == "-":
        return [_("Удалено.")]
    return [_sentence(change, record.history_date) for change in getattr(record, "history_delta_changes", ())]


def _sentence(change: dict[str, Any], moment: dt.datetime) -> str:
    if change["name"] == "published_at":
        return published(change["moment"], moment)
    return told(str(change["field"]), change["old"], change["new"])


def published(at: dt.datetime | None, moment: dt.datetime) -> str:
    """A sentence about a new time of publication, which was set at `moment`."""
    if at is None:
        return _("Снято с сайта.")
    sentence = _("Будет опубликовано %s.") if at > moment + dt.timedelta(minutes=1) else _("Опубликовано %s.")
    return sentence % date_format(timezone.localtime(at), "j E Y г., H:i")


def told(label: str, old: Any, new: Any) -> str:
    words = {"label": label[:1].upper() + label[1:], "old": quoted(old), "new": quoted(new)}
    nothing = ("—", "", None)
    if old in nothing:
        return _("%(label)s: теперь %(new)s.") % words
    if new in nothing:
        return _("%(label)s: больше нет, было %(old)s.") % words
    return _("%(label)s: вместо %(old)s теперь %(new)s.") % words


def quoted(value: Any) -> str:
    text = str(value)
    return text if text[:1] == "«" and text[-1:] == "»" else f"«{text}»"
