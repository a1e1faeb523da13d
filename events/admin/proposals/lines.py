"""The lines of a table to confirm."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import without_controls

from .links import NEW, NONE, UNDECIDED

YES, NO = "yes", "no"
OWN = ("taken", "doubt", "place_in_text", "name_then")  # fields that are not cells
LOOK_AGAIN = gettext_lazy("Название изменилось или такая запись уже появилась: проверьте выбор и подтвердите ещё раз.")
CHOOSE = gettext_lazy("Выберите, кто или что имеется в виду.")
DECIDE = gettext_lazy("Решите, брать ли эту строку.")


@dataclass(frozen=True)
class Proposed:
    """A line as it was read from the text.

    `values` has the names of fields and of links as keys. A doubtful line asks the editor to decide. `span` is its
    place in the text, if the page shows the text beside the table.
    """

    line: type["Line"]
    values: dict[str, Any] = field(default_factory=dict)
    doubt: str = ""
    is_taken: bool = True
    span: tuple[int, int] | None = None


class Line(forms.Form):
    """A row to confirm. `under` are the kinds of lines that it may belong to; the nearest one above is its parent."""

    kind = ""
    title = ""
    forms_of_number = ""  # its noun for 1, 2 and 5: «человек,человека,человек»
    under = ()
    links = ()
    use_required_attribute = False

    taken = forms.ChoiceField(
        choices=[(YES, gettext_lazy("взять")), (NO, gettext_lazy("не брать"))],
        widget=forms.RadioSelect,
        error_messages={"required": DECIDE, "invalid_choice": DECIDE},
    )
    doubt = forms.CharField(required=False, widget=forms.HiddenInput)
    place_in_text = forms.RegexField(r"\A\d{1,6}-\d{1,6}\Z", required=False, widget=forms.HiddenInput)

    def __init__(self, number, *, data=None, proposed=None):
        initial = {}
        if proposed:
            initial = dict(proposed.values)
            for link in self.links:
                value = initial.pop(link.name, None)
                initial |= link.initial(value) if value else {}
            taken = "" if proposed.doubt and proposed.is_taken else YES if proposed.is_taken else NO
            span = "-".join(map(str, proposed.span or ()))
            initial |= {"doubt": proposed.doubt, "taken": taken, "place_in_text": span}
        super().__init__(data, prefix=f"l{number}", initial=initial, auto_id=False)
        self.number, self.parent, self.choices, self.existing, self.row = number, None, {}, None, None
        for link in self.links:
            self.fields |= link.texts
            self.fields[link.name] = forms.ChoiceField(label=link.choice_label, required=False)
        self.order_fields(self.field_order)

    # --- Which rows its links may mean --------------------------------------------------------------------------------

    def values(self):
        """{field: raw value}, before cleaning."""
        return {name: self[name].value() for name in self.fields}

    def name_in(self, link):
        return link.name_in({name: self[name].value() or "" for name in link.texts})

    def offer(self, link, choice, label_of):
        """Shows what the link may mean. Resets a choice that was made for another name or for fewer offers."""
        self.choices[link.name] = choice
        options = choice.options(label_of)
        self.fields[link.name].choices = options
        self.fields[link.name].initial = choice.default
        if self.is_bound:
            self._take_choice(link, choice, {value for value, _label in options})

    def _take_choice(self, link, choice, offered):
        name, sent = self.add_prefix(link.name), self.data.get(self.add_prefix(link.name), UNDECIDED)
        is_current = self.data.get(self.add_prefix(f"{link.name}_state")) == choice.state and sent in offered
        if is_current or (sent == NONE and NONE in offered) or sent == choice.default:
            return
        self.data[name] = choice.default
        if choice.name is not None:
            self.looks_again = [*getattr(self, "looks_again", []), link.name]

    @property
    def states(self):
        """[(name, value)] of hidden fields that record for which offers the choices were made."""
        return [(self.add_prefix(f"{name}_state"), choice.state) for name, choice in self.choices.items()]

    def find(self, writing):
        """The stored row that the line would duplicate, or None."""

    def known_row(self, name):
        """The known row that the link means. None if it is a new row, no row, or undecided."""
        value = self[name].value()
        return next((one.row for one in self.choices[name].candidates if str(one.row.pk) == value), None)

    # --- Decisions ----------------------------------------------------------------------------------------------------

    @property
    def level(self):
        return self.parent.level + 1 if self.parent else 0

    @property
    def is_left_out(self):
        """Whether the line, or its parent, is not to be stored."""
        if self["taken"].value() == NO:
            return True
        return bool(self.parent and self.parent.is_left_out and self.parent.existing is None)

    def full_clean(self):
        if self.is_bound and self.is_left_out:
            self._errors, self.cleaned_data = ErrorDict(), {"taken": NO}
            return
        super().full_clean()

    def clean(self):
        data = super().clean()
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = " ".join(without_controls(value).split())
        for link in self.links:
            choice, value = self.choices[link.name], data.get(link.name)
            if choice.name is not None and value == UNDECIDED:
                has_options = len(self.fields[link.name].choices) > 1
                self.add_error(link.name, CHOOSE if has_options else link.unknown)
            elif link.name in getattr(self, "looks_again", []):
                self.add_error(link.name, LOOK_AGAIN)
        return data

    def save(self, writing):
        """Creates the row and returns it. Raises ValidationError if the row is invalid."""
        raise NotImplementedError

    def refuse(self, error):
        """Shows a ValidationError of the model at the cells that it concerns."""
        found = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, errors in found.items():
            self.add_error(name if name in self.fields else None, errors)

    # --- Display ------------------------------------------------------------------------------------------------------

    @property
    def cells(self):
        """The visible fields in order. Each link follows its name."""
        linked = {link.name for link in self.links}
        for name in self.fields:
            if name in OWN:
                continue
            choice = self.choices.get(name)
            is_plain = name in linked and len(self.fields[name].choices) == 1
            if choice and (choice.name is None or is_plain):
                yield {"field": self[name], "fixed": "" if choice.name is None else self.fields[name].choices[0]}
            else:
                yield {"field": self[name], "fixed": None}

    @property
    def mark(self):
        """(CSS class, word) that draws the editor's attention to the line."""
        if self.is_bound and not self.is_left_out and self.errors:
            return "wrong", _("исправьте")
        if self.existing is not None and self.is_left_out:
            return "known", _("уже записано")
        if self.is_left_out:
            return "out", _("не берём")
        chosen = [(self[name].value(), choice.name) for name, choice in self.choices.items()]
        if not self["taken"].value() or any(value == UNDECIDED and name is not None for value, name in chosen):
            return "asks", _("вопрос")
        if any(value == NEW for value, _name in chosen):
            return "new", _("новое")
        return ("known", _("известно")) if any(value.isdecimal() for value, _name in chosen) else ("plain", "")

    @property
    def asks(self):
        return self.mark[0] in ("asks", "wrong")
