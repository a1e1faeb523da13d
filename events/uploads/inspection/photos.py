"""A ZIP that is not a document: only archives of photographs are accepted."""

import re

from core.files.names import extension

from ..formats import PICTURES, kind_named
from . import pictures, signatures, tails
from .archive import Archive, Entry
from .refusal import Refused

HEAD = 1 << 16
READ_WHOLE = 64 << 20  # this many bytes of photos are read completely; of the rest only the beginnings
_ARCHIVE_NAMES = {"", ".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar"}
LEFT_BY_SYSTEMS = re.compile(
    r"(?:\A|/)(?:__MACOSX/|\._[^/]*\Z|\.DS_Store\Z|(?:eh)?thumbs\.db\Z|desktop\.ini\Z|\.?picasa\.ini\Z|[^/]*\.aae\Z)",
    re.I,
)


def kind_of(box: Archive) -> str:
    """The kind of the archive. A program is reported first, whatever else is wrong."""
    left, found, refused = READ_WHOLE, False, None
    for entry in box.files():
        is_whole = entry.file_size <= left
        content = box.read(entry) if is_whole and not refused else box.head(entry, HEAD)
        kind = signatures.kind_of(content[: signatures.HEAD])
        _refuse_program(entry, kind, content)
        if refused or LEFT_BY_SYSTEMS.search(entry.filename):
            continue
        try:
            _check_photo(box, entry, kind, content, is_whole)
        except Refused as refusal:
            refused = Refused(refusal.reason, "zip", entry.filename)
        left -= entry.file_size
        found = True
    if refused:
        raise refused
    if not found:
        raise Refused("empty", "zip")
    return "zip"


def _refuse_program(entry: Entry, kind: str, content: bytes) -> None:
    is_program = kind in signatures.PROGRAMS or signatures.is_program(content)
    if is_program or signatures.PROGRAM_NAMES.search(entry.filename):
        raise Refused("program", "zip", entry.filename)


def _check_photo(box: Archive, entry: Entry, kind: str, content: bytes, is_whole: bool) -> None:
    if kind in signatures.ARCHIVES and extension(entry.filename) in _ARCHIVE_NAMES:
        raise Refused("nested")
    if kind not in PICTURES or kind_named(entry.filename) not in PICTURES:
        raise Refused("not_photos")
    if not is_whole:
        if pictures.check_size(content, kind):
            return
        content = box.read(entry)
    tails.check(content, pictures.read(content, kind), kind)
