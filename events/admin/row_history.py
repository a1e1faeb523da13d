"""Describe changes to the rows of an event in sentences: «Добавлено: пункт программы «Открытие»."."""

from collections import defaultdict
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.admin.history import published, quoted, readable, told

from ..models import Appearance, Delegation, Material, Outcome, Quotation, Session, Stop, Talk

MODELS = [Stop, Session, Talk, Appearance, Material, Outcome, Quotation, Delegation]
SHOWN = 100
_NAMED_BY = ("title", "name_then", "name", "text")
UNTOLD = {"event", "order", "deleted_at"}


def row_history(event_id):
    """[(time, user, sentences)] of the newest changes to the rows of the event."""
    records = []
    for model in MODELS:
        newest = model.history.filter(event_id=event_id).order_by("-history_date", "-history_id")[:SHOWN]
        keys = {record.id for record in newest}
        every = model.history.filter(id__in=keys).select_related("history_user").order_by("history_date", "history_id")
        rows = defaultdict(list)
        for record in every:
            rows[record.id].append(record)
        for states in rows.values():
            records += [(None, states[0], model), *((before, after, model) for before, after in pairwise(states))]
    records.sort(key=lambda one: (one[1].history_date, one[1].history_id), reverse=True)
    names = _names(records[:SHOWN])
    found = [(record, _sentences(before, record, model, names)) for before, record, model in records[:SHOWN]]
    return [(record.history_date, record.history_user, said) for record, said in found if said]


def _sentences(before, record, model, names):
    what = f"{model._meta.verbose_name} {quoted(_name(record, model, names))}"
    if record.history_type == "-":
        return [_("Удалено: %s.") % what]
    if record.history_type == "+" or before is None:
        return [_("Добавлено: %s.") % what]
    if hasattr(record, "deleted_at") and record.deleted_at != before.deleted_at:
        return [(_("Удалено: %s.") if record.deleted_at else _("Возвращено: %s.")) % what]
    changes = [change for field in _told_fields(model) if (change := _change(field, before, record, names))]
    return [f"{capfirst(what)}.", *changes] if changes else []


def _change(field, before, record, names):
    old, new = getattr(before, field.attname), getattr(record, field.attname)
    if old == new:
        return ""
    if field.name == "published_at":
        return published(new, record.history_date)
    if field.remote_field:
        old, new = (
            names.get((field.related_model, key), _("запись, которой больше нет")) if key else "" for key in (old, new)
        )
    else:
        old, new = readable(field, old), readable(field, new)
    return told(str(field.verbose_name), _short(old), _short(new))


def _short(value):
    text = str(value)
    return text if len(text) <= 100 else f"{text[:99]}…"


def _told_fields(model):
    return [field for field in model._meta.concrete_fields if field.editable and field.name not in UNTOLD]


def _name(record, model, names):
    own = next(filter(None, (getattr(record, name, "") for name in _NAMED_BY)), "")
    if own:
        return _short(own)
    named = [
        names.get((field.related_model, getattr(record, field.attname)))
        for field in _told_fields(model)
        if field.remote_field
    ]
    return next(filter(None, named), f"№ {record.id}")


def _names(records):
    """{(model, key): name} of all rows that the records refer to."""
    keys = defaultdict(set)
    for before, record, model in records:
        for field in _told_fields(model):
            if field.remote_field:
                keys[field.related_model] |= {getattr(one, field.attname) for one in (before, record) if one} - {None}
    return {
        (model, row.pk): _title(row)
        for model, wanted in keys.items()
        if wanted
        for row in model._base_manager.filter(pk__in=wanted)
    }


def _title(row):
    """The name of a row without a query; an untitled talk would query its number."""
    return getattr(row, "title", None) or (f"№ {row.pk}" if isinstance(row, Talk) else str(row))
