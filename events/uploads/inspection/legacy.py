"""PPT and DOC: which of them a compound file is, and the macros, locks and objects that only they can hold."""

import struct
import zlib
from collections.abc import Iterator

from . import budget, compound, embedded
from .refusal import Refused

MAX_RECORDS = 200_000
MAX_OBJECT = 64 << 20
_ENCRYPTED_USER = 0xF3D1C4DF
_WORDS = {0xA5EC, 0xA5DC}
_IS_ENCRYPTED = 0x0100
_DOCUMENT, _INFO_LIST, _MACRO_INFO, _MACRO_ATOM, _OBJECT = 0x03E8, 0x07D0, 0x03FF, 0x0400, 0x1011
_OTHERS = {"workbook": "xls", "book": "xls", "visiodocument": "vsd", "__properties_version1.0": "msg"}


def kind_of(box: compound.Compound) -> str:
    names = {item.path[0].casefold() for item in box.items if len(item.path) == 1}
    if "encryptedpackage" in names:
        raise Refused("encrypted", "ole")
    if "powerpoint document" in names:
        _check_ppt(box)
        kind = "ppt"
    elif "worddocument" in names:
        _check_doc(box)
        kind = "doc"
    else:
        other = next((kind for name, kind in _OTHERS.items() if name in names), None)
        raise Refused("other_format", other) if other else Refused("unknown_kind", "ole")
    embedded.check_compound(box)
    return kind


def _check_doc(box: compound.Compound) -> None:
    head = box.read(_stream(box, "WordDocument"), 32)
    magic, flags = struct.unpack("<H8xH", head[:12])
    if magic not in _WORDS:
        raise Refused("broken", "doc")
    if flags & _IS_ENCRYPTED:
        raise Refused("encrypted", "doc")


def _check_ppt(box: compound.Compound) -> None:
    user = box.stream("Current User")
    if user and struct.unpack("<12xI", box.read(user, 16))[0] == _ENCRYPTED_USER:
        raise Refused("encrypted", "ppt")
    content = box.read(_stream(box, "PowerPoint Document"))
    seen = 0
    for kind, instance, start, end in _records(content, 0, len(content)):
        if kind == _DOCUMENT:
            _refuse_macros(content, start, end)
        elif kind == _OBJECT:
            _check_object(content[start:end], is_packed=instance == 1)
        seen += 1
    if not seen:
        raise Refused("broken", "ppt")


def _stream(box: compound.Compound, name: str) -> compound.Item:
    item = box.stream(name)
    if item is None:
        raise Refused("broken", "ole", name)
    return item


def _records(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """`(type, instance, start of the body, end)` of each record; records inside others are not entered."""
    for _record in range(MAX_RECORDS):
        if start + 8 > end:
            return
        budget.charge(budget.RECORD)
        version, kind, length = struct.unpack("<HHI", content[start : start + 8])
        body, start = start + 8, start + 8 + length
        if start > end:
            raise Refused("broken", "ppt")
        yield kind, version >> 4, body, start
    raise Refused("too_complex", "ppt")


def _refuse_macros(
    content: bytes, start: int, end: int, path: tuple[int, ...] = (_INFO_LIST, _MACRO_INFO, _MACRO_ATOM)
) -> None:
    for kind, _instance, body, body_end in _records(content, start, end):
        if kind != path[0]:
            continue
        if path[1:]:
            _refuse_macros(content, body, body_end, path[1:])
        elif struct.unpack("<4xI", content[body : body + 8])[0]:
            raise Refused("macros", "ppt")


def _check_object(content: bytes, is_packed: bool) -> None:
    if is_packed:
        inflater = zlib.decompressobj()
        content = inflater.decompress(content[4:], MAX_OBJECT)
        if inflater.unconsumed_tail:
            raise Refused("bomb", "ppt")
        budget.charge(len(content))
    if content.startswith(compound.MAGIC):
        embedded.check_compound(compound.Compound(content))
