"""Forms, formsets and widgets of the administration."""

from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, models
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..conditions import all_hold
from ..constraints import CompositeForeignKey
from ..dates import read_dates
from ..fields import date_as_typed
from ..numbers import read_pair
from ..stored import is_locked
from ..text import without_controls
from . import open_forms
from .authors import name_of_gone, who_changed, who_deleted
from .on_the_spot import NEW, RowField, is_new, label_of_new, make_rows, rows_to_make


class Autocomplete(AutocompleteSelect):
    """Django's search field. It makes no query for a related object that is already loaded.

    `within` narrows the offers. It becomes part of the address of the search, where the model's admin reads it.
    """

    def __init__(self, *args, within=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.within, self.row = within, None

    def stored_row(self, value):
        """The related object if it is loaded and is the chosen one. None if `within` restricts the choice."""
        if self.within or self.row is None or not self.field.is_cached(self.row):
            return None
        found = getattr(self.row, self.field.name)
        return found if found is not None and str(found.pk) == str(value) else None

    def get_url(self):
        url = super().get_url()
        return f"{url}?{urlencode(self.within)}" if self.within else url

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Leaves out what the script assumes anyway: a page has hundreds of these fields."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        granted = {"data-ajax--cache": "true", "data-ajax--type": "GET", "data-allow-clear": "false"}
        if attrs.get("data-allow-clear") in ("false", "", False):
            granted["data-placeholder"] = ""
        return {name: value for name, value in attrs.items() if str(value).lower() != granted.get(name, "-").lower()}

    def optgroups(self, name, value, attr=None):
        if new := [one for one in value if is_new(one)]:
            label = label_of_new(new[0].removeprefix(NEW))
            return [(None, [self.create_option(name, new[0], label, True, 0)], 0)]
        if self.row is None or not self.field.is_cached(self.row):
            return super().optgroups(name, value, attr)
        chosen = getattr(self.row, self.field.name)
        if chosen is None or [str(chosen.pk)] != [str(pk) for pk in value]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(chosen)
        options.append(self.create_option(name, chosen.pk, label, True, len(options)))
        return [(None, options, 0)]


class PictureInput(AdminFileWidget):
    """A file input with a preview. `address(row)` returns the preview's URL, because stored files have none."""

    template_name = "admin/picture_input.html"

    def __init__(self, attrs=None, *, address=None):
        super().__init__({"accept": "image/png,image/jpeg,image/webp", **(attrs or {})})
        self.address = address

    def _render(self, template_name, context, renderer=None):
        return render_to_string(template_name, context)  # the renderer of Django's forms finds no templates of ours

    def is_initial(self, value):
        return bool(value and value.instance.pk)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["widget"]["address"] = self.address(value.instance)
        return context


class PortalForm(forms.ModelForm):
    """Reports a broken constraint at its field, and puts a row without an order at the end."""

    is_added_row = False  # True for an inline's row that somebody added; Django would skip it while it is empty

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, Autocomplete):
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


def lock(rows):
    """The rows, locked until the transaction ends. On SQLite the transaction has locked the whole database anyway."""
    return rows.order_by().select_for_update(of=("self",), no_key=True)


def next_order(row, within=None):
    """The next free order. Siblings are the rows with the same `within`, or all rows."""
    siblings = type(row)._base_manager.all()
    if within:
        siblings = siblings.filter(**{within: getattr(row, f"{within}_id")})
    return (siblings.aggregate(last=models.Max("order"))["last"] or 0) + 1


class OwnKeyField(forms.ModelChoiceField):
    """The key of a stored row in a formset. It needs no query, because the row is loaded."""

    def __init__(self, row, other):
        super().__init__(other.queryset, initial=row.pk, required=other.required, widget=other.widget)
        self.row = row

    def to_python(self, value):
        return self.row if str(value) == str(self.row.pk) else super().to_python(value)


