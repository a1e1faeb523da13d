"""GET forms that filter a list. A wrong value is ignored and never raises.

A page that shows the form calls `count_options` to show how many rows each option would find. Feeds and calendars do
not.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise, cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .kept_pages.views import remembered
from .numbers import plain, unit_of
from .typography import NBSP, number

Text: TypeAlias = str | Promise
Options: TypeAlias = Iterable[tuple[str, Text]]


class WrittenInput(forms.widgets.Input):
    """Django's <input> without its template, which takes as long to render as ten rows of a list."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        widget = context["widget"]
        value = {} if widget["value"] is None else {"value": str(widget["value"])}
        return format_html(
            "<input{}>", flatatt({"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]})
        )


class WordsInput(WrittenInput, forms.TextInput):
    pass


class FlagInput(WrittenInput, forms.CheckboxInput):
    """A checkbox whose only value is 1. Any other value leaves it unchecked."""

    def __init__(self) -> None:
        super().__init__(attrs={"value": "1"})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return data.get(name) == "1"


class NumberField(forms.DecimalField):
    """A number as people type it and as the site prints it: 12,5 or 12.5, 1 234."""

    widget = WordsInput(attrs={"inputmode": "decimal", "size": "6"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_digits=12, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain(str(value or ""), unit_of(self.label)))


class WordsField(forms.CharField):
    def __init__(self, label: Text) -> None:
        widget = WordsInput(attrs={"type": "search"})
        super().__init__(label=label, required=False, max_length=200, widget=widget)


class FlagField(forms.BooleanField):
    """`count` is how many rows the checked box would find, or None if it was not counted."""

    count: int | None = None

    def __init__(self, label: Text) -> None:
        super().__init__(label=label, required=False, widget=FlagInput)


class Offered(BaseChoiceIterator):
    """Choices that never change, so that Django neither copies nor checks them for each form."""

    def __init__(self, choices: Options) -> None:
        self.choices = [(value, str(label)) for value, label in choices]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.choices)

    def __len__(self) -> int:
        return len(self.choices)

    def __copy__(self) -> "Offered":
        return self

    def __deepcopy__(self, memo: Any) -> "Offered":
        return self

    @cached_property
    def html(self) -> str:
        return options_of(self.choices)


def options_of(choices: Options) -> str:
    """The choices as <option>s, none selected. HTML needs no end tags; a hundred of them take a kilobyte."""
    return "".join(f'<option value="{escape(value)}">{escape(label)}' for value, label in choices)


class CountedChoiceField(forms.ChoiceField):
    """A select that offers only options with results, each with its number of rows.

    `accepts` decides which values are valid, no matter which are offered: an existing value without results gives an
    empty list, and a wrong value is ignored.
    """

    def __init__(self, label: Text, accepts: Callable[[str], bool] | None = None) -> None:
        super().__init__(label=label, required=False, choices=any_of([]))
        self.accepts = accepts
        self.names: dict[str, Text] = {}
        self.counts: Counter[str] = Counter()

    def valid_value(self, value: str) -> bool:
        return self.accepts is not None and self.accepts(value)

    def offer(self, options: Options, counts: Counter[str], chosen: str = "") -> None:
        """Offer the options whose count is not zero, and the chosen one."""
        options = list(options)
        self.names, self.counts = dict(options), counts
        self.choices = any_of(
            (value, with_count(label, counts[value])) for value, label in options if counts[value] or value == chosen
        )


def any_of(choices: Options) -> Offered:
    return Offered([("", _("все")), *choices])


def with_count(label: Text, count: int) -> str:
    """«Смоленская область (3)», as one text, because an <option> cannot contain elements."""
    return f"{label}{NBSP}({number(count)})"


COUNTED: dict[type, tuple[str, ...]] = {CountedChoiceField: ("names", "counts", "choices"), FlagField: ("count",)}


class OptionCounts:
    """How many rows each option would find, from one grouped query.

    The counts of one column respect the choices in all other columns. A tuple counts for each of its items: an event
    over New Year is in two years.
    """

    def __init__(self, groups: Iterable[tuple[dict[str, Any], int]], chosen: Mapping[str, Any]) -> None:
        """`groups` are ({column: value}, number of rows); `chosen` is {column: the reader's choice, "" for none}."""
        self._groups = list(groups)
        self._chosen = {column: value for column, value in chosen.items() if value}

    def by(self, column: str) -> Counter[Any]:
        others = [(name, value) for name, value in self._chosen.items() if name != column]
        counts: Counter[Any] = Counter()
        for values, rows in self._groups:
            if all(_holds(values[name], value) for name, value in others):
                for value in values[column] if isinstance(values[column], tuple) else (values[column],):
                    counts[value] += rows
        return counts

    @property
    def total(self) -> int:
        chosen = self._chosen.items()
        return sum(rows for values, rows in self._groups if all(_holds(values[name], value) for name, value in chosen))


def _holds(value: Any, chosen: Any) -> bool:
    return chosen in value if isinstance(value, tuple) else value == chosen


class FilterForm(forms.Form):
    """A GET form that filters a queryset. Each field `name` has a method `by_name(queryset, value)`.

    `count_options` sets `total`, the number of rows that pass all filters.
    """

    total: int | None = None
    beside: Collection[str] = ("sort",)  # fields that are not filters: no summary names them, and "reset" keeps them
    counted: Collection[str] = ()  # fields with which the counts depend on `settings.KEPT_PAGES_COUNTED` alone

    def count_options(self, queryset: QuerySet) -> None:
        """Count for `queryset` what each option would find, and set `total`."""
        raise NotImplementedError

    def count_options_once(self, queryset: QuerySet) -> None:
        """Like `count_options`, but the counts are remembered for other pages with the same filters and readers.

        Not for typed words and numbers: there are too many of them.
        """
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if not all(isinstance(self.fields[name], forms.ChoiceField | FlagField) for name in chosen):
            return self.count_options(queryset)
        key = (type(self).__name__, tuple(sorted(chosen.items())))
        is_counted = bool(self.counted) and chosen.keys() <= set(self.counted)
        counted = remembered(key, lambda: self._counted(queryset), of_reader=True, is_counted=is_counted)
        if counted is None:
            return self.count_options(queryset)
        self.total, offers = counted
        for name, values in offers.items():
            for attribute, value in values.items():
                setattr(self.fields[name], attribute, value)
        return None

    def _counted(self, queryset: QuerySet) -> tuple[int | None, dict[str, dict[str, Any]]]:
        """The total, and the attributes that `count_options` has set on the fields."""
        self.count_options(queryset)
        offers = {}
        for name, field in self.fields.items():
            attributes = COUNTED.get(type(field), ())
            offers[name] = {attribute: getattr(field, attribute) for attribute in attributes}
        return self.total, offers

    def narrow(self, queryset: QuerySet, but: Collection[str] = ()) -> QuerySet:
        """Filter by the valid fields in the order of the form, except those in `but`."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value and name not in but:
                queryset = getattr(self, f"by_{name}")(queryset, value)
        return queryset

    def chosen(self, *names: str) -> dict[str, Any]:
        """{name: the valid value, or "" if there is none}"""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in names}

    @property
    def in_words(self) -> Iterator[Text]:
        """The applied filters in words, shown where the fields are not."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if not value or name in self.beside:
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
    def is_narrowing(self) -> bool:
        self.is_valid()
        return any(value for name, value in self.cleaned_data.items() if name not in self.beside)
