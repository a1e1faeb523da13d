"""Documents that are ZIPs: OOXML (PPTX, DOCX, XLSX) and OpenDocument (ODP, ODT, ODS)."""

import re
from contextlib import suppress
from xml.parsers import expat

from . import budget, embedded, signatures
from .refusal import Refused

MAX_XML = 16 << 20  # of the parts that say what the others are
PROLOG = 1 << 20  # before the first element; what declares entities stands there
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

# Keys and toolbars of Word's are no macros, and stay in what is saved without macros. OnlyOffice and Р7-Офис keep
# theirs in `jsaProject`, without another extension.
_MACRO_TYPES = re.compile(r"macroEnabled|vbaProject|macrosheet|jsaProject", re.I)
_MACRO_PARTS = re.compile(r"(?:\A|/)(?:vba(?:Project|Data)[^/]*|jsaProject\.bin|macrosheets/[^/]+)\Z", re.I)
_MACRO_FOLDERS = re.compile(r"(?:\A|/)(?:Basic|Scripts)/[^/]", re.I)
_NOT_OURS_TO_PARSE = re.compile(r"\.(?:svgz?|x?html?|mht)\Z", re.I)
_XML = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<", re.S)
# A font or a film begins with «<» by chance; what has no element there and does not say that it is XML is none.
_SAYS_XML = re.compile(_XML.pattern + rb"\0*[?!]", re.S)
_XML_NAMES = re.compile(r"\.(?:xml|rels|vml)\Z", re.I)


def kind_of(box):
    """pptx, odp …; None when the archive is no document at all."""
    if not refuse_dangers(box):
        return None
    return kind_of_ooxml(box) if TYPES in box.entries else kind_of_open_document(box)


def refuse_dangers(box):
    """What no document may have, be it of a kind that is taken or only a drawing inside one; False if it is none."""
    if TYPES in box.entries:
        refuse_ooxml_macros(box)
    elif MIMETYPE in box.entries:
        refuse_open_macros_and_locks(box)
    else:
        return False
    for entry in box.files():
        check_part(box, entry)
    return True


def check_part(box, entry):
    if signatures.INNER_PROGRAM_NAMES.search(entry.name):
        raise Refused("embedded_program", detail=entry.name)
    head = box.head(entry, signatures.HEAD)
    if not _XML.match(head):
        embedded.check_head(head, entry.name, box, lambda: box.read(entry))
    elif not _NOT_OURS_TO_PARSE.search(entry.name):
        try:
            root_of(box, entry.name, head)
        except Refused as refusal:
            if refusal.reason != "broken" or _SAYS_XML.match(head) or _XML_NAMES.search(entry.name):
                raise


# --- OOXML -------------------------------------------------------------------------------------------------------


def refuse_ooxml_macros(box):
    """By the names of parts, by what the package says of them, and by what they are to each other."""
    for name in box.entries:
        if _MACRO_PARTS.search(name):
            raise Refused("macros", detail=name)
    for _element, attributes in parse(box, TYPES):
        if _MACRO_TYPES.search(attributes.get("ContentType", "")):
            raise Refused("macros", detail=attributes.get("PartName", ""))
    for name in box.entries:
        if name.lower().endswith(".rels"):
            for _element, attributes in parse(box, name):
                if _MACRO_TYPES.search(attributes.get("Type", "").rpartition("/")[2]):
                    raise Refused("macros", detail=name)


def kind_of_ooxml(box):
    main = main_part(box)
    said = type_of(main, parse(box, TYPES))
    if said in OOXML_OTHERS:
        raise Refused("other_format", OOXML_OTHERS[said])
    if said not in OOXML:
        raise Refused("unknown_kind", "zip", said)
    kind, root = OOXML[said]
    if root_of(box, main) != root:
        raise Refused("broken", kind, main)
    return kind


def main_part(box):
    for _element, attributes in parse(box, "_rels/.rels"):
        if attributes.get("Type", "").endswith("/officeDocument"):
            return attributes.get("Target", "").lstrip("/").removeprefix("./")
    raise Refused("broken", detail="_rels/.rels")


def type_of(part, types):
    """What the package says of a part: by its name, or else by its extension."""
    by_extension = ""
    for element, attributes in types:
        if element == "Override" and attributes.get("PartName", "").lstrip("/").casefold() == part.casefold():
            return attributes.get("ContentType", "")
        if element == "Default" and part.casefold().endswith("." + attributes.get("Extension", "").casefold()):
            by_extension = attributes.get("ContentType", "")
    return by_extension


# --- OpenDocument ------------------------------------------------------------------------------------------------


def refuse_open_macros_and_locks(box):
    for name in box.entries:
        if _MACRO_FOLDERS.search(name):
            raise Refused("macros", detail=name)
    for element, _attributes in parse(box, "META-INF/manifest.xml"):
        if element == "encryption-data":
            raise Refused("encrypted")


def kind_of_open_document(box):
    said = box.head(box.entries[MIMETYPE], 200).decode("latin-1").strip()
    if said not in OPEN_DOCUMENTS:
        is_known = said.startswith(_OPEN)
        raise Refused("other_format" if is_known else "unknown_kind", said.removeprefix(_OPEN) if is_known else "zip")
    kind = OPEN_DOCUMENTS[said]
    if root_of(box, "content.xml") != "document-content":
        raise Refused("broken", kind, "content.xml")
    return kind


# --- XML ---------------------------------------------------------------------------------------------------------


def parse(box, name):
    """Elements of a small part with their attributes, in its order, as (local name, attributes)."""
    entry, found = box.entries[name], []
    if entry.size > MAX_XML:
        raise Refused("too_complex", detail=name)
    budget.spend(entry.size * budget.ELEMENT_BYTE, name)
    parser = _parser(name)
    parser.StartElementHandler = lambda element, attributes: found.append((element.rpartition(":")[2], attributes))
    parser.Parse(box.read(entry), True)
    return found


def root_of(box, name, head=b""):
    """The local name of the first element, before which nothing may be declared."""
    entry = box.entries[name]
    for length in (signatures.HEAD, PROLOG):
        roots = []
        parser = _parser(name)
        parser.StartElementHandler = lambda element, _attributes, roots=roots: roots.append(element)
        head = head if len(head) >= min(length, entry.size) else box.head(entry, length)
        with suppress(expat.ExpatError):
            parser.Parse(head, len(head) >= entry.size)
        if roots:
            return roots[0].rpartition(":")[2]
    raise Refused("broken", detail=name)


def _parser(name):
    def refuse(*_declared):
        raise Refused("entities", detail=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    return parser
