"""Documents that are ZIP packages: OOXML (PPTX, DOCX, XLSX) and OpenDocument (ODP, ODT, ODS)."""

import re
from contextlib import suppress
from functools import partial
from xml.parsers import expat

from . import budget
from .archive import Archive, Entry
from .refusal import Refused

MAX_XML = 16 << 20  # bytes of a part that describes the others
PROLOG = 1 << 20  # bytes before the first element, where entities are declared
Element = tuple[str, dict[str, str]]  # local name and attributes
TYPES, RELATIONS = "[content_types].xml", "_rels/.rels"
MIMETYPE, MANIFEST = "mimetype", "meta-inf/manifest.xml"

_MAIN = "application/vnd.openxmlformats-officedocument."
_SLIDES, _WORDS, _SHEETS = "presentationml", "wordprocessingml", "spreadsheetml"
OOXML = {
    f"{_MAIN}{_SLIDES}.presentation.main+xml": ("pptx", "presentation"),
    f"{_MAIN}{_SLIDES}.slideshow.main+xml": ("ppsx", "presentation"),
    f"{_MAIN}{_WORDS}.document.main+xml": ("docx", "document"),
    f"{_MAIN}{_SHEETS}.sheet.main+xml": ("xlsx", "workbook"),
}
OOXML_OTHERS = {
    f"{_MAIN}{_SLIDES}.template.main+xml": "potx",
    f"{_MAIN}{_WORDS}.template.main+xml": "dotx",
    f"{_MAIN}{_SHEETS}.template.main+xml": "xltx",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.main": "xlsb",
    "application/vnd.ms-visio.drawing.main+xml": "vsdx",
    "application/vnd.ms-package.xps-fixeddocumentsequence+xml": "xps",
}
_MAIN_RELATIONS = ("/officeDocument", "/visio/2010/relationships/document", "/fixedrepresentation")
_OPEN = "application/vnd.oasis.opendocument."
OPEN_DOCUMENTS = {f"{_OPEN}presentation": "odp", f"{_OPEN}text": "odt", f"{_OPEN}spreadsheet": "ods"}
OTHER_MIMETYPES = re.compile(r"application/(?:vnd\.oasis\.opendocument\.|vnd\.sun\.xml\.|(?=epub))([\w.-]+)")

# Word's key maps and toolbars are not macros, and Word keeps them in files saved without macros. OnlyOffice and Р7-Офис
# store macros in `jsaProject`, with the usual extension. The type of a binary workbook is the same with and without.
_MACRO_TYPES = re.compile(r"(?<!binary\.)macroEnabled|vbaProject|macrosheet|jsaProject", re.I)
_MACRO_PARTS = re.compile(r"(?:\A|/)(?:vba(?:Project|Data)[^/]*|jsaProject\.bin|macrosheets/[^/]+)\Z", re.I)
# Except lists of libraries and dialogues, which OpenOffice writes into documents without macros.
_MACRO_FOLDERS = re.compile(r"(?:\A|/)(?:Basic|Scripts)/(?!(?:[^/]+/)*(?:script|dialog)-l[bc]\.xml\Z)", re.I)
_NOT_OURS_TO_PARSE = re.compile(r"\.(?:svgz?|x?html?|mht)\Z", re.I)
_XML = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<", re.S)
# A document type is harmless, and OpenOffice writes one into each formula. One with another address is suspicious.
_KNOWN_DTD = re.compile(r"(?!\.\.)[\w.-]+\Z|https?://(?:www\.)?(?:w3|openoffice)\.org/", re.I)
# Keynote, Pages and Numbers, also as a folder packed by macOS.
_IWORK = re.compile(r"(?:\A|/)index(?:\.zip|/document\.iwa|\.apxl)\Z")


def is_package(box: Archive) -> bool:
    return TYPES in box.entries or bool(_mimetype(box))


def kind_of(box: Archive) -> str:
    return _kind_of_ooxml(box) if TYPES in box.entries else _kind_of_open_document(box)


def is_iwork(box: Archive) -> bool:
    return any(_IWORK.search(name) for name in box.entries)


def refuse_macros_and_locks(box: Archive) -> None:
    if TYPES in box.entries:
        _refuse_ooxml_macros(box)
    else:
        _refuse_open_document_macros_and_locks(box)


def looks_like_xml(head: bytes) -> bool:
    return bool(_XML.match(head))


def refuse_declarations(box: Archive, entry: Entry) -> None:
    """Refuse entity declarations in a part that begins like XML. SVG and HTML are left to the converter."""
    if not _NOT_OURS_TO_PARSE.search(entry.filename):
        with suppress(expat.ExpatError):  # a font or a property may look like XML by chance
            root_of(box, entry)


# --- OOXML -------------------------------------------------------------------------------------------------------