class PortalFormSet(BaseInlineFormSet):
    """The rows of an inline.

    A row that somebody added is saved or refused, even if it is empty; only the empty rows that the page offers by
    itself are skipped. Rows without an order go to the end. Rows deleted in the meantime do not block the others.
    """

    order_within = None

    def __init__(self, data=None, files=None, instance=None, prefix=None, queryset=None, **kwargs):
        self.gone = []  # (key, {label: what was typed}) of rows deleted in the meantime
        rows = None
        if data is not None and instance is not None and instance.pk:
            prefix = prefix or self.get_default_prefix()
            rows = self._locked(instance, queryset, is_empty=not open_forms.count_of(data, f"{prefix}-INITIAL_FORMS"))
            data, files = self._without_gone_rows(data, files, prefix, rows)
        super().__init__(data, files, instance=instance, prefix=prefix, queryset=queryset, **kwargs)
        if rows is not None:
            self._queryset = rows  # Django would read them again

    def _locked(self, instance, queryset, *, is_empty):
        rows = (self.model._default_manager if queryset is None else queryset).filter(**{self.fk.name: instance})
        if connection.features.has_select_for_update and not is_empty:
            stored = self.model._base_manager.filter(**{self.fk.name: instance})
            list(lock(stored.filter(pk__in=rows.order_by().values("pk"))).values_list("pk"))
        return rows if rows.ordered else rows.order_by(self.model._meta.pk.name)

    def _without_gone_rows(self, data, files, prefix, rows):
        if not open_forms.count_of(data, f"{prefix}-INITIAL_FORMS"):
            return data, files
        if connection.in_atomic_block:
            for row in rows:
                is_locked(row)
        existing = {str(row.pk) for row in rows}
        gone = open_forms.numbers_of_gone(data, prefix, self.model._meta.pk.name, existing)
        if not gone:
            return data, files
        for number, key in gone.items():
            form = self.form(data, files, prefix=f"{prefix}-{number}", instance=None)
            self.gone.append((key, open_forms.changed_values(form)))
        return open_forms.without_rows(data, files, prefix, gone)

    def _construct_form(self, i, **kwargs):
        is_added = self.is_bound and i >= self.initial_form_count() + self.extra
        if is_added:
            kwargs["empty_permitted"] = False
        form = super()._construct_form(i, **kwargs)
        form.is_added_row = is_added
        if self.instance.pk and getattr(form.instance, self.fk.attname) == self.instance.pk:
            setattr(form.instance, self.fk.name, self.instance)  # saves a query for its name
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name = self._pk_field.name
        if form.instance.pk and isinstance(form.fields.get(name), forms.ModelChoiceField):
            form.fields[name] = OwnKeyField(form.instance, form.fields[name])

    def clean(self):
        super().clean()
        for key, written in self.gone:
            if written:
                raise ValidationError(self.tell_of_gone(key, written))
        for form in self.initial_forms:
            if getattr(form, "cleaned_data", {}).get("DELETE") and form.merge.changed_by_others:
                who = who_changed(form.instance, form.merge.changed_by_others[0])
                sentence = _(
                    "Строку «%(row)s» изменили (%(who)s), пока форма была открыта. Посмотрите, что в ней "
                    "теперь, и отметьте удаление ещё раз."
                )
                raise ValidationError(sentence % {"row": form.instance, "who": who})

    def tell_of_gone(self, key, written):
        names = {"row": name_of_gone(self.model, key), "who": who_deleted(self.model, key)}
        if not written:
            return _("Строку «%(row)s» удалили, пока форма была открыта (%(who)s). Остальное сохранено.") % names
        names["written"] = "; ".join(f"{label}: «{value}»" for label, value in written.items())
        sentence = _(
            "Строку «%(row)s» удалили, пока форма была открыта (%(who)s). Вы написали в ней: %(written)s. Если это "
            "нужно, добавьте строку заново; чтобы сохранить остальное, сохраните ещё раз."
        )
        return sentence % names

    def save_existing(self, form, obj, commit=True):
        make_rows(form)
        return super().save_existing(form, obj, commit=commit)

    def save_new(self, form, commit=True):
        make_rows(form)
        if "order" in form.fields and not form.instance.order:
            setattr(form.instance, self.fk.attname, self.instance.pk)
            form.instance.order = next_order(form.instance, self.order_within or self.fk.name)
        return super().save_new(form, commit=commit)
