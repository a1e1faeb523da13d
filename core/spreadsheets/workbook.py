"""Write tables as XLSX. Text is never written as a formula, whatever it begins with."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .cells import LONGEST
from .plan import ROW, Plan, PlannedRow
from .sheet import NUMBER, Sheet, plain

WIDTHS = (8, 22)
REASON = "Что исправить"


def template(sheet: Sheet) -> bytes:
    """A table with only the headings. A note at each says what may be written."""
    return _workbook(sheet, [], notes=True)


def export(sheet: Sheet) -> bytes:
    """A table of all rows. Importing it unchanged changes nothing."""
    names = {
        name: {row.pk: next(filter(None, reference.names(row)), "") for row in reference.rows()}
        for name, reference in sheet.references.items()
    }
    for own in names.values():
        _tell_apart(own)
    columns = list(sheet.columns.values())
    rows = (
        [values["pk"], *(column.shown(values[column.attname], names.get(column.name, {})) for column in columns)]
        for values in sheet.queryset.values("pk", *(column.attname for column in columns)).iterator(chunk_size=2000)
    )
    return _workbook(sheet, rows)


def _tell_apart(names: dict[Any, str]) -> None:
    """Add numbers to equal names, as the import expects them."""
    same: dict[str, list[Any]] = {}
    for key, name in names.items():
        same.setdefault(plain(name), []).append(key)
    for keys in same.values():
        if len(keys) > 1:
            for key in keys:
                names[key] = f"{names[key]} [{key}]"


def refused(sheet: Sheet, headings: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The refused rows of a file under its own headings: wrong cells are red, the last column says what to mend."""
    import xlsxwriter

    content = io.BytesIO()
    fields = {plain(column.heading): name for name, column in sheet.columns.items()} | {NUMBER: NUMBER}
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet(str(sheet.title)[:31])
        bold, wrong = book.add_format({"bold": True, "bottom": 1}), book.add_format({"bg_color": "#f8c9c4"})
        own = [text for text in headings if plain(text) != plain(REASON)]
        for at, text in enumerate([*own, _(REASON)]):
            page.write_string(0, at, text, bold)
            page.set_column(at, at, WIDTHS[1] if text != NUMBER else WIDTHS[0])
        for number, row in enumerate(rows, 1):
            errors = row["errors"]
            for at, text in enumerate(row["cells"][: len(own)]):
                sentence = errors.get(fields.get(plain(own[at]), "?"))
                page.write_string(number, at, text, wrong if sentence else None)
                if sentence:
                    page.write_comment(number, at, sentence)
            page.write_string(number, len(own), _as_one_text(sheet, errors))
    return content.getvalue()


def _as_one_text(sheet: Sheet, errors: Mapping[str, str]) -> str:
    """The errors of a row as one text: «Регион: в портале нет «…».»"""
    headings = {name: column.heading for name, column in sheet.columns.items()}
    return " ".join(
        sentence if name in (ROW, NUMBER) else f"{headings.get(name, name)}: {sentence}"
        for name, sentence in errors.items()
    )


def _workbook(sheet: Sheet, rows: Iterable[Sequence[Any]], *, notes: bool = False) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        page = book.add_worksheet(str(sheet.title)[:31])
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd.mm.yyyy"})
        page.freeze_panes(1, 0)
        columns = list(sheet.columns.values())
        for at, heading in enumerate([NUMBER, *(column.heading for column in columns)]):
            page.set_column(at, at, WIDTHS[bool(at)])
            page.write_string(0, at, heading, bold)
            if notes and at and columns[at - 1].hint:
                page.write_comment(0, at, columns[at - 1].hint)
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                _write(page, number, at, value, day)
    return content.getvalue()


def _write(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value[:LONGEST])
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, Decimal | int | float):
        page.write_number(row, column, value)


def as_report(plan: Plan, most: int) -> dict[str, Any]:
    """The data for the page of the import, which can be stored as JSON."""

    def shown(row: PlannedRow) -> dict[str, Any]:
        return {"number": row.number, "cells": row.cells, "changes": row.changes, "errors": row.errors}

    return {
        "headings": plan.headings,
        "unknown": plan.unknown,
        "counts": {"new": len(plan.new), "changed": len(plan.changed), "same": plan.same, "refused": len(plan.refused)},
        "new": [shown(row) for row in plan.new[:most]],
        "changed": [shown(row) for row in plan.changed[:most]],
        "refused": [shown(row) for row in plan.refused],
        "digest": plan.digest,
    }
