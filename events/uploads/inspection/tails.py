"""Two files in one: what seems a picture or a PDF may be an archive or a program from its other end."""

import re
import struct

from .refusal import Refused

# What may stand behind the end: a line or two after a PDF, a film or a second picture after a telephone's photograph.
MAX_TAIL, MAX_PDF_TAIL = 32 << 20, 1024
MAX_LOOKS = 10_000  # at places that seem to begin a program; who has more of them has made them
_ARCHIVE_END, _ARCHIVE_ENTRY, _LOCATOR64 = b"PK\x05\x06", b"PK\x01\x02", b"PK\x06\x07"
_ARCHIVE_REACH = 22 + 0xFFFF
# None of them is so short that a film of some megabytes has it by chance.
_OTHERS = re.compile(
    rb"\x7fELF[\x01\x02][\x01\x02]\x01|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|<\?php|<script|#! ?/(?:usr/)?s?bin/"
)
_PADDING = b"\0\t\n\f\r "


def check(data, end, kind):
    """`end` is where the file of this kind is over."""
    if kind != "pdf" and data[:1024].find(b"%PDF-") >= 0:
        raise Refused("polyglot", kind)
    tail = data[end : end + MAX_TAIL]
    if has_program(tail) or (data[:2] != b"PK" and has_archive(data, end)):
        raise Refused("polyglot", kind)
    if kind == "pdf" and len(tail.strip(_PADDING)) > MAX_PDF_TAIL:
        raise Refused("truncated", kind)
    if len(data) > end + MAX_TAIL:
        raise Refused("polyglot", kind)


def has_archive(data, end):
    """An archive is read from its end: the record there, and the directory before it, or that of the 64-bit form."""
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


def has_program(tail):
    if _OTHERS.search(tail):
        return True
    for place in _places(tail, b"MZ"):
        header = place + int.from_bytes(tail[place + 60 : place + 64], "little")
        if tail[header : header + 4] == b"PE\0\0":
            return True
    return False


def _places(content, mark):
    place = content.find(mark)
    for _look in range(MAX_LOOKS):
        if place < 0:
            return
        yield place
        place = content.find(mark, place + 1)
    raise Refused("polyglot")
