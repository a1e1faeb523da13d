"""Find what has changed in an event since its publication, from the histories of its rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.admin.history import readable

from ..models import Appearance, Event, Material, Session, Stop, Talk

SHOWN = 40
ROWS: list[tuple[Any, list[str]]] = [
    (Stop, ["park", "organization"]),
    (Session, []),
    (Talk, []),
    (Appearance, ["person"]),
    (Material, []),
]


@dataclass(frozen=True)
class Change:
    """A change: «Вводка: «было» → «стало»», «Добавлено: выступление — О парке», with its last author and time."""

    text: str
    who: str
    at: dt.datetime


def changes_since_publication(event: Event) -> list[Change]:
    """The newest SHOWN changes, newest first; [] for an event that is not published yet."""
    if event.published_at is None or event.published_at > timezone.now():
        return []
    records = list(event.history.select_related("history_user").order_by("-history_date", "-pk")[:200])
    present = [record for record in records if record.published_at == event.published_at]
    moment = max(event.published_at, present[-1].history_date) if present else event.published_at
    found = _of_event(records, moment)
    for model, related in ROWS:
        found += _of_rows(model, related, event, moment)
    return sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN]


def _of_event(records: list[Any], moment: dt.datetime) -> list[Change]:
    later = [record for record in records if record.history_date > moment]
    earlier = next((record for record in records if record.history_date <= moment), None)
    if not later or earlier is None:
        return []
    found = []
    for field in Event._meta.concrete_fields:
        then, now = getattr(earlier, field.attname), getattr(later[0], field.attname)
        if not field.editable or then == now:
            continue
        name = str(field.verbose_name).capitalize()
        values = {"name": name, "then": _short(readable(field, then)), "now": _short(readable(field, now))}
        newest = next(one for one in later if getattr(one, field.attname) == now)
        found.append(_change(_("%(name)s: «%(then)s» → «%(now)s»") % values, newest))
    return found


def _of_rows(model: Any, related: list[str], event: Event, moment: dt.datetime) -> list[Change]:
    records = model.history.filter(event_id=event.pk, history_date__gt=moment)
    by_row: dict[int, list[Any]] = {}
    for record in records.select_related("history_user", *related).order_by("-history_date", "-pk")[:500]:
        by_row.setdefault(record.id, []).append(record)
    return [found for rows in by_row.values() if (found := _of_row(model, rows))]


def _of_row(model: Any, records: list[Any]) -> Change | None:
    """The change of one row, from its records, newest first; None if nothing has changed in the end."""
    kinds = {record.history_type for record in records}
    is_gone = records[0].history_type == "-" or bool(getattr(records[0], "deleted_at", None))
    if is_gone and "+" in kinds:
        return None  # it was added and deleted since
    sentence = _("Удалено: %s") if is_gone else _("Добавлено: %s") if "+" in kinds else _("Изменено: %s")
    name = _name(records[0])
    kind = str(model._meta.verbose_name)
    return _change(sentence % (f"{kind} — {name}" if name else kind), records[0])


def _name(record: Any) -> str:
    """The name of a former state, made from its columns and the loaded rows."""
    if hasattr(record, "person_id"):
        return record.name_then or str(record.person)
    parts = [getattr(record, "park", None), getattr(record, "organization", None), record.title]
    return " · ".join(str(part) for part in parts if part)


def _change(text: str, record: Any) -> Change:
    return Change(text, str(record.history_user or ""), record.history_date)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
