"""Write tables as CSV and XLSX. No cell is ever a formula. Pure."""

import csv
import datetime as dt
import io
from itertools import chain

_RUNNABLE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_767


def csv_lines(heading, rows):
    """Yields bytes that a Russian Excel opens correctly: a byte order mark, then lines with semicolons."""
    line = io.StringIO()
    write = csv.writer(line, delimiter=";", lineterminator="\r\n").writerow
    line.write("\ufeff")
    for row in chain([heading], rows):
        write([_harmless(value) for value in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _harmless(value):
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNNABLE) else value


def xlsx(sheets):
    """The bytes of a workbook: `sheets` is [(name, heading, widths, rows)]."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd.mm.yyyy"})
        day.set_align("left")
        for name, heading, widths, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, (title, width) in enumerate(zip(heading, widths, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, title, bold)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value[:_LONGEST_CELL])
                    elif isinstance(value, dt.date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write_number(number, column, value)
    return content.getvalue()
