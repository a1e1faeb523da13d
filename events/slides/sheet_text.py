"""Read the text of a spreadsheet's pages: the whole texts of cells, on the page that shows their row. Pure.

On a page, the words of narrow columns are cut; only the file has them whole. Only the PDF tells where a page begins.
"""

import zipfile
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

import pypdfium2 as pdfium
from defusedxml.ElementTree import iterparse

from .pdf_text import lines_of, text_of
from .text import TEXT_LENGTH, tidy

MAX_PART = 64 << 20
MAX_ROWS = 20_000
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


@dataclass
class SheetText:
    """A sheet. `rows` have the displayed texts of visible cells; `notes` are the texts of drawings."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0


class Drawn(NamedTuple):
    """The content of a page of the PDF."""

    words: set[str]
    lines: int


def texts_of_pages(ods: str, pdf: str, most: int = 1000) -> list[dict[str, str]]:
    """`[{"title": …, "text": …}]`, one for each page of the PDF, which was made of the ODS. ValueError if broken."""
    try:
        sheets = {sheet.name: sheet for sheet in visible_sheets(ods)}
        with pdfium.PdfDocument(pdf) as document:
            drawn = [_drawn(text_of(lines_of(document[index]))) for index in range(min(len(document), most))]
            starts = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    except (zipfile.BadZipFile, KeyError, ParseError, pdfium.PdfiumError, AttributeError) as error:
        raise ValueError("broken") from error
    pages = [{"title": "", "text": ""} for _page in drawn]
    ends = [start for _name, start in starts[1:]] + [len(drawn)]
    for (name, start), end in zip(starts, ends, strict=True):
        if name in sheets and start < min(end, len(drawn)):
            for index, text in enumerate(_texts(sheets[name], drawn[start:end]), start):
                pages[index] = {"title": name, "text": text}
    return pages


def _drawn(text: str) -> Drawn:
    return Drawn(set(text.split()), sum(1 for line in text.split("\n") if line.strip()))


def _texts(sheet: SheetText, drawn: list[Drawn]) -> list[str]:
    """The text of each page of the sheet: every row once, drawings on the first page."""
    lines: list[list[str]] = [[] for _page in drawn]
    page = 0
    for number, row in enumerate(sheet.rows):
        page = _page_of(number, row, sheet, drawn, page)
        lines[page].append("\t".join(row))
    if drawn:
        lines[0] += sheet.notes
    return [tidy("\n".join([sheet.name, *own])) for own in lines]


def _page_of(number: int, row: list[str], sheet: SheetText, drawn: list[Drawn], earliest: int) -> int:
    """The page of the row by the number of lines, or a neighbouring page that has more of its words.

    Neither is exact: a row has several lines if words are wrapped, and a page does not show words that are cut.
    """
    ends = list(accumulate(page.lines for page in drawn))
    share = (number + 0.5) / len(sheet.rows) * ends[-1]
    expected = min(bisect(ends, share), len(drawn) - 1)
    words = set("\t".join(row).split())
    near = range(max(expected - 1, 0), min(expected + 2, len(drawn)))
    is_exact = ends[-1] == len(sheet.rows)
    best = expected if is_exact else max(near, key=lambda page: (len(words & drawn[page].words), page == expected))
    return max(best, earliest)


def visible_sheets(ods: str) -> Iterator[SheetText]:
    hidden_styles, sheet = set(), None
    with zipfile.ZipFile(ods) as package:
        if package.getinfo("content.xml").file_size > MAX_PART:
            raise ValueError("content.xml is too large")
        with package.open("content.xml") as part:
            for event, node in iterparse(part, events=("start", "end")):
                if event == "start":
                    if node.tag == f"{_TABLE}table" and sheet is None:
                        sheet = SheetText(node.get(f"{_TABLE}name", ""))
                        is_hidden = node.get(f"{_TABLE}style-name") in hidden_styles
                elif node.tag == f"{_STYLE}style":
                    properties = node.find(f"{_STYLE}table-properties")
                    if properties is not None and properties.get(f"{_TABLE}display") == "false":
                        hidden_styles.add(node.get(f"{_STYLE}name"))
                elif sheet is not None:
                    _read(sheet, node)
                    if node.tag == f"{_TABLE}table" and node.get(f"{_TABLE}name", "") == sheet.name:
                        if not is_hidden:
                            yield sheet
                        sheet = None


def _read(sheet: SheetText, node: Element) -> None:
    """Add the content of an element that has just ended to the sheet."""
    if node.tag == f"{_TABLE}table-column":
        count = int(node.get(f"{_TABLE}number-columns-repeated", "1"))
        if _is_away(node):
            sheet.hidden_columns.update(range(sheet.columns, sheet.columns + min(count, 1 << 14)))
        sheet.columns += count
    elif node.tag == f"{_TABLE}table-row":
        if not _is_away(node) and len(sheet.rows) < MAX_ROWS:
            cells = list(_cells(sheet, node))
            if cells:
                sheet.rows += [cells] * min(int(node.get(f"{_TABLE}number-rows-repeated", "1")), 100)
        node.clear()
    elif node.tag == f"{_TABLE}shapes":
        sheet.notes += _paragraphs(node)
        node.clear()


def _is_away(node: Element) -> bool:
    return node.get(f"{_TABLE}visibility", "visible") != "visible"


def _cells(sheet: SheetText, row: Element) -> Iterator[str]:
    column = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        count = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        own = [child for child in cell if child.tag == f"{_TEXT}p"]
        text = " ".join(" ".join("".join(_pieces(paragraph)).split()) for paragraph in own)
        if text:
            shown = [place for place in range(column, column + min(count, 100)) if place not in sheet.hidden_columns]
            yield from [text[:TEXT_LENGTH]] * len(shown)
        for child in cell:
            if child.tag != f"{_TEXT}p":
                sheet.notes += _paragraphs(child)
        column += count


def _paragraphs(node: Element) -> list[str]:
    texts = (" ".join("".join(_pieces(paragraph)).split()) for paragraph in node.iter(f"{_TEXT}p"))
    return [text for text in texts if text]


def _pieces(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        yield from _pieces(child)
        yield child.tail or ""
