"""Two files in one: a picture or a PDF may be followed by an archive or a program."""

import re
import struct
from collections.abc import Iterator

from .data import Data
from .refusal import Refused

# A line or two may follow a PDF; a video or a second picture follows the photographs of many telephones.
MAX_TAIL, MAX_PDF_TAIL = 32 << 20, 1024
MAX_LOOKS = 10_000  # places that look like the start of a program; a real file has fewer
_ARCHIVE_END, _ARCHIVE_ENTRY, _LOCATOR64 = b"PK\x05\x06", b"PK\x01\x02", b"PK\x06\x07"
_ARCHIVE_REACH = 22 + 0xFFFF
# All are long enough not to occur by chance in a video of some megabytes.
_OTHERS = re.compile(
    rb"\x7fELF[\x01\x02][\x01\x02]\x01|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|<\?php|<script|#! ?/(?:usr/)?s?bin/"
)
_PADDING = b"\0\t\n\f\r "


def check(data: Data, end: int, kind: str) -> None:
    """`end` is the place where the file of this kind ends."""
    if kind != "pdf" and data[:1024].find(b"%PDF-") >= 0:
        raise Refused("polyglot", kind)
    tail = data[end : end + MAX_TAIL]
    if _has_program(tail) or (data[:2] != b"PK" and _has_archive(data, end)):
        raise Refused("polyglot", kind)
    if kind == "pdf" and len(tail.strip(_PADDING)) > MAX_PDF_TAIL:
        raise Refused("truncated", kind)
    if len(data) > end + MAX_TAIL:
        raise Refused("polyglot", kind)


def _has_archive(data: Data, end: int) -> bool:
    """Whether a ZIP reader, which starts at the end, would find an archive: an end record and a directory before it."""
    start = max(0, min(end, len(data) - _ARCHIVE_REACH), len(data) - MAX_TAIL)
    reach = data[start:]
    for place in _places(reach, _ARCHIVE_END):
        if reach[max(0, place - 20) : place].startswith(_LOCATOR64):
            return True
        if place + 22 <= len(reach):
            length = struct.unpack("<I", reach[place + 12 : place + 16])[0]
            directory = start + place - length
            if length >= 46 and directory >= 0 and data[directory : directory + 4] == _ARCHIVE_ENTRY:
                return True
    return False


def _has_program(tail: bytes) -> bool:
    if _OTHERS.search(tail):
        return True
    for place in _places(tail, b"MZ"):
        header = place + int.from_bytes(tail[place + 60 : place + 64], "little")
        if tail[header : header + 4] == b"PE\0\0":
            return True
    return False


def _places(content: bytes, mark: bytes) -> Iterator[int]:
    place = content.find(mark)
    for _look in range(MAX_LOOKS):
        if place < 0:
            return
        yield place
        place = content.find(mark, place + 1)
    raise Refused("polyglot")
