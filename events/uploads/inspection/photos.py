"""A ZIP that is no document: it may only be an archive of photographs."""

import re

from ..formats import kind_named
from . import pictures, signatures, tails
from .archive import Archive, Entry
from .refusal import Refused

HEAD = 1 << 16
READ_WHOLE = 64 << 20  # bytes of photos that are read in full; of the rest only the beginning is
PICTURES = {"jpeg", "png", "webp"}
_LEFT_BY_SYSTEMS = re.compile(
    r"(?:\A|/)(?:__MACOSX/|\._[^/]*\Z|\.DS_Store\Z|(?:eh)?thumbs\.db\Z|desktop\.ini\Z|\.?picasa\.ini\Z)", re.I
)


def kind_of(box: Archive) -> str:
    left, found = READ_WHOLE, False
    for entry in box.files():
        _refuse_program(entry, box.head(entry, signatures.HEAD))
    for entry in box.files():
        head = box.head(entry, HEAD)
        if _LEFT_BY_SYSTEMS.search(entry.name):
            continue
        kind = signatures.kind_of(head[: signatures.HEAD])
        if kind in ("zip", "rar", "7z", "gz"):
            raise Refused("nested", "zip", entry.name)
        if kind not in PICTURES or kind_named(entry.name) not in PICTURES:
            raise Refused("not_photos", "zip", entry.name)
        _check_photo(box, entry, kind, head, is_read_whole=entry.size <= left)
        left -= entry.size
        found = True
    if not found:
        raise Refused("empty", "zip")
    return "zip"


def _refuse_program(entry: Entry, head: bytes) -> None:
    is_program = signatures.is_program(head) or signatures.kind_of(head) in signatures.PROGRAMS
    if is_program or signatures.PROGRAM_NAMES.search(entry.name):
        raise Refused("program", "zip", entry.name)


def _check_photo(box: Archive, entry: Entry, kind: str, head: bytes, is_read_whole: bool) -> None:
    try:
        if not is_read_whole and pictures.check_size(kind, head):
            return
        content = box.read(entry)
        _kind, end = pictures.read(content)
        tails.check(content, end, kind)
    except Refused as refusal:
        raise Refused(refusal.reason, "zip", entry.name) from refusal
