"""Find a second file after the end of a picture or document: an archive or a program."""

import re
from itertools import islice

from . import archive
from .budget import Data
from .refusal import Refused

# A line or two may follow a PDF, and many phones append a video or a second picture to a photograph.
MAX_TAIL = 32 << 20
MAX_LOOKS = 10_000  # places that look like the start of a program; a real file has fewer
# All are too long to occur by chance in a video of some megabytes.
_OTHERS = re.compile(
    rb"\x7fELF[\x01\x02][\x01\x02]\x01|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|<\?php|<script|#! ?/(?:usr/)?s?bin/"
)


def check(data: Data, end: int, kind: str) -> None:
    """Check the bytes after `end`, where the file of this kind ends. An archive can be opened only at the very end."""
    if end < len(data) and (archive.end_record(data, end) is not None or has_program(data[end : end + MAX_TAIL])):
        raise Refused("polyglot", kind)


def has_program(tail: bytes) -> bool:
    if _OTHERS.search(tail):
        return True
    for found in islice(re.finditer(rb"MZ", tail), MAX_LOOKS):
        header = found.start() + int.from_bytes(tail[found.start() + 60 : found.start() + 64], "little")
        if tail[header : header + 4] == b"PE\0\0":
            return True
    return False
