"""LibreOffice, where it is installed: a document becomes a PDF, and nothing outside the document is looked at.

Three walls stand between a foreign document and what else this machine can reach: links are taken out of the file
first; the profile, made anew for each document, refuses to follow those that are left (old binary formats have them
too) and runs no macros; and the process has no network where the system lets it give it up.
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
from xml.sax import SAXException
from xml.sax.saxutils import XMLGenerator

from defusedxml.sax import make_parser

from ..uploads import sandbox

LEGACY = {".ppt", ".doc"}  # no packages: there are no parts to look into
OPEN_DOCUMENTS = {".odp", ".odt", ".ods"}
CONVERTED = {".pptx", ".docx", ".xlsx", *OPEN_DOCUMENTS, *LEGACY}
MAX_PART = 64 << 20
DRAWING = re.compile(rb"<(?:[\w.-]+:)?svg[\s/>]", re.IGNORECASE)
HEAD = 1 << 16
# A PNG, JPEG, GIF or WebP by its first bytes: what calls itself one may be a drawing with links of its own.
IN_DRAWING = re.compile(r"#|data:image/[\w.+-]+;base64,\s*(?:iVBORw0KGg|/9j/|R0lGOD|UklGR)")
NOT_PACKED = (OSError, EOFError, zlib.error)
EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
SETTLING = replace(sandbox.OFFICE, wall_seconds=30)
MOST_SECONDS = SETTLING.wall_seconds + sandbox.OFFICE.wall_seconds
XLINK = "http://www.w3.org/1999/xlink"
HARMLESS = re.compile(r"(https?|mailto):", re.IGNORECASE)  # what a reader may click; nothing follows it by itself
WITHIN = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/\\]|(\./)?\.\.)")  # a part of the same package

_OPTIONS = {
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


def program():
    """LibreOffice itself rather than the script around it, so that what ends the process ends the program."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if script is None:
        return None
    binary = Path(script).resolve().parent / "soffice.bin"
    return str(binary) if binary.exists() else script


def make_profile(folder):
    """A profile for one document; returns what to begin every command with."""
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
    return [program(), f"-env:UserInstallation={profile.as_uri()}", *options]


def to_pdf(document, folder):
    """The document as a PDF in the folder. Raises ChildFailed, also when LibreOffice could not read the document."""
    begin = make_profile(folder)
    with suppress(sandbox.ChildFailed):  # with a new profile it settles in, asks to be started again and ends
        sandbox.run([*begin, "--terminate_after_init"], limits=SETTLING, folder=folder)
    printed = sandbox.run(
        [*begin, "--convert-to", "pdf", "--outdir", str(folder), str(document)], limits=sandbox.OFFICE, folder=folder
    )
    made = Path(folder, f"{Path(document).stem}.pdf")
    if not made.exists():
        raise sandbox.ChildFailed("refused", printed[-300:])
    return made


def strip_links(source, target):
    """Copies an OOXML or OpenDocument file without what it takes from elsewhere: pictures, objects, templates.

    Links for people to click stay. Returns how many were taken out. Runs in a limited child process.
    """
    taken, is_open_document = 0, Path(source).suffix in OPEN_DOCUMENTS
    suffix, kind = (".xml", OpenDocument) if is_open_document else (".rels", Relations)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            if entry.is_dir():
                continue
            with old.open(entry) as part, new.open(_plain(entry), "w") as copy:
                if drawing := _drawing(part):
                    taken += _drawing_without_links(drawing, copy)
                elif entry.filename.lower().endswith(suffix):
                    if entry.file_size > MAX_PART:
                        raise ValueError(f"{entry.filename} is too large")
                    taken += _without_links(part, copy, kind)
                else:
                    shutil.copyfileobj(part, copy, 1 << 20)
    return taken


def _plain(entry):
    plain = zipfile.ZipInfo(entry.filename)
    plain.file_size = entry.file_size
    return plain


def _drawing(part):
    """The part as the SVG that it is, packed or not and whatever its name: LibreOffice goes by the content as well."""
    stream = gzip.GzipFile(fileobj=part) if part.peek(2).startswith(b"\x1f\x8b") else part
    try:
        head = stream.read(HEAD).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    except NOT_PACKED:
        head = b""
    if head.startswith(b"<") and DRAWING.search(head):
        stream.seek(0)
        return stream
    part.seek(0)
    return None


def _drawing_without_links(stream, copy):
    """What cannot be read as XML without declarations is left out: nobody knows what it leads to."""
    made = io.BytesIO()
    try:
        content = stream.read(MAX_PART + 1)
        if len(content) > MAX_PART:
            raise ValueError("the drawing is too large")
        taken = _without_links(io.BytesIO(content), made, Drawing)
    except (ValueError, SAXException, *NOT_PACKED):
        copy.write(EMPTY)
        return 1
    copy.write(made.getvalue() if taken else content)
    return taken


def _without_links(part, copy, kind):
    writer = kind(copy, "utf-8", short_empty_elements=True)
    parser = make_parser()
    parser.forbid_dtd = kind.forbids_dtd
    parser.setContentHandler(writer)
    parser.parse(part)
    return writer.taken


class _Copy(XMLGenerator):
    """Writes what it reads, prefixes of names included: some documents use them in values as well."""

    taken = 0
    forbids_dtd = True


class Relations(_Copy):
    """Of an OOXML part: what lies outside the package, unless it is an address for people."""

    def startElement(self, name, attrs):
        if self._leads_out(dict(attrs.items())):
            self.taken += 1
            attrs = {**dict(attrs.items()), "Target": "about:blank"}
        super().startElement(name, attrs)

    def _leads_out(self, attrs):
        if attrs.get("TargetMode", "").lower() != "external":
            return False
        return not (attrs.get("Type", "").endswith("/hyperlink") and HARMLESS.match(attrs.get("Target", "")))


class Drawing(_Copy):
    """An SVG inside a document of either kind. Many begin with a document type; entities are forbidden still."""

    forbids_dtd = False

    def startElement(self, name, attrs):
        attrs = dict(attrs.items())
        for key in [key for key in attrs if key.rpartition(":")[2] == "href" and name.rpartition(":")[2] != "a"]:
            if not IN_DRAWING.match(attrs[key].strip()):
                self.taken += 1
                del attrs[key]
        super().startElement(name, attrs)


class OpenDocument(_Copy):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._hrefs = set()

    def startElement(self, name, attrs):
        attrs = dict(attrs.items())
        prefixes = (key[6:] for key, value in attrs.items() if key.startswith("xmlns:") and value == XLINK)
        self._hrefs.update(f"{prefix}:href" for prefix in prefixes)
        is_for_people = name.rpartition(":")[2] == "a"
        for href in self._hrefs & attrs.keys():
            address = attrs[href].strip()
            if not (WITHIN.match(address) or (is_for_people and HARMLESS.match(address))):
                self.taken += 1
                attrs[href] = "about:blank" if is_for_people else ""
        super().startElement(name, attrs)
