"""A ZIP without a document in it: an archive of photographs, with nothing else."""

import re

from ..formats import kind_named
from . import pictures, signatures, tails
from .refusal import Refused

HEAD = 1 << 16
READ_WHOLE = 64 << 20  # of all photos together; of the others only the beginning
PICTURES = {"jpeg", "png", "webp"}
_LEFT_BY_SYSTEMS = re.compile(
    r"(?:\A|/)(?:__MACOSX/|\._[^/]*\Z|\.DS_Store\Z|(?:eh)?thumbs\.db\Z|desktop\.ini\Z|\.?picasa\.ini\Z)", re.I
)


def kind_of(box):
    left, found = READ_WHOLE, False
    for entry in box.files():
        refuse_programs(entry, box.head(entry, signatures.HEAD))
    for entry in box.files():
        head = box.head(entry, HEAD)
        if _LEFT_BY_SYSTEMS.search(entry.name):
            continue
        kind = signatures.kind_of(head[: signatures.HEAD])
        if kind in ("zip", "rar", "7z", "gz"):
            raise Refused("nested", "zip", entry.name)
        if kind not in PICTURES or kind_named(entry.name) not in PICTURES:
            raise Refused("not_photos", "zip", entry.name)
        check_photo(box, entry, kind, head, is_read_whole=entry.size <= left)
        left -= entry.size
        found = True
    if not found:
        raise Refused("empty", "zip")
    return "zip"


def refuse_programs(entry, head):
    is_program = signatures.is_program(head) or signatures.kind_of(head) in signatures.PROGRAMS
    if is_program or signatures.PROGRAM_NAMES.search(entry.name):
        raise Refused("program", "zip", entry.name)


def check_photo(box, entry, kind, head, is_read_whole):
    try:
        if not is_read_whole and pictures.check_size(kind, head):
            return
        content = box.read(entry)
        _kind, end = pictures.read(content)
        tails.check(content, end, kind)
    except Refused as refusal:
        raise Refused(refusal.reason, "zip", entry.name) from refusal
