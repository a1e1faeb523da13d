"""Documents that are ZIP packages: OOXML (PPTX, DOCX, XLSX) and OpenDocument (ODP, ODT, ODS)."""

import re
from contextlib import suppress
from functools import partial
from xml.parsers import expat

from . import budget, signatures
from .archive import Archive, Entry
from .refusal import Refused

MAX_XML = 16 << 20  # bytes of a part that describes the others
PROLOG = 1 << 20  # bytes before the first element, where entities are declared
Element = tuple[str, dict[str, str]]  # local name and attributes
TYPES = "[Content_Types].xml"
MIMETYPE = "mimetype"

_PRESENTATION, _WORDS, _SHEETS = "presentationml", "wordprocessingml", "spreadsheetml"
_MAIN = "application/vnd.openxmlformats-officedocument."
OOXML = {
    f"{_MAIN}{_PRESENTATION}.presentation.main+xml": ("pptx", "presentation"),
    f"{_MAIN}{_WORDS}.document.main+xml": ("docx", "document"),
    f"{_MAIN}{_SHEETS}.sheet.main+xml": ("xlsx", "workbook"),
}
OOXML_OTHERS = {
    f"{_MAIN}{_PRESENTATION}.slideshow.main+xml": "ppsx",
    f"{_MAIN}{_PRESENTATION}.template.main+xml": "potx",
    f"{_MAIN}{_WORDS}.template.main+xml": "dotx",
    f"{_MAIN}{_SHEETS}.template.main+xml": "xltx",
}
_OPEN = "application/vnd.oasis.opendocument."
OPEN_DOCUMENTS = {f"{_OPEN}presentation": "odp", f"{_OPEN}text": "odt", f"{_OPEN}spreadsheet": "ods"}

# Word's key maps and toolbars are no macros, and Word keeps them in files saved without macros. OnlyOffice and Р7-Офис
# keep their macros in `jsaProject`, under the usual extension.
_MACRO_TYPES = re.compile(r"macroEnabled|vbaProject|macrosheet|jsaProject", re.I)
_MACRO_PARTS = re.compile(r"(?:\A|/)(?:vba(?:Project|Data)[^/]*|jsaProject\.bin|macrosheets/[^/]+)\Z", re.I)
_MACRO_FOLDERS = re.compile(r"(?:\A|/)(?:Basic|Scripts)/[^/]", re.I)
_NOT_OURS_TO_PARSE = re.compile(r"\.(?:svgz?|x?html?|mht)\Z", re.I)
_XML = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<", re.S)
# A font or a film may begin with «<» by chance. Without an element and without «<?» or «<!» it is not taken for XML.
_SAYS_XML = re.compile(_XML.pattern + rb"\0*[?!]", re.S)
_XML_NAMES = re.compile(r"\.(?:xml|rels|vml)\Z", re.I)


def is_package(box: Archive) -> bool:
    return TYPES in box.entries or MIMETYPE in box.entries


def kind_of(box: Archive) -> str:
    return _kind_of_ooxml(box) if TYPES in box.entries else _kind_of_open_document(box)


def refuse_macros_and_locks(box: Archive) -> None:
    if TYPES in box.entries:
        _refuse_ooxml_macros(box)
    else:
        _refuse_open_document_macros_and_locks(box)


def looks_like_xml(head: bytes) -> bool:
    return bool(_XML.match(head))


def check_xml(box: Archive, entry: Entry, head: bytes) -> None:
    """Refuse declarations in a part that begins like XML. SVG and HTML are left to the converter."""
    if _NOT_OURS_TO_PARSE.search(entry.name):
        return
    try:
        root_of(box, entry.name, head)
    except Refused as refusal:
        if refusal.reason != "broken" or _SAYS_XML.match(head) or _XML_NAMES.search(entry.name):
            raise


# --- OOXML -------------------------------------------------------------------------------------------------------


