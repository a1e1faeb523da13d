"""PPT, DOC and XLS: tell which of them a compound file is, and check their macros, locks and objects."""

import re
import struct
import zlib
from collections.abc import Iterator

from . import budget
from .compound import MAGIC, Compound
from .refusal import Refused

MAX_OBJECT = 64 << 20
_ENCRYPTED_USER = struct.pack("<I", 0xF3D1C4DF)
_WORDS = {0xA5EC, 0xA5DC}
_IS_ENCRYPTED = 0x0100
_MAIN = {"powerpoint document": "ppt", "worddocument": "doc", "workbook": "xls", "book": "xls"}
_OTHERS = {
    "pp40": "ppt95",
    "visiodocument": "vsd",
    "__properties_version1.0": "msg",
    "quill": "pub",
}
# Records of PowerPoint, searched anywhere: Office finds them by tables, and some programs leave zeros between them.
_DOCUMENT = re.compile(rb"\x0f.\xe8\x03", re.S)
_HAS_MACROS = re.compile(rb"\xff\x03\x14\0\0\0..\0\x04\x0c\0\0\0.{4}(.{4})", re.S)
_OBJECT = re.compile(rb"([\0\x10])\0\x11\x10(.{4})", re.S)
_SHEET, _LOCK, _END_OF_SHEET = 0x85, 0x2F, 0x0A
_MACRO_SHEETS = {1, 6}  # macros of Excel 4, and Visual Basic of Excel 5


def kind_of(box: Compound) -> str:
    if "encryptedpackage" in box.top:
        raise Refused("encrypted", "ole")
    found = next((kind for name, kind in _MAIN.items() if name in box.top), "")
    if "pp97_dualstorage" in box.top:  # the file also has the presentation for PowerPoint 95
        found = "ppt"
    if not found:
        other = next((kind for name, kind in _OTHERS.items() if name in box.top), "")
        raise Refused("other_format" if other else "unknown_kind", other or "ole")
    for entry in box.named(*(name for name, kind in _MAIN.items() if kind == found)):
        if _BEGINS[found](box.read(entry)):
            return found
    raise Refused("broken", found)


_BEGINS = {
    "ppt": lambda content: _DOCUMENT.search(content),
    "doc": lambda content: int.from_bytes(content[:2], "little") in _WORDS,
    "xls": lambda content: content[:1] == b"\x09" and content[1:2] in b"\0\2\4\x08",
}


def check_stream(name: str, content: bytes) -> None:
    """Refuse macros and locks in a stream of an old document, at any depth."""
    if name == "powerpoint document":
        if any(any(found[1]) for found in _HAS_MACROS.finditer(content)):
            raise Refused("macros", "ppt")
    elif name == "current user":
        if content[12:16] == _ENCRYPTED_USER:
            raise Refused("encrypted", "ppt")
    elif name == "worddocument":
        is_words = int.from_bytes(content[:2], "little") in _WORDS
        if is_words and int.from_bytes(content[10:12], "little") & _IS_ENCRYPTED:
            raise Refused("encrypted", "doc")
    elif name in ("workbook", "book"):
        _check_workbook(content)


def _check_workbook(content: bytes) -> None:
    """Read the records before the first sheet, which list the sheets."""
    place = 0
    while place + 4 <= len(content):
        budget.charge(budget.RECORD)
        kind, length = struct.unpack("<HH", content[place : place + 4])
        if kind == _LOCK:
            raise Refused("encrypted", "xls")
        if kind == _SHEET and content[place + 9 : place + 10] and content[place + 9] in _MACRO_SHEETS:
            raise Refused("macros", "xls")
        if kind == _END_OF_SHEET:
            return
        place += 4 + length


def objects_of(content: bytes) -> Iterator[bytes]:
    """The objects embedded in a presentation."""
    for found in _OBJECT.finditer(content):
        (length,) = struct.unpack("<I", found[2])
        packed = content[found.end() : found.end() + length]
        if found[1] == b"\0":
            if packed.startswith(MAGIC):
                yield packed
            continue
        inflater = zlib.decompressobj()
        try:
            unpacked = inflater.decompress(packed[4:], MAX_OBJECT)
        except zlib.error:
            continue
        if inflater.unconsumed_tail:
            raise Refused("bomb", "ppt")
        budget.charge(len(unpacked))
        yield unpacked
