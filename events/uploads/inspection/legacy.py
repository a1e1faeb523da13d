"""PPT and DOC: what kind of document a compound file is, and what these two hide where only they do."""

import struct
import zlib

from . import budget, compound, embedded
from .refusal import Refused

MAX_RECORDS = 200_000
MAX_OBJECT = 64 << 20
_ENCRYPTED_USER = 0xF3D1C4DF
_WORDS = {0xA5EC, 0xA5DC}
_IS_ENCRYPTED = 0x0100
_DOCUMENT, _INFO_LIST, _MACRO_INFO, _MACRO_ATOM, _OBJECT = 0x03E8, 0x07D0, 0x03FF, 0x0400, 0x1011
_OTHERS = {"workbook": "xls", "book": "xls", "visiodocument": "vsd", "__properties_version1.0": "msg"}


def kind_of(box):
    names = {item.path[0].casefold() for item in box.items if len(item.path) == 1}
    if "encryptedpackage" in names:
        raise Refused("encrypted", "ole")
    if "powerpoint document" in names:
        kind = ppt(box)
    elif "worddocument" in names:
        kind = doc(box)
    else:
        found = next((kind for name, kind in _OTHERS.items() if name in names), None)
        raise Refused("other_format", found) if found else Refused("unknown_kind", "ole")
    embedded.check_compound(box)
    return kind


def doc(box):
    head = box.read(box.stream("WordDocument"), 32)
    magic, flags = struct.unpack("<H8xH", head[:12])
    if magic not in _WORDS:
        raise Refused("broken", "doc")
    if flags & _IS_ENCRYPTED:
        raise Refused("encrypted", "doc")
    return "doc"


def ppt(box):
    user = box.stream("Current User")
    if user and struct.unpack("<12xI", box.read(user, 16))[0] == _ENCRYPTED_USER:
        raise Refused("encrypted", "ppt")
    content = box.read(box.stream("PowerPoint Document"))
    seen = 0
    for kind, instance, start, end in records(content, 0, len(content)):
        if kind == _DOCUMENT:
            refuse_macros(content, start, end)
        elif kind == _OBJECT:
            check_object(content[start:end], is_packed=instance == 1)
        seen += 1
    if not seen:
        raise Refused("broken", "ppt")
    return "ppt"


def records(content, start, end):
    """(type, instance, where its body starts, where it ends) of each record, not of those inside it."""
    for _record in range(MAX_RECORDS):
        if start + 8 > end:
            return
        budget.spend(budget.RECORD)
        version, kind, length = struct.unpack("<HHI", content[start : start + 8])
        body, start = start + 8, start + 8 + length
        if start > end:
            raise Refused("broken", "ppt")
        yield kind, version >> 4, body, start
    raise Refused("too_complex", "ppt")


def refuse_macros(content, start, end, path=(_INFO_LIST, _MACRO_INFO, _MACRO_ATOM)):
    for kind, _instance, body, body_end in records(content, start, end):
        if kind != path[0]:
            continue
        if path[1:]:
            refuse_macros(content, body, body_end, path[1:])
        elif struct.unpack("<4xI", content[body : body + 8])[0]:
            raise Refused("macros", "ppt")


def check_object(content, is_packed):
    if is_packed:
        inflater = zlib.decompressobj()
        content = inflater.decompress(content[4:], MAX_OBJECT)
        if inflater.unconsumed_tail:
            raise Refused("bomb", "ppt")
        budget.spend(len(content))
    if content.startswith(compound.MAGIC):
        embedded.check_compound(compound.Compound(content))
