"""Compare a table with the portal: which rows are new, changed, unchanged or refused."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from .rules import broken_rules, fields_of
from .sheet import NUMBER, Column, Sheet, plain

ROW = ""  # the key of an error about the whole row


class NoTable(Exception):
    """The file is not a table of this kind. The message is a sentence for people."""


@dataclass
class PlannedRow:
    """`changes` are (field, old text, new text); `values` is what to write; `errors` is {field: sentence}."""

    number: int
    cells: list[str]
    key: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.key is None and not self.errors

    @property
    def is_changed(self) -> bool:
        return self.key is not None and bool(self.changes) and not self.errors


@dataclass
class Plan:
    headings: list[str]
    rows: list[PlannedRow]
    unknown: list[str]  # headings that do not belong to any column

    @property
    def new(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.is_new]

    @property
    def changed(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.is_changed]

    @property
    def refused(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.errors]

    @property
    def same(self) -> int:
        return len(self.rows) - len(self.new) - len(self.changed) - len(self.refused)

    @property
    def digest(self) -> str:
        """Identifies the plan that an editor has seen: a different plan has a different digest."""
        told = [(row.number, row.key, row.changes, sorted(row.errors)) for row in self.rows]
        return hashlib.sha256(json.dumps(told, default=str, ensure_ascii=False).encode()).hexdigest()


def make_plan(sheet: Sheet, table: Sequence[Sequence[str]], tick: Callable[[int], None] = lambda done: None) -> Plan:
    """Compare the table, whose first row has the headings. Raises NoTable. `tick` gets the number of rows done."""
    headings = list(table[0]) if table else []
    columns = _columns_of(sheet, headings)
    known = _Known(sheet, columns)
    plan = Plan(headings, [], [text for text in headings if text and not _is_known(sheet, text)])
    taken: dict[Any, int] = {}
    for number, cells in enumerate(table[1:], 2):
        if number % 500 == 0:
            tick(number)
        if not any(cells):
            continue
        row = PlannedRow(number, list(cells))
        texts = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        _fill(row, sheet, texts, known)
        if row.key is not None and row.key in taken:
            row.errors = {ROW: _("Эта же запись уже есть выше, в строке %s.") % taken[row.key]}
        elif row.key is not None:
            taken[row.key] = number
        if not row.errors:
            known.check(row)
        plan.rows.append(row)
    return plan


def _columns_of(sheet: Sheet, headings: Sequence[str]) -> dict[str, int]:
    """{field or NUMBER: index of its column}"""
    names = {plain(column.heading): name for name, column in sheet.columns.items()} | {NUMBER: NUMBER}
    found: dict[str, int] = {}
    for at, text in enumerate(headings):
        name = names.get(plain(text))
        if name and name in found:
            raise NoTable(_("Столбец «%s» в таблице дважды. Оставьте один.") % text)
        if name:
            found[name] = at
    keys = [key for key in sheet.keys if set(key) <= set(found)]
    if NUMBER not in found and not keys:
        wanted = ", ".join(f"«{sheet.columns[name].heading}»" for name in sheet.keys[-1])
        raise NoTable(_("Это не такая таблица: в первой строке нужны заголовки %s. Возьмите образец.") % wanted)
    return found


def _is_known(sheet: Sheet, text: str) -> bool:
    return plain(text) == NUMBER or any(plain(text) == plain(column.heading) for column in sheet.columns.values())


class _Known:
    """The rows of the portal, loaded once."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, int]) -> None:
        self.sheet = sheet
        names = [column.attname for column in sheet.columns.values()]
        self.rows: dict[Any, dict[str, Any]] = {
            values["pk"]: values for values in sheet.queryset.values("pk", *names).iterator(chunk_size=2000)
        }
        self.named: dict[str, dict[Any, str]] = {}
        self.keys: dict[str, dict[str, set[Any]]] = {}
        self.referred: dict[str, dict[Any, Any]] = {}
        for name, reference in sheet.references.items():
            self._refer(name, reference)
        whole = [key for key in sheet.keys if set(key) <= set(columns)]
        part = tuple(name for name in sheet.keys[-1] if name in columns)  # the table may lack some columns
        self.by_key = [(key, self._by(key)) for key in whole or [part] if key]
        self.unique = [
            (constraint, self._by(constraint.fields))
            for constraint in sheet.model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields and _is_within(constraint, sheet)
        ]

    def _refer(self, name: str, reference: Any) -> None:
        named, keys, rows = {}, dict[str, set[Any]](), {}
        for row in reference.rows():
            names = [one for one in reference.names(row) if one]
            rows[row.pk] = row
            named[row.pk] = names[0] if names else ""
            for one in names:
                keys.setdefault(plain(one), set()).add(row.pk)
        for key, text in named.items():  # equal names are written with their numbers
            if len(keys.get(plain(text), ())) > 1:
                named[key] = f"{text} [{key}]"
                keys.setdefault(plain(named[key]), set()).add(key)
        self.named[name], self.keys[name], self.referred[name] = named, keys, rows

    def _by(self, key: Sequence[str]) -> dict[tuple[Any, ...], set[Any]]:
        found: dict[tuple[Any, ...], set[Any]] = {}
        columns = [self.sheet.columns[name] for name in key]
        for pk, values in self.rows.items():
            found.setdefault(_key(values[column.attname] for column in columns), set()).add(pk)
        return found

    def recognize(self, row: PlannedRow, values: Mapping[str, Any]) -> Any:
        """The key of the stored row that the values mean; None for a new row."""
        for key, rows in self.by_key:
            own = _key(values.get(name) for name in key)
            if not any(own):
                continue
            found = rows.get(own, set())
            if len(found) > 1:
                numbers = ", ".join(map(str, sorted(found)))
                row.errors[ROW] = _("Таких записей несколько. Напишите в столбце «№» номер одной из них: %s.") % numbers
                return None
            if found:
                return next(iter(found))
        return None

    def check(self, row: PlannedRow) -> None:
        """Check the row as it would be stored against the rules of the model."""
        stored = self.rows.get(row.key, {})
        values = {name: stored.get(column.attname) for name, column in self.sheet.columns.items()}
        if not stored:
            values = {name: _default_of(self.sheet, column) for name, column in self.sheet.columns.items()}
        values |= row.values
        if row.key is not None and not row.changes:
            self._keep(row, stored, values)
            return
        for constraint in broken_rules(self.sheet.model, values):
            names = [name for name in fields_of(constraint.condition) if name in row.values or not stored]
            row.errors[(names or [ROW])[0]] = str(constraint.get_violation_error_message())
        if self.sheet.check:
            row.errors |= self.sheet.check(values, self.referred)
        for constraint, rows in self.unique:
            own = _key(values[name] for name in constraint.fields)
            if _applies(constraint, values) and rows.get(own, set()) - {row.key}:
                row.errors[constraint.fields[-1]] = str(constraint.get_violation_error_message())
        if not row.errors:
            self._keep(row, stored, values)

    def _keep(self, row: PlannedRow, stored: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Remember the row, so that later rows of the table are compared with it too."""
        mark = row.key if row.key is not None else ("row", row.number)
        for constraint, rows in self.unique:
            if stored:
                old = _key(stored[self.sheet.columns[name].attname] for name in constraint.fields)
                rows.get(old, set()).discard(row.key)
            rows.setdefault(_key(values[name] for name in constraint.fields), set()).add(mark)


def _fill(row: PlannedRow, sheet: Sheet, texts: Mapping[str, str], known: _Known) -> None:
    number = texts.get(NUMBER, "")
    if number and not (number.isascii() and number.isdigit() and int(number) in known.rows):
        row.errors[NUMBER] = _("Записи с таким номером нет. Для новой оставьте «№» пустым.")
        return
    key = int(number) if number else None
    if key is not None:
        _read_changes(row, sheet, texts, known, key)
        return
    values = dict(_values(row, sheet, texts, known))
    if any(name in row.errors for names in sheet.keys for name in names):
        return
    key = known.recognize(row, values)
    if row.errors and key is None:
        return
    if key is not None:
        row.errors = {}
        _read_changes(row, sheet, texts, known, key)
        return
    row.values = values
    for name, column in sheet.columns.items():
        if column.is_required and name not in texts:
            row.errors[ROW] = _("Это новая запись, для неё нужен столбец «%s».") % column.heading


def _values(row: PlannedRow, sheet: Sheet, texts: Mapping[str, str], known: _Known) -> Iterator[tuple[str, Any]]:
    for name, text in texts.items():
        if name == NUMBER:
            continue
        column = sheet.columns[name]
        if not text and not column.is_required:
            yield name, _default_of(sheet, column)
            continue
        try:
            yield name, column.read(text, known.keys.get(name, {}))
        except ValidationError as error:
            row.errors[name] = " ".join(error.messages)


def _default_of(sheet: Sheet, column: Column) -> Any:
    if column.name in sheet.unsaid:
        return sheet.unsaid[column.name]
    return column.field.get_default() if column.field.has_default() else None if column.field.null else ""


def _read_changes(row: PlannedRow, sheet: Sheet, texts: Mapping[str, str], known: _Known, key: Any) -> None:
    row.key, stored = key, known.rows[key]
    for name, text in texts.items():
        if name == NUMBER:
            continue
        column = sheet.columns[name]
        old, names = stored[column.attname], known.named.get(name, {})
        was = column.as_read(old, names)
        if text == was:
            continue
        try:
            value = column.read(text, known.keys.get(name, {}))
        except ValidationError as error:
            row.errors[name] = " ".join(error.messages)
            continue
        if not _is_same(old, value):
            row.values[name] = value
            row.changes.append((name, was, column.as_read(value, names)))


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return abs(old - new) < 1e-9
    return bool(old == new)


def _key(values: Any) -> tuple[Any, ...]:
    return tuple(plain(value) if isinstance(value, str) else value for value in values)


def _is_within(constraint: models.UniqueConstraint, sheet: Sheet) -> bool:
    return set(constraint.fields) <= set(sheet.columns)


def _applies(constraint: models.UniqueConstraint, values: Mapping[str, Any]) -> bool:
    """Whether the constraint concerns these values: it ignores NULL, and blanks that its condition excludes."""
    own = [values[name] for name in constraint.fields]
    return None not in own and (constraint.condition is None or "" not in own)
