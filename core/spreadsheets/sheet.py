"""Describe a table: its columns, how its rows are recognized, and which rows its cells may name."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from ..dates import PartialDate
from ..fields import (
    DateFormField,
    DecimalFormField,
    FloatFormField,
    IntegerFormField,
    PartialDateField,
    TimeFormField,
    date_as_typed,
)
from ..text import fold
from ..typography import number
from .cells import NO, YES, moment_of, text_of

NUMBER = "№"
_FORM_FIELDS: dict[Any, type[forms.Field]] = {
    models.DateTimeField: forms.DateTimeField,
    models.DateField: DateFormField,
    models.TimeField: TimeFormField,
    models.DecimalField: DecimalFormField,
    models.FloatField: FloatFormField,
    models.IntegerField: IntegerFormField,
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_EXACT = 10**15  # larger numbers are written as text, because Excel keeps only 15 digits


def plain(text: str) -> str:
    """The form in which names are compared: without differences of case, ё, quotation marks, dashes and spaces."""
    return " ".join(fold(text).translate(_SIGNS).replace("«", " ").split())


_SIGNS = str.maketrans(dict.fromkeys("»\"„“”'", "«") | {"–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True)
class Reference:
    """The rows that a column may name. `names` returns all names that people write; an export writes the first."""

    rows: Callable[[], Iterable[Any]]
    names: Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Sheet:
    """The description of one table.

    `keys` are sets of fields, tried in turn, that identify a row without a number. `check` takes the values of a row
    and the rows it names, and returns {field: sentence}. `unsaid` has the values of a new row for columns that are
    missing, unless the model's default will do.
    """

    name: str
    title: Any
    model: Any
    fields: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    references: Mapping[str, Reference] = field(default_factory=dict)
    tidy: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    check: Callable[[dict[str, Any], Mapping[str, Any]], dict[str, str]] | None = None
    rows: Callable[[], Any] | None = None
    unsaid: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[str, "Column"]:
        return {name: Column(self, self.model._meta.get_field(name)) for name in self.fields}

    @property
    def queryset(self) -> Any:
        return (self.rows() if self.rows else self.model._base_manager.all()).order_by("pk")


class Column:
    def __init__(self, sheet: Sheet, model_field: Any) -> None:
        self.field, self.reference = model_field, sheet.references.get(model_field.name)
        self.name, self.attname = model_field.name, model_field.attname
        self.tidy = sheet.tidy.get(model_field.name)
        label = str(model_field.verbose_name)
        self.heading = label[:1].upper() + label[1:]

    @cached_property
    def choices(self) -> dict[str, Any]:
        return {plain(str(label)): value for value, label in self.field.flatchoices if value not in ("", None)}

    @cached_property
    def form_field(self) -> Any:
        kind = next((found for base, found in _FORM_FIELDS.items() if isinstance(self.field, base)), None)
        options: dict[str, Any] = {"form_class": kind, "widget": None} if kind else {}
        if isinstance(self.field, models.URLField):
            options["assume_scheme"] = "https"
        made = self.field.formfield(required=False, **options)
        made.required = False
        return made

    @property
    def is_required(self) -> bool:
        return not self.field.blank and not self.field.has_default()

    @property
    def hint(self) -> str:
        """What may be written in the column, for a note in the template."""
        if self.choices:
            return ", ".join(str(label) for value, label in self.field.flatchoices if value not in ("", None))
        if isinstance(self.field, models.BooleanField):
            return f"{YES}, {NO}"
        return str(self.field.help_text)

    def shown(self, value: Any, names: Mapping[Any, str]) -> Any:
        """The value to write into a cell: a text, a number, a date or None. `names` is {key of a row: its name}."""
        if value is None or value == "":
            return None
        if self.reference:
            return names.get(value)
        if self.field.flatchoices:
            return str(dict(self.field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, PartialDate):
            return date_as_typed(value)
        if isinstance(value, dt.datetime):
            return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
        if isinstance(value, dt.time):
            return f"{value:%H:%M}"
        if isinstance(value, Decimal | int | float):
            return value if -_EXACT < value < _EXACT else f"{value}"
        return value

    def read(self, text: str, keys: Mapping[str, set[Any]]) -> Any:
        """The value that the text means. Raises ValidationError. `keys` is {plain name: keys of the rows}."""
        if self.reference:
            return self._read_reference(text, keys)
        if self.field.flatchoices:
            return self._read_choice(text)
        if isinstance(self.field, models.BooleanField):
            return self._read_truth(text)
        if self.tidy:
            text = self.tidy(text)
        if isinstance(self.field, models.DateField | models.TimeField | PartialDateField):
            text = moment_of(text)
        value = self.form_field.clean(text)
        if value in self.form_field.empty_values:
            value = None if self.field.null else ""
        return self._checked(value)

    def _checked(self, value: Any) -> Any:
        if value in (None, ""):
            if not self.field.blank:
                raise ValidationError(_("Заполните эту клетку."))
            return value
        self.field.run_validators(value)
        return value

    def _read_reference(self, text: str, keys: Mapping[str, set[Any]]) -> Any:
        if not text:
            return self._checked(None)
        found = keys.get(plain(text), set())
        if len(found) > 1:
            raise ValidationError(_("Под названием «%s» в портале несколько записей. Напишите полнее.") % text)
        if not found:
            raise ValidationError(_("В портале нет «%s». Проверьте, как написано, или сначала добавьте.") % text)
        return next(iter(found))

    def _read_choice(self, text: str) -> Any:
        if not text:
            return self._checked(None if self.field.null else "") if self.field.blank else self._default()
        if plain(text) not in self.choices:
            raise ValidationError(
                _("«%(text)s» здесь быть не может. Подойдут: %(hint)s.") % {"text": text, "hint": self.hint}
            )
        return self.choices[plain(text)]

    def _default(self) -> Any:
        if self.field.has_default():
            return self.field.get_default()
        return self._checked(None)

    def _read_truth(self, text: str) -> bool:
        written = plain(text)
        if written in ("", NO, "-", "0", "false", "ложь"):
            return False
        if written in (YES, "+", "1", "true", "истина", "есть"):
            return True
        raise ValidationError(_("Напишите «да» или «нет»."))

    def as_told(self, text: str) -> str:
        """A value of the plan as the site writes it: «1 234,5»."""
        is_number = isinstance(self.field, models.DecimalField | models.FloatField)
        return number(Decimal(text)) if is_number and _NUMBER.fullmatch(text) else text

    def as_read(self, value: Any, names: Mapping[Any, str]) -> str:
        """The text that reading the exported cell gives."""
        return text_of(self.shown(value, names))