def _refuse_ooxml_macros(box: Archive) -> None:
    """Macros are found by the names of parts, by their content types and by the types of relationships."""
    for name in box.entries:
        if _MACRO_PARTS.search(name):
            raise Refused("macros", detail=name)
    for _element, attributes in _elements(box, TYPES):
        if _MACRO_TYPES.search(attributes.get("ContentType", "")):
            raise Refused("macros", detail=attributes.get("PartName", ""))
    for name in box.entries:
        if name.lower().endswith(".rels"):
            for _element, attributes in _elements(box, name):
                if _MACRO_TYPES.search(attributes.get("Type", "").rpartition("/")[2]):
                    raise Refused("macros", detail=name)


def _kind_of_ooxml(box: Archive) -> str:
    main = _main_part(box)
    content_type = _content_type_of(main, _elements(box, TYPES))
    if content_type in OOXML_OTHERS:
        raise Refused("other_format", OOXML_OTHERS[content_type])
    if content_type not in OOXML:
        raise Refused("unknown_kind", "zip", content_type)
    kind, root = OOXML[content_type]
    if root_of(box, main) != root:
        raise Refused("broken", kind, main)
    return kind


def _main_part(box: Archive) -> str:
    for _element, attributes in _elements(box, "_rels/.rels"):
        if attributes.get("Type", "").endswith("/officeDocument"):
            return attributes.get("Target", "").lstrip("/").removeprefix("./")
    raise Refused("broken", detail="_rels/.rels")


def _content_type_of(part: str, types: list[Element]) -> str:
    """The content type that the package gives a part by its name, or else by its extension; "" without one."""
    by_extension = ""
    for element, attributes in types:
        if element == "Override" and attributes.get("PartName", "").lstrip("/").casefold() == part.casefold():
            return attributes.get("ContentType", "")
        if element == "Default" and part.casefold().endswith("." + attributes.get("Extension", "").casefold()):
            by_extension = attributes.get("ContentType", "")
    return by_extension


# --- OpenDocument ------------------------------------------------------------------------------------------------


def _refuse_open_document_macros_and_locks(box: Archive) -> None:
    for name in box.entries:
        if _MACRO_FOLDERS.search(name):
            raise Refused("macros", detail=name)
    for element, _attributes in _elements(box, "META-INF/manifest.xml"):
        if element == "encryption-data":
            raise Refused("encrypted")


def _kind_of_open_document(box: Archive) -> str:
    mimetype = box.head(box.entries[MIMETYPE], 200).decode("latin-1").strip()
    if mimetype not in OPEN_DOCUMENTS:
        is_known = mimetype.startswith(_OPEN)
        kind = mimetype.removeprefix(_OPEN) if is_known else "zip"
        raise Refused("other_format" if is_known else "unknown_kind", kind)
    kind = OPEN_DOCUMENTS[mimetype]
    if root_of(box, "content.xml") != "document-content":
        raise Refused("broken", kind, "content.xml")
    return kind


# --- XML ---------------------------------------------------------------------------------------------------------


def _elements(box: Archive, name: str) -> list[Element]:
    """All elements of a small part, in document order."""
    entry = box.entries[name]
    found: list[Element] = []
    if entry.size > MAX_XML:
        raise Refused("too_complex", detail=name)
    budget.charge(entry.size * budget.ELEMENT_BYTE, name)
    parser = _parser(name)
    parser.StartElementHandler = lambda element, attributes: found.append((element.rpartition(":")[2], attributes))
    parser.Parse(box.read(entry), True)
    return found


def root_of(box: Archive, name: str, head: bytes = b"") -> str:
    """The local name of the first element. Refuses a declaration before it."""
    entry = box.entries[name]
    for length in (signatures.HEAD, PROLOG):
        roots: list[str] = []
        parser = _parser(name)
        parser.StartElementHandler = partial(_append_name, roots)
        head = head if len(head) >= min(length, entry.size) else box.head(entry, length)
        with suppress(expat.ExpatError):
            parser.Parse(head, len(head) >= entry.size)
        if roots:
            return roots[0].rpartition(":")[2]
    raise Refused("broken", detail=name)


def _append_name(names: list[str], element: str, _attributes: dict[str, str]) -> None:
    names.append(element)


def _parser(name: str) -> expat.XMLParserType:
    def refuse(*_declared: object) -> None:
        raise Refused("entities", detail=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    return parser
