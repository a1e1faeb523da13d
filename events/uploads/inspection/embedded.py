"""What a document carries inside: tables and drawings of other programs are usual, programs are not."""

import re
import struct

from . import archive, budget, compound, packages, signatures
from .refusal import Refused

MAX_DEPTH = 3
MAX_OBJECT = 64 << 20
NATIVE = "\x01ole10native"
_MACRO_STORAGES = {"macros", "vba", "_vba_project_cur", "_vba_project"}


def check_head(head, name, outer, read):
    """`read` brings all of an object whose first bytes make it worth a look; `outer` is the archive it lies in."""
    if signatures.is_program(head):
        raise Refused("embedded_program", detail=name)
    if head.startswith(compound.MAGIC):
        check_compound(compound.Compound(within_limits(read, name)), outer)
    elif head.startswith(b"PK\x03\x04"):
        if outer and outer.depth == MAX_DEPTH:
            raise Refused("nested", detail=name)
        inner = archive.Archive(within_limits(read, name), outer)
        if not packages.refuse_dangers(inner):
            raise Refused("nested", detail=name)


def within_limits(read, name):
    content = read()
    if len(content) > MAX_OBJECT:
        raise Refused("too_complex", detail=name)
    budget.spend(len(content), name)
    return content


def check_compound(box, outer=None):
    """The objects in a compound file, however deep."""
    box.check_streams()
    refuse_macros(box)
    for item in box.items:
        if item.type != compound.STREAM:
            continue
        if item.name.casefold() == NATIVE:
            check_native(box.read(item), outer)
        elif item.size:
            check_head(box.read(item, signatures.HEAD), item.name, outer, lambda item=item: box.read(item))


def refuse_macros(box):
    for item in box.items:
        if item.name.casefold() in _MACRO_STORAGES:
            raise Refused("macros", detail=item.name)
        if item.name.casefold() == "encryptedpackage":
            raise Refused("encrypted", detail=item.name)


def check_native(content, outer):
    """A file as it was dropped into a document, with the names that it had."""
    names = re.match(rb".{6}([^\0]*)\0([^\0]*)\0", content, re.S)
    if names:
        for name in names.groups():
            if signatures.INNER_PROGRAM_NAMES.search(name.decode("cp1251", "replace")):
                raise Refused("embedded_program", detail=name.decode("cp1251", "replace"))
        place = names.end() + 4
        (length,) = struct.unpack("<I", content[place : place + 4])
        file = content[place + 8 + length :]
        check_head(file[: signatures.HEAD], "object", outer, lambda: file)
