"""What a document contains: its parts, and the documents embedded in it, to a limited depth.

Embedded tables and drawings are usual, programs are not. This module owns the recursion: packages and compound files
contain each other.
"""

import re
import struct
from collections.abc import Callable
from functools import partial

from . import budget, compound, packages, signatures
from .archive import Archive, Entry
from .refusal import Refused

MAX_DEPTH = 3
MAX_OBJECT = 64 << 20
NATIVE = "\x01ole10native"
_MACRO_STORAGES = {"macros", "vba", "_vba_project_cur", "_vba_project"}


def check_package(box: Archive) -> None:
    """Refuse what no package may contain, whether it was uploaded or is embedded in another document."""
    packages.refuse_macros_and_locks(box)
    for entry in box.files():
        _check_part(box, entry)


def check_compound(box: compound.Compound, outer: Archive | None = None) -> None:
    """Check the objects in a compound file, however deep; `outer` is the archive that it lies in."""
    box.check_streams()
    _refuse_macros(box)
    for item in box.items:
        if item.type != compound.STREAM:
            continue
        if item.name.casefold() == NATIVE:
            _check_native(box.read(item), outer)
        elif item.size:
            _check_object(box.read(item, signatures.HEAD), item.name, outer, partial(box.read, item))


def _check_part(box: Archive, entry: Entry) -> None:
    if signatures.INNER_PROGRAM_NAMES.search(entry.name):
        raise Refused("embedded_program", detail=entry.name)
    head = box.head(entry, signatures.HEAD)
    if packages.looks_like_xml(head):
        packages.check_xml(box, entry, head)
    else:
        _check_object(head, entry.name, box, lambda: box.read(entry))


def _check_object(head: bytes, name: str, outer: Archive | None, read: Callable[[], bytes]) -> None:
    """Check an object by its first bytes; `read` returns all of it and is called only for a document."""
    if signatures.is_program(head):
        raise Refused("embedded_program", detail=name)
    if head.startswith(compound.MAGIC):
        check_compound(compound.Compound(_read_limited(read, name)), outer)
    elif head.startswith(b"PK\x03\x04"):
        if outer and outer.depth == MAX_DEPTH:
            raise Refused("nested", detail=name)
        inner = Archive(_read_limited(read, name), outer)
        if not packages.is_package(inner):
            raise Refused("nested", detail=name)
        check_package(inner)


def _read_limited(read: Callable[[], bytes], name: str) -> bytes:
    content = read()
    if len(content) > MAX_OBJECT:
        raise Refused("too_complex", detail=name)
    budget.charge(len(content), name)
    return content


def _refuse_macros(box: compound.Compound) -> None:
    for item in box.items:
        if item.name.casefold() in _MACRO_STORAGES:
            raise Refused("macros", detail=item.name)
        if item.name.casefold() == "encryptedpackage":
            raise Refused("encrypted", detail=item.name)


def _check_native(content: bytes, outer: Archive | None) -> None:
    """Check a file that was dropped into a document; it is stored with its original names."""
    names = re.match(rb".{6}([^\0]*)\0([^\0]*)\0", content, re.S)
    if names:
        for name in names.groups():
            if signatures.INNER_PROGRAM_NAMES.search(name.decode("cp1251", "replace")):
                raise Refused("embedded_program", detail=name.decode("cp1251", "replace"))
        place = names.end() + 4
        (length,) = struct.unpack("<I", content[place : place + 4])
        file = content[place + 8 + length :]
        _check_object(file[: signatures.HEAD], "object", outer, lambda: file)
