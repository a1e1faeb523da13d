"""Let several people edit one form: everybody's changes are saved, and nobody undoes those of another.

A page of the admin carries a short digest of every field as it was when the page was made. When the form is sent, three
states are compared: the one the page was made from, the one stored now, and the one sent. A field that this person did
not touch takes the stored value. A field that both changed, to different values, is an error that says who changed it
and when, and shows both values. The page then carries the new state, so sending it again overrides deliberately.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from . import authors

STATE = "form_state"
DIGEST_LENGTH = 8
SHOWN_LENGTH = 300


# --- The state that a page carries ----------------------------------------------------------------------------------


def state_of(shown: Iterable[forms.ModelForm]) -> str:
    """The digests of the stored rows that these forms show, as one text."""
    stored = [form for form in shown if not form.instance._state.adding]
    return json.dumps({form.prefix or "": "".join(map(_digest, _initial_values(form).values())) for form in stored})


@lru_cache(maxsize=4)  # each of a hundred rows of a page reads the same text
def _read(state: str) -> dict[str, str]:
    try:
        found = json.loads(state)
    except ValueError:
        return {}
    return {str(prefix): str(digests) for prefix, digests in found.items()} if isinstance(found, dict) else {}


def _made_from(form: forms.ModelForm) -> dict[str, str]:
    """{field: digest when the page was made}; {} for a form that no page of the admin has sent."""
    names = list(form.base_fields)
    state = _read(form.data.get(STATE, "")).get(form.prefix or "", "")
    if len(state) != DIGEST_LENGTH * len(names):
        return {}
    return {name: state[place * DIGEST_LENGTH :][:DIGEST_LENGTH] for place, name in enumerate(names)}


def _digest(value: Any) -> str:
    return hashlib.blake2s(json.dumps(value).encode(), digest_size=DIGEST_LENGTH // 2).hexdigest()


# --- Values as a browser sends them ---------------------------------------------------------------------------------


def _initial_values(form: forms.ModelForm) -> dict[str, Any]:
    return {name: _initial_value(form, name) for name in form.base_fields}


def _initial_value(form: forms.ModelForm, name: str) -> Any:
    """What a browser would send for a field that nobody touched; for a file its stored name."""
    form_field = form.fields[name]
    value = form.get_initial_for_field(form_field, name)
    if isinstance(form_field, forms.FileField):
        return getattr(value, "name", value) or ""
    return _rendered(_plain(form_field.widget), form_field.prepare_value(value))


def _plain(widget: forms.Widget) -> forms.Widget:
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _rendered(widget: forms.Widget, value: Any) -> Any:
    if isinstance(widget, forms.CheckboxInput):
        return bool(widget.check_test(value))
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        return [_rendered(part, one) for part, one in zip(widget.widgets, parts, strict=False)]
    if isinstance(widget, forms.SelectMultiple | forms.MultipleHiddenInput | forms.CheckboxSelectMultiple):
        return sorted(str(getattr(one, "pk", one)) for one in value or ())
    if isinstance(widget, forms.Select | forms.RadioSelect):
        return "" if value is None else str(value)
    return _text(widget.format_value(value))


def _sent_value(form: forms.ModelForm, name: str) -> Any:
    """What was sent, in the same form as `_initial_value`; for a file "" if none was chosen."""
    form_field = form.fields[name]
    value = form_field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(form_field, forms.FileField):
        return getattr(value, "name", value) or ""
    return _as_sent(_plain(form_field.widget), value)


def _as_sent(widget: forms.Widget, value: Any) -> Any:
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if isinstance(widget, forms.MultiWidget):
        return [_as_sent(part, one) for part, one in zip(widget.widgets, value or [], strict=False)]
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return _text(value)


def _text(value: Any) -> str:
    """The text with plain newlines: browsers send CRLF."""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


# --- Three states meet ------------------------------------------------------------------------------------------------


@dataclass
class Merge:
    """`changed_by_others` lists fields; `conflicts` has a sentence for each field that both changed."""

    changed_by_others: list[str] = field(default_factory=list)
    conflicts: dict[str, str] = field(default_factory=dict)


def merge(form: forms.ModelForm) -> Merge:
    """Compares the three states. Fields that this person did not touch get their stored values in `form.data`."""
    found = Merge()
    stored: dict[str, Any] = {}
    for name, digest in _made_from(form).items():
        now = _initial_value(form, name)
        if _digest(now) == digest:
            continue
        found.changed_by_others.append(name)
        sent, is_file = _sent_value(form, name), isinstance(form.fields[name], forms.FileField)
        if (is_file and not sent) or _digest(sent) == digest:
            stored[name] = now
        elif sent != now:
            found.conflicts[name] = _conflict(form, name, now, sent)
    if stored:
        form.data = _with_values(form, stored)
    return found


def _with_values(form: forms.ModelForm, values: Mapping[str, Any]) -> QueryDict:
    data = form.data.copy()
    for name, value in values.items():
        if not isinstance(form.fields[name], forms.FileField):
            _put(data, _plain(form.fields[name].widget), form.add_prefix(name), value)
    return data


def _put(data: QueryDict, widget: forms.Widget, name: str, value: Any) -> None:
    if isinstance(widget, forms.MultiWidget):
        for suffix, part, one in zip(widget.widgets_names, widget.widgets, value, strict=False):
            _put(data, part, name + suffix, one)
    elif isinstance(value, bool):
        data.setlist(name, [getattr(widget, "attrs", {}).get("value", "on")] if value else [])
        if not value:
            del data[name]
    elif isinstance(value, list):
        data.setlist(name, value)
    else:
        data[name] = value


def _conflict(form: forms.ModelForm, name: str, now: Any, sent: Any) -> str:
    values = {
        "who": authors.who_changed(form.instance, name),
        "now": _shown(form, name, now),
        "sent": _shown(form, name, sent),
    }
    if isinstance(form.fields[name], forms.FileField):
        sentence = _(
            "Пока форма была открыта, это поле изменили (%(who)s). Ваш файл «%(sent)s» ещё не сохранён: "
            "если нужен он, выберите его ещё раз и сохраните."
        )
    else:
        sentence = _(
            "Пока форма была открыта, это поле изменили (%(who)s): теперь там «%(now)s». Ваше значение "
            "«%(sent)s» ещё не сохранено: чтобы записать его, сохраните ещё раз."
        )
    return sentence % values


def _shown(form: forms.ModelForm, name: str, value: Any) -> str:
    """The value as people read it: the label of a choice, the name of a row."""
    form_field = form.fields[name]
    values = value if isinstance(value, list) else [value]
    if isinstance(form_field, forms.ModelChoiceField):
        key = form_field.to_field_name or "pk"
        try:
            rows = list(
                form_field.queryset.model._base_manager.filter(**{f"{key}__in": [one for one in values if one]})
            )
        except (ValueError, TypeError):
            rows = []
        text = ", ".join(map(str, rows))
    elif isinstance(value, bool):
        text = _("да") if value else _("нет")
    else:
        labels = {str(key): str(label) for key, label in _flat(getattr(form_field, "choices", ()))}
        text = " ".join(labels.get(str(one), str(one)) for one in values if one not in (None, ""))
    text = text or "—"
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


# --- Rows that were deleted -------------------------------------------------------------------------------------------


def numbers_of_gone(data: QueryDict, prefix: str, key_name: str, existing: set[str]) -> dict[int, str]:
    """{number in the formset: key} of the rows that the page shows and that have been deleted."""
    initial = count_of(data, f"{prefix}-INITIAL_FORMS")
    keys = {number: data.get(f"{prefix}-{number}-{key_name}", "") for number in range(initial)}
    return {number: key for number, key in keys.items() if key and key not in existing}


def changed_values(form: forms.ModelForm) -> dict[str, str]:
    """{label: text} of what this person wrote into the fields of a deleted row."""
    return {
        str(form.fields[name].label): _shown(form, name, sent)
        for name, digest in _made_from(form).items()
        if _digest(sent := _sent_value(form, name)) != digest and not isinstance(form.fields[name], forms.FileField)
    }


def without_rows(data: QueryDict, files: MultiValueDict, prefix: str, gone: Iterable[int]) -> tuple[Any, Any]:
    """The data and the files of a formset without the rows of these numbers. The others are renumbered."""
    left_out = set(gone)
    initial, total = count_of(data, f"{prefix}-INITIAL_FORMS"), count_of(data, f"{prefix}-TOTAL_FORMS")
    kept = [number for number in range(total) if number not in left_out]
    numbers = {number: place for place, number in enumerate(kept)}
    state = {_moved(name, prefix, numbers): digests for name, digests in _read(data.get(STATE, "")).items()}
    data, files = _renumbered(data, prefix, numbers), _renumbered(files, prefix, numbers)
    data[f"{prefix}-INITIAL_FORMS"] = str(initial - len(left_out))
    data[f"{prefix}-TOTAL_FORMS"] = str(total - len(left_out))
    data[STATE] = json.dumps({name: digests for name, digests in state.items() if name is not None})
    return data, files


def count_of(data: QueryDict, name: str) -> int:
    value = data.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0


def _renumbered(data: Any, prefix: str, numbers: Mapping[int, int]) -> Any:
    found = data.copy()
    found.clear()
    for name in data:
        if (moved := _moved(name, prefix, numbers)) is not None:
            found.setlist(moved, data.getlist(name))
    return found


def _moved(name: str, prefix: str, numbers: Mapping[int, int]) -> str | None:
    """The name under its new number; None for a row that is left out."""
    parts = re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,6}})(-.*)?", name)
    if not parts:
        return name
    number = numbers.get(int(parts[1]))
    return None if number is None else f"{prefix}-{number}{parts[2] or ''}"
