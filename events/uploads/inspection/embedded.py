"""What a document contains: its parts, and the documents embedded in it, to a limited depth.

Embedded tables and drawings are normal, programs are not. The recursion is here, because packages and compound files
contain each other.
"""

import re
import struct
from collections.abc import Callable
from functools import partial

from . import budget, legacy, packages, signatures
from .archive import Archive, Entry, inner_archives
from .compound import MAGIC, Compound
from .refusal import Refused

MAX_DEPTH = 3
MAX_OBJECT = 64 << 20
NATIVE = "\x01ole10native"
_MACRO_STORAGES = ("macros", "vba", "_vba_project_cur", "_vba_project")
_MACRO_NAME = "_VBA_PROJECT".encode("utf-16-le")
# Streams that Office reads itself. Of all others only the beginning matters.
_OWN = {"powerpoint document", "current user", "worddocument", "0table", "1table", "data", "workbook", "book"}


def check_package(box: Archive) -> None:
    """Refuse what no package may contain, whether uploaded or embedded in another document."""
    packages.refuse_macros_and_locks(box)
    for entry in box.files():
        _check_part(box, entry)


def check_compound(box: Compound, outer: Archive | None = None) -> None:
    """Check the streams of a compound file, however deep; `outer` is the archive that it lies in."""
    if box.has_storage(*_MACRO_STORAGES) or box.named(*_MACRO_STORAGES):
        raise Refused("macros")
    if box.named("encryptedpackage"):
        raise Refused("encrypted")
    for entry in box.streams():
        name = entry.name.casefold()
        if name == NATIVE:
            check_dropped(box.read(entry), outer)
        elif name in _OWN:
            content = box.read(entry)
            budget.charge(len(content) // 8)
            legacy.check_stream(name, content)
            check_inner_archives(content, outer)
            for found in legacy.objects_of(content) if name == "powerpoint document" else ():
                check_object(found[: signatures.HEAD], "object", outer, partial(_itself, found))
        elif entry.size:
            check_object(box.read(entry, signatures.HEAD), entry.name, outer, partial(box.read, entry))


def check_object(head: bytes, name: str, outer: Archive | None, read: Callable[[], bytes]) -> None:
    """Check an object by its first bytes; `read` returns all of it and is called only for a document."""
    if signatures.is_program(head):
        raise Refused("embedded_program", detail=name)
    if head.startswith(MAGIC):
        content = _read_limited(read, name)
        try:
            box = Compound(content)
        except Refused:  # it cannot be opened, but its macros may still run
            if _MACRO_NAME in content:
                raise Refused("macros", detail=name) from None
            return
        check_compound(box, outer)
    elif head.startswith(b"PK\x03\x04"):
        if outer and outer.depth == MAX_DEPTH:
            raise Refused("nested", detail=name)
        inner = Archive(_read_limited(read, name), outer)
        if not packages.is_package(inner):
            raise Refused("nested", detail=name)
        check_package(inner)


def check_inner_archives(data: budget.Data, outer: Archive | None = None) -> None:
    """Check the archives in the middle of a document: its theme, or a copy of it in a new format."""
    for content in inner_archives(data):
        budget.charge(len(content))
        try:
            inner = Archive(content, outer)
        except Refused as refusal:
            if refusal.reason in ("broken", "truncated", "overlapping", "polyglot"):
                continue  # bytes that look like one
            raise
        for entry in inner.files():
            _check_part(inner, entry)
        if packages.is_package(inner):
            packages.refuse_macros_and_locks(inner)


def check_dropped(content: bytes, outer: Archive | None) -> None:
    """Check a file that was dropped into a document.

    Two names, a path and a length precede its bytes, and the names in UTF-16 may follow them.
    """
    names = re.match(rb".{6}([^\0]*)\0([^\0]*)\0", content, re.S)
    if not names:
        return
    spelled = [name.decode("cp1251", "replace") for name in names.groups()]
    for name in spelled:
        if signatures.INNER_PROGRAM_NAMES.search(name):
            raise Refused("embedded_program", detail=name)
    place = names.end() + 4
    (path,) = struct.unpack("<I", content[place : place + 4].ljust(4, b"\0"))
    (length,) = struct.unpack("<I", content[place + 4 + path : place + 8 + path].ljust(4, b"\0"))
    file = content[place + 8 + path :][:length]
    if signatures.kind_of(file[: signatures.HEAD]) in signatures.ARCHIVES - {"zip"}:
        raise Refused("nested", detail=spelled[0])
    check_object(file[: signatures.HEAD], spelled[0], outer, partial(_itself, file))


def _check_part(box: Archive, entry: Entry) -> None:
    if signatures.INNER_PROGRAM_NAMES.search(entry.filename):
        raise Refused("embedded_program", detail=entry.filename)
    head = box.head(entry, signatures.HEAD)
    if packages.looks_like_xml(head):
        packages.refuse_declarations(box, entry)
    else:
        check_object(head, entry.filename, box, partial(box.read, entry))


def _itself(content: bytes) -> bytes:
    return content


def _read_limited(read: Callable[[], bytes], name: str) -> bytes:
    content = read()
    if len(content) > MAX_OBJECT:
        raise Refused("too_complex", detail=name)
    budget.charge(len(content), name)
    return content
