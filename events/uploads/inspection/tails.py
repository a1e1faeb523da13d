"""Two files in one: a picture or a document may be followed by an archive or a program."""

import re
from itertools import islice

from . import archive
from .budget import Data
from .refusal import Refused

# A line or two may follow a PDF; a video or a second picture follows the photographs of many telephones.
MAX_TAIL = 32 << 20
MAX_LOOKS = 10_000  # places that look like the start of a program; a real file has fewer
# All are long enough not to occur by chance in a video of some megabytes.
_OTHERS = re.compile(
    rb"\x7fELF[\x01\x02][\x01\x02]\x01|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|<\?php|<script|#! ?/(?:usr/)?s?bin/"
)


def check(data: Data, end: int, kind: str) -> None:
    """`end` is the place where the file of this kind ends. Only an archive that ends with the file opens as one."""
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
