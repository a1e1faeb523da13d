"""Create a row that a search field does not find: the field offers «Создать «Ровбель Ростислав»».

The field then sends `new:Ровбель Ростислав`. The row is created when the form is saved, so a refused form leaves
nothing behind. Saving checks the right to add such rows.
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
    """A foreign key whose value may be a row that does not exist yet.

    The admin that makes the field sets `request`, and `admin` to the admin of the related model. `loaded(key)` returns
    a row that the form has loaded already, so that a page of fifty rows needs no query for each.
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
        """The row for the text: one for all fields of a request, or one that somebody has created in the meantime."""
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
    """{field: row} of the rows that a valid form is going to create."""
    cleaned = getattr(form, "cleaned_data", {})
    return {
        name: cleaned[name]
        for name, field in form.fields.items()
        if isinstance(field, RowField) and getattr(cleaned.get(name), "pk", 1) is None
    }


def make_rows(form: forms.ModelForm) -> None:
    """Saves the rows of `rows_to_make`, with history, and lets the form's row point to them."""
    for name, field in form.fields.items():
        row = form.cleaned_data.get(name) if isinstance(field, RowField) else None
        if row is None:
            continue
        if row.pk is None:
            row.save()
            LogEntry.objects.log_actions(field.request.user.pk, [row], ADDITION, [{"added": {}}])
        if name in form._meta.fields or hasattr(form.instance, name):
            setattr(form.instance, name, row)
