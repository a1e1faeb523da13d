"""Forms, formsets and widgets of the administration."""

from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _


class Autocomplete(AutocompleteSelect):
    """Django's search field without a query for a related object that the row has loaded already.

    `within` narrows the offers: it goes into the address of the search, where the model's admin reads it.
    """

    def __init__(self, *args, within=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.within, self.row = within, None

    def get_url(self):
        url = super().get_url()
        return f"{url}?{urlencode(self.within)}" if self.within else url

    def optgroups(self, name, value, attr=None):
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
    """A picture with its preview. `address(row)` is the preview's URL: stored files have none."""

    template_name = "admin/picture_input.html"

    def __init__(self, attrs=None, *, address=None):
        super().__init__({"accept": "image/png,image/jpeg,image/webp", **(attrs or {})})
        self.address = address

    def _render(self, template_name, context, renderer=None):
        return render_to_string(template_name, context)  # Django's widgets do not find the project's templates

    def is_initial(self, value):
        return bool(value and value.instance.pk)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["widget"]["address"] = self.address(value.instance)
        return context


class PortalForm(forms.ModelForm):
    """Reports a broken constraint at its field, and takes an empty order as «at the end»."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, Autocomplete):
                widget.row = self.instance
        if "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].help_text = _("Пусто — в конец.")
            if self.instance._state.adding:
                self.initial["order"] = None

    def clean_order(self):
        return self.cleaned_data["order"] or 0

    def _untouched_files(self):
        """File fields that did not change: validating them would fetch each file from the storage."""
        unchanged = self.cleaned_data.keys() - set(self.changed_data)
        return {name for name in unchanged if isinstance(self.fields.get(name), forms.FileField)}

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | self._untouched_files()

    def _post_clean(self):
        self.cleaned_data |= dict.fromkeys(self._untouched_files())  # None is «no change»
        # ModelForm calls `instance.full_clean()`, and only the instance can replace the check of its constraints.
        # Django's own would report a broken constraint above the form instead of at its field, and would skip those
        # that name the parent of an inline: the database would then answer with an error 500.
        self.instance.validate_constraints = self._validate_constraints
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints

    def _validate_constraints(self, exclude=None):
        if not self.has_changed() and not self.instance._state.adding:
            return
        # A constraint is checked even if the form shows only some of its fields: the others keep their stored values.
        unknown = {
            name
            for name in exclude or ()
            if name in self.fields and not isinstance(self.fields[name], InlineForeignKeyField)
        }
        errors = {}
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=unknown)
                except ValidationError as error:
                    errors.setdefault(self._field_of(constraint), []).extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def _field_of(self, constraint):
        shown = (name for name in _names_in(constraint) if name in self.fields)
        return next((name for name in shown if not self.fields[name].widget.is_hidden), NON_FIELD_ERRORS)


def _names_in(constraint):
    """The fields of a constraint; the error goes to the first one. The left side of a comparison comes first."""
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


def next_order(row, within=None):
    """The order after the last sibling: the rows with the same `within`, or all rows."""
    siblings = type(row)._base_manager.all()
    if within:
        siblings = siblings.filter(**{within: getattr(row, f"{within}_id")})
    return (siblings.aggregate(last=models.Max("order"))["last"] or 0) + 1


class PortalFormSet(BaseInlineFormSet):
    """New rows without an order go to the end."""

    order_within = None

    def save_new(self, form, commit=True):
        if "order" in form.fields and not form.instance.order:
            setattr(form.instance, self.fk.attname, self.instance.pk)
            form.instance.order = next_order(form.instance, self.order_within or self.fk.name)
        return super().save_new(form, commit=commit)
