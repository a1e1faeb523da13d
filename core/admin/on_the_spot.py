"""A row that a search field does not find is made together with the form that names it: «Создать «Ровбель Ростислав»».

The choice is a text, `new:Ровбель Ростислав`. It is made when the form is saved, so that a refused form leaves nothing,
and asks then for the right to add such rows.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

NEW = "new:"
LONGEST = 200


def label_of_new(text: str) -> str:
    return _("Создать «%s»") % text


def is_new(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(NEW)


class RowField(forms.ModelChoiceField):
    """A foreign key that may name a row to be made. `request` and `admin`, of the rows, are set where it is made.

    `loaded` gives the row of a key where the form has it already: a page of fifty rows needs no query for each.
    """

    request: Any = None
    admin: Any = None
    loaded: Callable[[Any], models.Model | None] | None = None

    def to_python(self, value: Any) -> Any:
        if not is_new(value):
            return (self.loaded and self.loaded(value)) or super().to_python(value)
        text = " ".join(value.removeprefix(NEW).split())[:LONGEST]
        if self.admin is None or not self.admin.may_make(self.request, text):
            raise ValidationError(_("Создать «%s» здесь нельзя: выберите из списка.") % text, code="may_not_make")
        return self._row_of(text)

    def _row_of(self, text: str) -> models.Model:
        """One row for each text of a request, however many fields name it; a row that somebody has made meanwhile."""
        made = self.request.__dict__.setdefault("_made_on_the_spot", {})
        key = self.admin.model, text
        if key not in made:
            row = self.admin.made_of(text)
            keys, is_found = self.admin.names.find(text)
            stored = self.admin.model._default_manager.filter(pk__in=keys) if is_found else ()
            row = next((one for one in stored if str(one) == str(row)), row)
            if row.pk is None:
                row.full_clean()
            made[key] = row
        return made[key]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return is_new(data) or super().has_changed(initial, data)


def rows_to_make(form: forms.ModelForm) -> dict[str, models.Model]:
    """{name of the field: row} of the rows that a clean form is going to make."""
    cleaned = getattr(form, "cleaned_data", {})
    return {
        name: cleaned[name]
        for name, field in form.fields.items()
        if isinstance(field, RowField) and getattr(cleaned.get(name), "pk", 1) is None
    }


def make_rows(form: forms.ModelForm) -> None:
    """Stores them, with history, and lets the form's row point to them."""
    for name, field in form.fields.items():
        row = form.cleaned_data.get(name) if isinstance(field, RowField) else None
        if row is None:
            continue
        if row.pk is None:
            row.save()
            LogEntry.objects.log_actions(field.request.user.pk, [row], ADDITION, [{"added": {}}])
        if name in form._meta.fields or hasattr(form.instance, name):
            setattr(form.instance, name, row)