def _refuse_ooxml_macros(box: Archive) -> None:
    """Refuse macros, found by names of parts, content types and types of relationships."""
    for entry in box.files():
        if _MACRO_PARTS.search(entry.filename):
            raise Refused("macros", detail=entry.filename)
    for _element, attributes in _elements(box, TYPES):
        if _MACRO_TYPES.search(attributes.get("ContentType", "")):
            raise Refused("macros", detail=attributes.get("PartName", ""))
    for name in box.entries:
        if name.endswith(".rels"):
            for _element, attributes in _elements(box, name):
                if _MACRO_TYPES.search(attributes.get("Type", "").rpartition("/")[2]):
                    raise Refused("macros", detail=name)


def _kind_of_ooxml(box: Archive) -> str:
    main = _main_part(box)
    content_type = _content_type_of(main, _elements(box, TYPES))
    if content_type in OOXML_OTHERS:
        raise Refused("other_format", OOXML_OTHERS[content_type])
    if _MACRO_TYPES.search(content_type):
        raise Refused("macros", detail=main)
    if content_type not in OOXML:
        raise Refused("unknown_kind", "zip", content_type)
    kind, root = OOXML[content_type]
    if root_of(box, box.entries[main.casefold()]) != root:
        raise Refused("broken", kind, main)
    return kind


def _main_part(box: Archive) -> str:
    for _element, attributes in _elements(box, RELATIONS):
        if attributes.get("Type", "").endswith(_MAIN_RELATIONS):
            return attributes.get("Target", "").replace("\\", "/").lstrip("/").removeprefix("./")
    raise Refused("broken", detail=RELATIONS)


def _content_type_of(part: str, types: list[Element]) -> str:
    """The content type of a part, by its name or else its extension; "" without one."""
    by_extension = ""
    for element, attributes in types:
        if element == "Override" and attributes.get("PartName", "").lstrip("/").casefold() == part.casefold():
            return attributes.get("ContentType", "")
        if element == "Default" and part.casefold().endswith("." + attributes.get("Extension", "").casefold()):
            by_extension = attributes.get("ContentType", "")
    return by_extension


# --- OpenDocument ------------------------------------------------------------------------------------------------


def _refuse_open_document_macros_and_locks(box: Archive) -> None:
    for entry in box.files():
        if _MACRO_FOLDERS.search(entry.filename):
            raise Refused("macros", detail=entry.filename)
    if MANIFEST in box.entries:
        for element, _attributes in _elements(box, MANIFEST):
            if element == "encryption-data":
                raise Refused("encrypted")


def _mimetype(box: Archive) -> str:
    """The declared type of an OpenDocument file. Some programs declare it only in the manifest."""
    if MIMETYPE in box.entries:
        return box.head(box.entries[MIMETYPE], 200).decode("latin-1").strip()
    if MANIFEST in box.entries:
        for _element, attributes in _elements(box, MANIFEST):
            local = {name.rpartition(":")[2]: value for name, value in attributes.items()}
            if local.get("full-path") == "/":
                return local.get("media-type", "")
    return ""


def _kind_of_open_document(box: Archive) -> str:
    mimetype = _mimetype(box)
    if mimetype not in OPEN_DOCUMENTS:
        other = OTHER_MIMETYPES.match(mimetype)
        raise Refused("other_format", other[1]) if other else Refused("unknown_kind", "zip")
    kind = OPEN_DOCUMENTS[mimetype]
    if root_of(box, box.entries["content.xml"]) != "document-content":
        raise Refused("broken", kind, "content.xml")
    return kind


# --- XML ---------------------------------------------------------------------------------------------------------


def _elements(box: Archive, name: str) -> list[Element]:
    """All elements of a small part, in document order."""
    entry = box.entries[name]
    found: list[Element] = []
    if entry.file_size > MAX_XML:
        raise Refused("too_complex", detail=name)
    budget.charge(entry.file_size * budget.ELEMENT_BYTE, name)
    parser = _parser(name)
    parser.StartElementHandler = lambda element, attributes: found.append((element.rpartition(":")[2], attributes))
    parser.Parse(box.read(entry), True)
    return found


def root_of(box: Archive, entry: Entry) -> str:
    """The local name of the first element, or "". Refuses declarations before it."""
    roots: list[str] = []
    parser = _parser(entry.filename)
    parser.StartElementHandler = partial(_append_name, roots)
    for block in box.blocks(entry, PROLOG, 4096):
        parser.Parse(block)
        if roots:
            return roots[0].rpartition(":")[2]
    return ""


def _append_name(names: list[str], element: str, _attributes: dict[str, str]) -> None:
    names.append(element)


def _parser(name: str) -> expat.XMLParserType:
    def refuse(*_declared: object) -> None:
        raise Refused("entities", detail=name)

    def check_type(_name: str, system: str | None, _public: str | None, _has_declarations: int) -> None:
        if system and not _KNOWN_DTD.match(system):
            refuse()

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = check_type
    parser.EntityDeclHandler = parser.AttlistDeclHandler = parser.ElementDeclHandler = refuse
    return parser
