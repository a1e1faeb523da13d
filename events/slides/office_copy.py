"""Copy a document without external links and without deleted or hidden content. Pure; runs in a sandboxed process.

LibreOffice draws the copy, and the text is read from it, so that pictures, text and search agree.
"""

import gzip
import io
import re
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import XMLGenerator

from .office_unseen import OPEN_DOCUMENTS, WORD, Seen, Unseen, is_blank, parse, unseen_in

MAX_PART = 64 << 20
MANIFEST = "META-INF/manifest.xml"
DRAWING = re.compile(rb"<(?:[\w.-]+:)?svg[\s/>]", re.IGNORECASE)
HEAD = 1 << 16
# An inline PNG, JPEG, GIF or WebP by its first bytes: the declared type may hide a drawing with links.
IN_DRAWING = re.compile(r"#|data:image/[\w.+-]+;base64,\s*(?:iVBORw0KGg|/9j/|R0lGOD|UklGR)")
NOT_PACKED = (OSError, EOFError, zlib.error)
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError)
EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
XLINK = "http://www.w3.org/1999/xlink"
# Links for readers to click. LibreOffice does not follow them by itself.
HARMLESS = re.compile(r"(https?|mailto):", re.IGNORECASE)
WITHIN = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/\\]|(\./)?\.\.)")  # a part of the same package


def clean(source: str, target: str) -> int:
    """Copy an OOXML or OpenDocument file without links to external pictures, objects and templates.

    Hyperlinks stay. Tracked changes are accepted; deleted and hidden text and comments are left out. The pages of a
    spreadsheet become as wide as its columns. Returns how many links were removed.
    """
    try:
        return _cleaned(source, target)
    except (SAXException, *UNREADABLE) as error:
        raise ValueError("broken") from error


def _cleaned(source: str, target: str) -> int:
    removed = 0
    suffix = Path(source).suffix
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        unseen = unseen_in(old, suffix)
        for entry in _parts(old, suffix):
            with old.open(entry) as part, new.open(_plain(entry), "w") as copy:
                if drawing := _drawing(part):
                    removed += _copy_drawing(drawing, copy)
                elif (kind := _kind_of_part(entry.filename.lower(), suffix)) and not is_blank(old, entry):
                    if entry.file_size > MAX_PART:
                        raise ValueError(f"{entry.filename} is too large")
                    removed += _copy_xml(part, copy, kind, unseen.get(entry.filename))
                else:
                    shutil.copyfileobj(part, copy, 1 << 20)
    return removed


def _parts(package: zipfile.ZipFile, suffix: str) -> list[zipfile.ZipInfo]:
    """The files of a package. LibreOffice refuses an OpenDocument file with a part that its manifest does not list."""
    parts = [entry for entry in package.infolist() if not entry.is_dir()]
    manifest = Manifest()
    if suffix in OPEN_DOCUMENTS and MANIFEST in package.namelist():
        with package.open(MANIFEST) as part:
            parse(part, manifest)
    if not manifest.listed:
        return parts
    always = ("mimetype", "META-INF/")
    return [entry for entry in parts if entry.filename in manifest.listed or entry.filename.startswith(always)]


class Manifest(ContentHandler):
    """The names that the manifest of an OpenDocument file lists."""

    def __init__(self) -> None:
        self.listed: set[str] = set()

    def startElement(self, name: str, attrs: Any) -> None:
        self.listed.update(value for key, value in attrs.items() if key.rpartition(":")[2] == "full-path")


def _kind_of_part(name: str, suffix: str) -> "type[_Copy] | None":
    """The class that copies the XML of a part; None for parts that are copied unchanged."""
    if suffix in OPEN_DOCUMENTS:
        if not name.endswith(".xml"):
            return None
        return Spreadsheet if suffix == ".ods" else OpenDocument
    if name.endswith(".rels"):
        return Relations
    return _Copy if suffix in WORD and name.startswith("word/") and name.endswith(".xml") else None


