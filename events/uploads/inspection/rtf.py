"""RTF: must be complete, and may embed only documents."""

import re

from . import budget, embedded, signatures, tails
from .archive import PADDING, end_record
from .compound import MAGIC
from .refusal import Refused

_OBJECT = re.compile(rb"\\objdata\b")
_BODY = re.compile(rb"[^{}]*(?:\{[^{}]*\}[^{}]*)*")
_NO_DIGIT = re.compile(rb"\\[a-zA-Z]+-?\d* ?|[^0-9A-Fa-f]")


def read(data: budget.Data) -> int:
    """The offset where the document ends."""
    end = data.rfind(b"}") + 1
    if end_record(data) is not None:
        raise Refused("polyglot", "rtf")
    if not end or data[end : end + 4096].strip(PADDING):
        raise Refused("truncated", "rtf")
    for found in _OBJECT.finditer(data):
        body = _BODY.match(data, found.end())
        digits = _NO_DIGIT.sub(b"", body[0] if body else b"")
        budget.charge(len(digits) * 2)
        _check_object(bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")))
    return end


def _check_object(content: bytes) -> None:
    """Check an OLE 1 object: a few names, then a compound file or a file that was dropped into the document."""
    place = content.find(MAGIC)
    if place >= 0:
        inner = content[place:]
        embedded.check_object(inner[: signatures.HEAD], "object", None, lambda: inner)
    elif (dropped := content.find(b"Package\0")) >= 0:
        # The name of the class is followed by two empty names and a length.
        embedded.check_dropped(content[dropped + 8 + 8 :], None)
    if tails.has_program(content):
        raise Refused("embedded_program", "rtf", "object")
