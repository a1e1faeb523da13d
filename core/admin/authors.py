"""Find out who changed or deleted a row, and when, from its history or from the log of the admin."""

import datetime as dt
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def who_changed(row: models.Model, field: str) -> str:
    """Who gave the field its present value: «Петрова Анна, 28 ноября 2026 г. 06:05»."""
    if hasattr(type(row), "history") and any(one.name == field for one in row._meta.concrete_fields):
        records = list(
            type(row).history.filter(**{row._meta.pk.attname: row.pk}).order_by("-history_date", "-pk")[:100]
        )
        column = row._meta.get_field(field).attname
        if records:
            newest = [record for record in records if getattr(record, column) == getattr(records[0], column)]
            unbroken = len(newest) if newest == records[: len(newest)] else 1
            record = records[unbroken - 1]
            return _signed(record.history_user, record.history_date)
    return _by_log(row)


def who_deleted(model: type[models.Model], pk: str) -> str:
    if not pk.isdecimal() or len(pk) > 18:
        return _("кто-то из сотрудников")
    if hasattr(model, "history"):
        record = _history(model, pk).filter(history_type="-").first()
        if record:
            return _signed(record.history_user, record.history_date)
    entry = _log(model, pk).filter(action_flag=DELETION).first()
    return _signed(entry.user, entry.action_time) if entry else _("кто-то из сотрудников")


def name_of_gone(model: type[models.Model], pk: str) -> str:
    """The name of a deleted row, or «№ 17» if no record of it is left."""
    if not pk.isdecimal() or len(pk) > 18:
        return f"№ {pk}"
    if hasattr(model, "history"):
        record = _history(model, pk).first()
        if record:
            return str(record.instance)
    entry = _log(model, pk).first()
    return entry.object_repr if entry else f"№ {pk}"


def _by_log(row: models.Model) -> str:
    """For rows without a history: who last saved the row, on its own page or on the page of the row it belongs to."""
    owners = [
        row,
        *(getattr(row, one.name) for one in row._meta.concrete_fields if one.remote_field and one.is_cached(row)),
    ]
    entries = [_log(type(owner), owner.pk).first() for owner in owners if owner is not None]
    known = [entry for entry in entries if entry]
    if not known:
        return _("кто-то из сотрудников")
    newest = max(known, key=lambda entry: entry.action_time)
    return _signed(newest.user, newest.action_time)


def _history(model: type[models.Model], pk: Any) -> models.QuerySet:
    return model.history.filter(**{model._meta.pk.attname: pk}).order_by("-history_date", "-pk")


def _log(model: type[models.Model], pk: Any) -> models.QuerySet:
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return LogEntry.objects.filter(content_type=kind, object_id=str(pk)).select_related("user").order_by("-action_time")


def _signed(user: Any, moment: dt.datetime) -> str:
    when = date_format(localtime(moment), "j E Y г. H:i")
    return f"{user}, {when}" if user else when
