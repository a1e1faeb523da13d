"""The form of a row in the administration."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..conditions import all_hold
from ..constraints import CompositeForeignKey
from ..dates import read_dates
from ..fields import date_as_typed
from ..numbers import read_pair
from ..text import without_controls
from . import open_forms
from .on_the_spot import RowField, rows_to_make
from .widgets import AutocompleteInput


class PortalForm(forms.ModelForm):
    """Reports a broken constraint at its field, and puts a row without an order at the end."""

    is_added_row = False  # True for an inline's row that somebody added; Django would skip it while it is empty

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, AutocompleteInput):
                widget.row = self.instance
                if isinstance(field, RowField):
                    field.loaded = widget.stored_row
        if "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].help_text = _("Пусто — в конец.")
            if self.instance._state.adding:
                self.initial["order"] = None

    @cached_property
    def merge(self):
        """What others have changed in the meantime.

        Must be read before `data`, because it corrects it. Fields that this person did not touch get their stored
        values. A range of dates or a pair of coordinates is split into its two fields.
        """
        is_stored = self.is_bound and not self.instance._state.adding
        found = open_forms.merge(self) if is_stored else open_forms.Merge()
        if self.is_bound:
            self._spread_ranges()
            self._spread_pairs()
        return found

    def _spread_pairs(self):
        """Splits coordinates that were pasted as one text into their two fields."""
        names = self.add_prefix("latitude"), self.add_prefix("longitude")
        if {"latitude", "longitude"} <= self.fields.keys():
            try:
                pair = read_pair(self.data.get(names[0], "")) or read_pair(self.data.get(names[1], ""))
            except ValueError:  # the field itself reports it
                return
            if pair:
                self.data = self.data.copy()
                self.data[names[0]], self.data[names[1]] = map(str, pair)

    def _spread_ranges(self):
        """Splits «25–26 мая 2016», typed into the field of the first day, into the fields of both days."""
        for name, field in self.fields.items():
            end = getattr(field, "range_end", "")
            if end not in self.fields:
                continue
            names = self.add_prefix(name), self.add_prefix(end)
            try:
                first, last = read_dates(self.data.get(names[0], ""))
            except ValueError:
                continue
            typed = self.data.get(names[1], "").strip()
            if last and (not typed or typed == date_as_typed(last)):
                self.data = self.data.copy()
                self.data[names[0]], self.data[names[1]] = date_as_typed(first), date_as_typed(last)
            elif last:
                field.error_messages["range"] = _(
                    "«%(value)s» — это начало и окончание, но окончание уже указано отдельно. Очистите его или "
                    "напишите здесь только начало."
                )

    @cached_property
    def changed_data(self):
        assert self.merge
        return super().changed_data

    def full_clean(self):
        assert self.merge
        super().full_clean()
        for name, sentence in self.merge.conflicts.items():
            self.add_error(name, ValidationError(sentence, code="changed_by_others"))
        if self.is_added_row and self._errors and not self.changed_data:
            self.add_error(None, ValidationError(_("Эта строка пустая. Заполните её или уберите."), code="blank_row"))

    def has_changed(self):
        return self.is_added_row or super().has_changed()

    def clean(self):
        """Removes control characters, which come with pasted text and would break feeds and calendars."""
        data = super().clean()
        for name, value in data.items():
            if isinstance(value, str):
                is_line = isinstance(self.fields[name].widget, forms.TextInput)
                data[name] = without_controls(value).replace("\n", " ") if is_line else without_controls(value)
        return data

    def clean_order(self):
        return self.cleaned_data["order"] or 0

    def _untouched_files(self):
        """The file fields that did not change. Validating them would fetch each file from the storage."""
        unchanged = self.cleaned_data.keys() - set(self.changed_data)
        return {name for name in unchanged if isinstance(self.fields.get(name), forms.FileField)}

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | self._untouched_files() | rows_to_make(self).keys()

    def _post_clean(self):
        self.cleaned_data |= dict.fromkeys(self._untouched_files())  # None means no change
        # ModelForm calls `instance.full_clean()`, and only the instance can replace the check of its constraints.
        # Django's own would report a broken constraint above the form instead of at its field, and would skip those
        # that name the parent of an inline: the database would then answer with an error 500.
        self.instance.validate_constraints = self._validate_constraints
        self.instance.clean_fields = self._clean_fields_of_instance
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints, self.instance.clean_fields

    def _clean_fields_of_instance(self, exclude=None):
        """Validates the fields, except foreign keys whose row the form's own field has just found."""
        found = {
            field.name
            for field in self._meta.model._meta.concrete_fields
            if isinstance(field, models.ForeignKey)
            and not field.get_limit_choices_to()
            and getattr(self.instance, field.attname) is not None
            and getattr(self.instance, field.attname)
            == getattr(self.cleaned_data.get(field.name), field.target_field.attname, None)
        }
        type(self.instance).clean_fields(self.instance, exclude={*(exclude or ()), *found})

    def validate_unique(self):
        """Skips unchanged fields of a stored row: the database guarantees that they are unique."""
        is_stored = not self.instance._state.adding
        if is_stored and not self.has_changed():
            return
        kept = {field.name for field in self.instance._meta.fields if is_stored and field.unique} - {*self.changed_data}
        try:
            self.instance.validate_unique(exclude=self._get_validation_exclusions() | kept)
        except ValidationError as error:
            self._update_errors(error)

    def _validate_constraints(self, exclude=None):
        if not self.has_changed() and not self.instance._state.adding:
            return
        # A constraint is checked even if the form has only some of its fields. The others keep their stored values.
        unknown = {
            name
            for name in exclude or ()
            if name in self.fields and not isinstance(self.fields[name], InlineForeignKeyField)
        }
        errors = {}
        for model, constraints in self.instance.get_constraints():
            checks = [
                one
                for one in constraints
                if isinstance(one, models.CheckConstraint) and unknown.isdisjoint(_names_in(one))
            ]
            settled = checks if all_hold(self.instance, model, checks) else []
            for constraint in [one for one in constraints if one not in settled and not self._has_held(one)]:
                try:
                    constraint.validate(model, self.instance, exclude=unknown)
                except ValidationError as error:
                    errors.setdefault(self._field_of(constraint), []).extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def _has_held(self, constraint):
        """Whether a composite key of a stored row has not changed. The database guarantees that it still holds."""
        is_key = isinstance(constraint, CompositeForeignKey) and not self.instance._state.adding
        return is_key and not {*constraint.fields} & {*self.changed_data}

    def _field_of(self, constraint):
        shown = (name for name in _names_in(constraint) if name in self.fields)
        return next((name for name in shown if not self.fields[name].widget.is_hidden), NON_FIELD_ERRORS)


def _names_in(constraint):
    """The fields of a constraint, the left side of a comparison first. The first one gets the error."""
    if isinstance(constraint, models.CheckConstraint):
        return [node.name.split("__")[0] for node in _references(constraint.condition)]
    if isinstance(constraint, models.UniqueConstraint):
        expressions = [node.name for expression in constraint.expressions for node in _references(expression)]
        return [*reversed(constraint.fields), *expressions]
    return list(constraint.fields)


def _references(expression):
    if isinstance(expression, models.Q):
        for child in expression.children:
            if isinstance(child, tuple):
                yield models.F(child[0])
            else:
                yield from _references(child)
    else:
        yield from (node for node in expression.flatten() if isinstance(node, models.F))
