"""Convert documents to PDF with LibreOffice, where it is installed, without reading anything outside the document.

Three measures keep a foreign document from what this machine can reach. Links are removed from the file first. The
profile, a new one for each document, follows no remaining links (old binary formats have them too) and runs no macros.
The process has no network where the system allows that.
"""

import gzip
import io
import re
import shutil
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from xml.sax import SAXException
from xml.sax.saxutils import XMLGenerator

from defusedxml.sax import make_parser

from ..uploads import sandbox

LEGACY = {".ppt", ".doc"}  # no packages, so no parts to remove links from
OPEN_DOCUMENTS = {".odp", ".odt", ".ods"}
CONVERTED = {".pptx", ".docx", ".xlsx", *OPEN_DOCUMENTS, *LEGACY}
MAX_PART = 64 << 20
DRAWING = re.compile(rb"<(?:[\w.-]+:)?svg[\s/>]", re.IGNORECASE)
HEAD = 1 << 16
# An inline PNG, JPEG, GIF or WebP by its first bytes: the declared type may hide a drawing with links.
IN_DRAWING = re.compile(r"#|data:image/[\w.+-]+;base64,\s*(?:iVBORw0KGg|/9j/|R0lGOD|UklGR)")
NOT_PACKED = (OSError, EOFError, zlib.error)
EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
FIRST_START = replace(sandbox.OFFICE, wall_seconds=30)
MAX_SECONDS = FIRST_START.wall_seconds + sandbox.OFFICE.wall_seconds
XLINK = "http://www.w3.org/1999/xlink"
# Links that a reader may click; LibreOffice follows none of them by itself.
HARMLESS = re.compile(r"(https?|mailto):", re.IGNORECASE)
WITHIN = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/\\]|(\./)?\.\.)")  # a part of the same package

_OPTIONS: dict[str, dict[str, str | int]] = {
    "Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": 3,
    },
    "Office.Writer/Content/Update": {"Link": 0},
    "Office.Calc/Content/Update": {"Link": 2},
    "Office.Common/Filter/PDF/Export": {
        "ExportNotes": "false",
        "ExportNotesPages": "false",
        "ExportHiddenSlides": "false",
        "Quality": 85,
        "ReduceImageResolution": "true",
        "MaxImageResolution": 150,
    },
    "Setup/L10N": {"ooSetupSystemLocale": "ru-RU"},
}


def program() -> str | None:
    """The path of LibreOffice itself, not of the script around it, so that killing the process ends it."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if script is None:
        return None
    binary = Path(script).resolve().parent / "soffice.bin"
    return str(binary) if binary.exists() else script


def _make_profile(folder: Path) -> list[str]:
    """Write a profile for one document; return the beginning of every command."""
    profile = Path(folder).resolve() / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _OPTIONS.items()
        for name, value in values.items()
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
        "utf-8",
    )
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    return [program() or "soffice", f"-env:UserInstallation={profile.as_uri()}", *options]


def to_pdf(document: Path, folder: Path) -> Path:
    """The document as a PDF in the folder. Raises ChildFailed, also if LibreOffice cannot read the document."""
    begin = _make_profile(folder)
    with suppress(sandbox.ChildFailed):  # with a new profile it initializes it, asks for a restart and ends
        sandbox.run([*begin, "--terminate_after_init"], limits=FIRST_START, folder=folder)
    printed = sandbox.run(
        [*begin, "--convert-to", "pdf", "--outdir", str(folder), str(document)], limits=sandbox.OFFICE, folder=folder
    )
    pdf = folder / f"{document.stem}.pdf"
    if not pdf.exists():
        raise sandbox.ChildFailed("refused", printed[-300:])
    return pdf


def strip_links(source: str, target: str) -> int:
    """Copy an OOXML or OpenDocument file without links to external pictures, objects and templates.

    Hyperlinks stay. Returns how many links were removed. Runs in a limited child process.
    """
    removed = 0
    is_open_document = Path(source).suffix in OPEN_DOCUMENTS
    suffix: str = ".xml" if is_open_document else ".rels"
    kind: type[_Copy] = OpenDocument if is_open_document else Relations
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            if entry.is_dir():
                continue
            with old.open(entry) as part, new.open(_plain(entry), "w") as copy:
                if drawing := _drawing(part):
                    removed += _copy_drawing(drawing, copy)
                elif entry.filename.lower().endswith(suffix):
                    if entry.file_size > MAX_PART:
                        raise ValueError(f"{entry.filename} is too large")
                    removed += _copy_xml(part, copy, kind)
                else:
                    shutil.copyfileobj(part, copy, 1 << 20)
    return removed


def _plain(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    plain = zipfile.ZipInfo(entry.filename)
    plain.file_size = entry.file_size
    return plain


def _drawing(part: Any) -> IO[bytes] | None:
    """The part as an unpacked stream if it is an SVG by its content, by which LibreOffice judges as well."""
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


def _copy_xml(part: IO[bytes], copy: IO[bytes], kind: "type[_Copy]") -> int:
    """Copy an XML part through a writer of this kind; return how many links it removed."""
    writer = kind(copy, "utf-8", short_empty_elements=True)
    parser = make_parser()
    parser.forbid_dtd = kind.forbids_dtd
    parser.setContentHandler(writer)
    parser.parse(part)
    return writer.removed


class _Copy(XMLGenerator):
    """Write the XML that is read, with the prefixes of names: some documents use them in values as well."""

    removed = 0
    forbids_dtd = True


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
    """An SVG in a document. Many begin with a document type, which is allowed; entities are not."""

    forbids_dtd = False

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
