"""What a list can be narrowed by, in GET parameters. A wrong value narrows nothing and raises nothing.

A form of filters counts what each option would find. It does so where a page shows it (`count_options`), not where a
feed or a calendar only narrows.
"""

from collections import Counter

from django import forms
from django.utils.translation import gettext_lazy as _

from .typography import number


class FlagInput(forms.CheckboxInput):
    """A box whose only value is 1: whatever else stands in the address leaves it empty."""

    def __init__(self):
        super().__init__(attrs={"value": "1"})

    def value_from_datadict(self, data, files, name):
        return data.get(name) == "1"


class NumberField(forms.DecimalField):
    """A number as people type it: 12,5 or 12.5, with or without spaces."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "6"})

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=0, max_digits=12, **kwargs)

    def to_python(self, value):
        return super().to_python("".join(str(value or "").split()).replace(",", "."))


class WordsField(forms.CharField):
    def __init__(self, label):
        widget = forms.TextInput(attrs={"type": "search"})
        super().__init__(label=label, required=False, max_length=200, widget=widget)


class FlagField(forms.BooleanField):
    """`count` is how many rows ticking it would find, where somebody has counted."""

    count = None

    def __init__(self, label):
        super().__init__(label=label, required=False, widget=FlagInput)


class CountedChoiceField(forms.ChoiceField):
    """A select that offers what there is and says how much of it.

    What it accepts does not hang on what it offers: a value that exists and finds nothing is an empty list, a value
    that makes no sense narrows nothing.
    """

    def __init__(self, label, accepts=None):
        super().__init__(label=label, required=False, choices=any_of([]))
        self.accepts = accepts
        self.names = {}

    def valid_value(self, value):
        return self.accepts(value)

    def offer(self, options, counts, chosen=""):
        """`options`, (value, label) in their order: those that something was counted for, and the chosen one."""
        self.names = dict(options)
        self.choices = any_of(
            (value, with_count(label, counts[value])) for value, label in options if counts[value] or value == chosen
        )


def any_of(choices):
    return [("", _("все")), *choices]


def with_count(label, count):
    """«Смоленская область (3)»: an option holds nothing but text."""
    return f"{label}\u00a0({number(count)})"


class OptionCounts:
    """How many rows there are by the values of some columns, from one grouped query.

    The counts of a column respect what is chosen in the other columns: so many rows choosing there would find.
    """

    def __init__(self, groups, chosen):
        """`groups` are ({column: value}, rows); `chosen` is what the reader chose in the columns, "" for nothing."""
        self._groups = list(groups)
        self._chosen = {column: value for column, value in chosen.items() if value}

    def by(self, column):
        others = [(name, value) for name, value in self._chosen.items() if name != column]
        counts = Counter()
        for values, rows in self._groups:
            if all(values[name] == value for name, value in others):
                counts[values[column]] += rows
        return counts

    @property
    def total(self):
        chosen = self._chosen.items()
        return sum(rows for values, rows in self._groups if all(values[name] == value for name, value in chosen))


class FilterForm(forms.Form):
    """A GET form over a queryset: `narrow` applies what was understood, in the form's own order.

    `total` is how many rows are left, where `count_options` came to know it.
    """

    total = None

    def narrow(self, queryset, but=()):
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value and name not in but:
                queryset = getattr(self, f"by_{name}")(queryset, value)
        return queryset

    def chosen(self, *names):
        """{name: what was understood, "" if nothing}"""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in names}

    @property
    def in_words(self):
        """What the list is narrowed by, for a reader who does not see the fields."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if not value or name == "sort":
                continue
            field = self.fields[name]
            if isinstance(field, CountedChoiceField):
                yield field.names.get(value, value)
            elif isinstance(field, FlagField):
                yield field.label
            elif isinstance(field, NumberField):
                yield f"{field.label}: {number(value)}"
            else:
                yield f"«{value}»"

    @property
    def is_narrowing(self):
        self.is_valid()
        return any(value for name, value in self.cleaned_data.items() if name != "sort")
