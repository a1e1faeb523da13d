"""The text of office documents by pages, read out of their XML. Pure; runs in a limited child process.

It is what stays when no LibreOffice is installed, and it knows which words a presentation calls its title. What the
audience was not shown is not here either: hidden slides and the speaker's notes.
"""

import posixpath
import re
import zipfile
import zlib

from defusedxml.ElementTree import iterparse, parse
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from .text import TEXT_LENGTH, tidy, title_of

MAX_PART = 64 << 20  # bytes of one XML part, unpacked
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


def pages_of(path, suffix, most=1000):
    """`{"pages": [{"title": …, "text": …}], "total": …}` of a document whose kind this module reads."""
    try:
        pages = [page(*found) for found in READERS[suffix](path)]
    except UNREADABLE as error:
        raise ValueError("broken") from error
    return {"pages": pages[:most], "total": len(pages)}


def page(title, text):
    text = tidy(text)
    return {"title": title_of(tidy(title)) or title_of(text), "text": text}


class Package:
    """An OOXML or OpenDocument file: named parts of XML, none larger than what fits into memory."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.names = set(self.archive.namelist())

    def open(self, name):
        if self.archive.getinfo(name).file_size > MAX_PART:
            raise ValueError(f"{name} is too large")
        return self.archive.open(name)

    def tree(self, name):
        with self.open(name) as part:
            return parse(part, forbid_dtd=True).getroot()

    def relations(self, name):
        """Where the parts that this one names by a key are."""
        folder, base = posixpath.split(name)
        rels = f"{folder}/_rels/{base}.rels"
        if rels not in self.names:
            return {}
        return {
            relation.get("Id"): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in self.tree(rels)
            if relation.get("TargetMode") != "External"
        }


def pptx(path):
    package = Package(path)
    relations = package.relations("ppt/presentation.xml")
    for entry in package.tree("ppt/presentation.xml").iter(f"{_SLIDES}sldId"):
        name = relations.get(entry.get(f"{_RELATION}id"))
        if name not in package.names:
            continue
        slide = package.tree(name)
        if slide.get("show") not in ("0", "false"):
            yield _heading(slide), "\n".join(_paragraphs(slide))


def _heading(slide):
    for shape in slide.iter(f"{_SLIDES}sp"):
        kind = shape.find(f"{_SLIDES}nvSpPr/{_SLIDES}nvPr/{_SLIDES}ph")
        if kind is not None and kind.get("type") in ("title", "ctrTitle"):
            return " ".join(_paragraphs(shape))
    return ""


def _paragraphs(part):
    for paragraph in part.iter(f"{_DRAWING}p"):
        text = "".join(
            node.text or "" if node.tag == f"{_DRAWING}t" else "\n" if node.tag == f"{_DRAWING}br" else ""
            for node in paragraph.iter()
        )
        if text.strip():
            yield text


def docx(path):
    """Pages as Word last laid them out; a file that Word never saved is one page."""
    texts, title = [""], ""
    with Package(path).open("word/document.xml") as part:
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


def _word_paragraph(paragraph):
    """Its text, with a form feed where a page ends; what was deleted or drawn twice for old programs is not read."""
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


def _word_style(paragraph):
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return style is not None and style.get(f"{_WORD}val")


def odp(path):
    content = Package(path).tree("content.xml")
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


def odt(path):
    (body,) = Package(path).tree("content.xml").iter(f"{_OFFICE}text")
    blocks = ("\f" if block.tag == _PAGE_BREAK else "\n".join(_open_paragraphs(block)) for block in body)
    text = "\n".join(blocks)
    texts = [page for page in text.split("\f") if page.strip()] or [""]
    return [("", text) for text in texts]


def _open_paragraphs(part):
    for paragraph in part.iter():
        if paragraph.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            text = "".join(_open_text(paragraph))
            if text.strip():
                yield text


def _open_text(node):
    marks = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " ", _PAGE_BREAK: "\f"}
    yield marks.get(node.tag, "") + (node.text or "")
    for child in node:
        if child.tag not in (f"{_TEXT}p", f"{_TEXT}h"):  # a text box inside comes by itself
            yield from _open_text(child)
        yield child.tail or ""


def spreadsheet(path):
    """Each sheet that is shown is a page."""
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


def _cell(value):
    return re.sub(r"\.0\Z", "", str(value)) if isinstance(value, float) else str(value)


READERS = {".pptx": pptx, ".docx": docx, ".odp": odp, ".odt": odt, ".xlsx": spreadsheet, ".ods": spreadsheet}