def _plain(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    plain = zipfile.ZipInfo(entry.filename)
    plain.file_size = entry.file_size
    return plain


def _drawing(part: Any) -> IO[bytes] | None:
    """The part as an unpacked stream, if its content is SVG; LibreOffice judges by the content too."""
    stream: Any = gzip.GzipFile(fileobj=part) if part.peek(2).startswith(b"\x1f\x8b") else part
    try:
        head = stream.read(HEAD).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    except NOT_PACKED:
        head = b""
    if head.startswith(b"<") and DRAWING.search(head):
        stream.seek(0)
        return stream
    part.seek(0)
    return None


def _copy_drawing(stream: IO[bytes], copy: IO[bytes]) -> int:
    """Copy an SVG without external links. An unreadable one is replaced by an empty drawing."""
    cleaned = io.BytesIO()
    try:
        content = stream.read(MAX_PART + 1)
        if len(content) > MAX_PART:
            raise ValueError("the drawing is too large")
        removed = _copy_xml(io.BytesIO(content), cleaned, Drawing)
    except (ValueError, SAXException, *NOT_PACKED):
        copy.write(EMPTY)
        return 1
    copy.write(cleaned.getvalue() if removed else content)
    return removed


def _copy_xml(part: IO[bytes], copy: IO[bytes], kind: "type[_Copy]", unseen: Unseen | None = None) -> int:
    """Copy an XML part through a writer of this kind; return how many links it removed."""
    writer = kind(copy, "utf-8", short_empty_elements=True)
    parse(part, Seen(writer, unseen) if unseen else writer)
    return writer.removed


class _Copy(XMLGenerator):
    """Write the XML that is read, with the prefixes of names: some documents use them in values as well."""

    removed = 0


class Relations(_Copy):
    """The relationships of an OOXML part without external targets other than hyperlinks."""

    def startElement(self, name: str, attrs: Any) -> None:
        if self._leads_out(dict(attrs.items())):
            self.removed += 1
            attrs = {**dict(attrs.items()), "Target": "about:blank"}
        super().startElement(name, attrs)

    def _leads_out(self, attrs: dict[str, str]) -> bool:
        if attrs.get("TargetMode", "").lower() != "external":
            return False
        return not (attrs.get("Type", "").endswith("/hyperlink") and HARMLESS.match(attrs.get("Target", "")))


class Drawing(_Copy):
    """An SVG in a document."""

    def startElement(self, name: str, attrs: Any) -> None:
        attrs = dict(attrs.items())
        for key in [key for key in attrs if key.rpartition(":")[2] == "href" and name.rpartition(":")[2] != "a"]:
            if not IN_DRAWING.match(attrs[key].strip()):
                self.removed += 1
                del attrs[key]
        super().startElement(name, attrs)


class OpenDocument(_Copy):
    """An XML part of an OpenDocument file without external links other than hyperlinks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hrefs: set[str] = set()

    def startElement(self, name: str, attrs: Any) -> None:
        attrs = dict(attrs.items())
        prefixes = (key[6:] for key, value in attrs.items() if key.startswith("xmlns:") and value == XLINK)
        self._hrefs.update(f"{prefix}:href" for prefix in prefixes)
        is_hyperlink = name.rpartition(":")[2] == "a"
        for href in self._hrefs & attrs.keys():
            address = attrs[href].strip()
            if not (WITHIN.match(address) or (is_hyperlink and HARMLESS.match(address))):
                self.removed += 1
                attrs[href] = "about:blank" if is_hyperlink else ""
        super().startElement(name, attrs)


class Spreadsheet(OpenDocument):
    """Pages as wide as the columns of their sheet, unless the author set how it fits them."""

    def startElement(self, name: str, attrs: Any) -> None:
        if name == "style:page-layout-properties" and "style:scale-to-X" not in attrs:
            kept = {key: value for key, value in attrs.items() if key not in ("style:scale-to", "style:scale-to-pages")}
            attrs = {**kept, "style:scale-to-X": "1"}
        super().startElement(name, attrs)
