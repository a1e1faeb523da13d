"""Read the text of office documents by pages from their XML. Pure; runs in a sandboxed process.

Without LibreOffice this is the only text. With it, only the titles of presentations come from here. Hidden slides and
the speaker's notes are left out, because the audience did not see them.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse, parse
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from .text import TEXT_LENGTH, tidy, title_of

Titled = tuple[str, str]  # the title and the text of a page
MAX_PART = 64 << 20  # unpacked bytes of one XML part
UNREADABLE = (zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, NotImplementedError, CalamineError)
MAX_ROWS, MAX_SHEETS = 2000, 100

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PAGE_BREAK = f"{_TEXT}soft-page-break"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"


def pages_of(path: str, suffix: str, most: int = 1000) -> dict[str, Any]:
    """`{"pages": [{"title": …, "text": …}], "total": …}`, at most `most` pages. ValueError for a broken document."""
    try:
        pages = [_page(*found) for found in READERS[suffix](path)]
    except UNREADABLE as error:
        raise ValueError("broken") from error
    return {"pages": pages[:most], "total": len(pages)}


def _page(title: str, text: str) -> dict[str, str]:
    text = tidy(text)
    return {"title": title_of(tidy(title)) or title_of(text), "text": text}


class Package:
    """The XML parts of an OOXML or OpenDocument file. ValueError for one of more than MAX_PART bytes."""

    def __init__(self, path: str) -> None:
        self.archive = zipfile.ZipFile(path)
        self.names = set(self.archive.namelist())

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_error: object) -> None:
        self.archive.close()

    def open(self, name: str) -> IO[bytes]:
        if self.archive.getinfo(name).file_size > MAX_PART:
            raise ValueError(f"{name} is too large")
        return self.archive.open(name)

    def tree(self, name: str) -> Element:
        with self.open(name) as part:
            root = parse(part, forbid_dtd=True).getroot()
        assert root is not None
        return root

    def relations(self, name: str) -> dict[str | None, str]:
        """The names of the parts that this one refers to, by the key that it uses."""
        folder, base = posixpath.split(name)
        rels = f"{folder}/_rels/{base}.rels"
        if rels not in self.names:
            return {}
        return {
            relation.get("Id"): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in self.tree(rels)
            if relation.get("TargetMode") != "External"
        }


def pptx(path: str) -> Iterator[Titled]:
    with Package(path) as package:
        relations = package.relations("ppt/presentation.xml")
        for entry in package.tree("ppt/presentation.xml").iter(f"{_SLIDES}sldId"):
            name = relations.get(entry.get(f"{_RELATION}id"), "")
            if name not in package.names:
                continue
            slide = package.tree(name)
            if slide.get("show") not in ("0", "false"):
                yield _heading(slide), "\n".join(_paragraphs(slide))


def _heading(slide: Element) -> str:
    for shape in slide.iter(f"{_SLIDES}sp"):
        kind = shape.find(f"{_SLIDES}nvSpPr/{_SLIDES}nvPr/{_SLIDES}ph")
        if kind is not None and kind.get("type") in ("title", "ctrTitle"):
            return " ".join(_paragraphs(shape))
    return ""


def _paragraphs(part: Element) -> Iterator[str]:
    for paragraph in part.iter(f"{_DRAWING}p"):
        text = "".join(
            node.text or "" if node.tag == f"{_DRAWING}t" else "\n" if node.tag == f"{_DRAWING}br" else ""
            for node in paragraph.iter()
        )
        if text.strip():
            yield text


def docx(path: str) -> list[Titled]:
    """Pages as Word last laid them out. A file that Word has never saved is one page."""
    texts, title = [""], ""
    with Package(path) as package, package.open("word/document.xml") as part:
        for _event, node in iterparse(part, events=("end",), forbid_dtd=True):
            if node.tag == f"{_WORD}p":
                text = _word_paragraph(node)
                if not title and _word_style(node) in ("Title", "a3"):
                    title = text
                first, *later = text.split("\f")
                texts[-1] += first + "\n"
                texts += [page + "\n" for page in later]
                node.clear()
    texts = [text for text in texts if text.strip()] or [""]
    return [(title if number == 0 else "", text) for number, text in enumerate(texts)]


def _word_paragraph(paragraph: Element) -> str:
    """The text, with a form feed where a page ends; without deleted text and fallbacks for old programs."""
    marks = {f"{_WORD}tab": "\t", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "\u2011"}
    text = []
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t":
            text.append(node.text or "")
        elif node.tag == f"{_WORD}br":
            text.append("\f" if node.get(f"{_WORD}type") == "page" else "\n")
        elif node.tag == f"{_WORD}lastRenderedPageBreak" and text[-1:] != ["\f"]:
            text.append("\f")
        else:
            text.append(marks.get(node.tag, ""))
    return "".join(text)


def _word_style(paragraph: Element) -> str | None:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return None if style is None else style.get(f"{_WORD}val")


def odp(path: str) -> Iterator[Titled]:
    with Package(path) as package:
        content = package.tree("content.xml")
    hidden = {
        style.get(f"{_STYLE}name")
        for style in content.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}drawing-page-properties")
        if properties.get(f"{_SHOW}visibility") == "hidden"
    }
    for slide in content.iter(f"{_DRAW}page"):
        if slide.get(f"{_DRAW}style-name") in hidden:
            continue
        for notes in slide.findall(f"{_SHOW}notes"):
            slide.remove(notes)
        titles = (frame for frame in slide.iter(f"{_DRAW}frame") if frame.get(f"{_SHOW}class") == "title")
        title = next(titles, None)
        yield "" if title is None else " ".join(_open_paragraphs(title)), "\n".join(_open_paragraphs(slide))


def odt(path: str) -> list[Titled]:
    with Package(path) as package:
        (body,) = package.tree("content.xml").iter(f"{_OFFICE}text")
    blocks = ("\f" if block.tag == _PAGE_BREAK else "\n".join(_open_paragraphs(block)) for block in body)
    text = "\n".join(blocks)
    texts = [page for page in text.split("\f") if page.strip()] or [""]
    return [("", text) for text in texts]


def _open_paragraphs(part: Element) -> Iterator[str]:
    for paragraph in part.iter():
        if paragraph.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            text = "".join(_open_text(paragraph))
            if text.strip():
                yield text


def _open_text(node: Element) -> Iterator[str]:
    marks = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " ", _PAGE_BREAK: "\f"}
    yield marks.get(node.tag, "") + (node.text or "")
    for child in node:
        if child.tag not in (f"{_TEXT}p", f"{_TEXT}h"):  # a text box inside is read as a paragraph of its own
            yield from _open_text(child)
        yield child.tail or ""


def spreadsheet(path: str) -> Iterator[Titled]:
    """Each visible sheet is a page."""
    book = CalamineWorkbook.from_path(path)
    for sheet in book.sheets_metadata[:MAX_SHEETS]:
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        length, rows = 0, [sheet.name]
        for row in book.get_sheet_by_name(sheet.name).to_python(nrows=MAX_ROWS):
            line = "\t".join(_cell(value) for value in row if value != "")
            rows.append(line)
            length += len(line)
            if length > TEXT_LENGTH:
                break
        yield sheet.name, "\n".join(rows)


def _cell(value: object) -> str:
    return re.sub(r"\.0\Z", "", str(value)) if isinstance(value, float) else str(value)


READERS: dict[str, Callable[[str], Iterable[Titled]]] = {
    ".pptx": pptx,
    ".ppsx": pptx,
    ".docx": docx,
    ".odp": odp,
    ".odt": odt,
    ".xlsx": spreadsheet,
    ".ods": spreadsheet,
}
