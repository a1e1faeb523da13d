"""The rows of an inline in the administration."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from ..stored import is_locked
from . import open_forms
from .authors import name_of_gone, who_changed, who_deleted
from .on_the_spot import make_rows
from .rows import lock, next_order


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
