"""PDF: must be complete, readable without a password, and without attached programs."""

import ctypes
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from . import budget, signatures
from .archive import BLOCK, PADDING, end_of_content
from .refusal import Refused

HEADER = 1024  # the header must begin within the first bytes
MAX_TAIL = 1024  # the end mark must be within the last bytes, apart from padding
MAX_REPAIRED = 16 << 20
MAX_ATTACHMENTS = 100
_END = re.compile(rb"%%EOF|startxref\s+\d+")
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*\Z")


def read(data: budget.Data, path: str) -> int:
    """The offset where the PDF ends."""
    start = data[: HEADER + 5].find(b"%PDF-")
    if not _BEFORE.match(data[:start]):
        raise Refused("preceded", "pdf")
    end = _end(data)
    if len(data) > MAX_REPAIRED and not _leads_to_table(data, start, end):
        raise Refused("broken", "pdf")
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Refused("encrypted" if locked else "broken", "pdf") from error
    with document:
        _check_attachments(document)
    return end


def _end(data: budget.Data) -> int:
    size = end_of_content(data)
    start = max(0, size - BLOCK - MAX_TAIL)
    last = data[start:size]
    ends = [found.end() for found in _END.finditer(last)]
    if not ends or len(last[ends[-1] :].strip(PADDING)) > MAX_TAIL:
        raise Refused("truncated", "pdf")
    return start + ends[-1]


def _leads_to_table(data: budget.Data, start: int, end: int) -> bool:
    """Whether startxref leads to a cross-reference table. Otherwise PDFium would search the whole file for objects."""
    found = list(re.finditer(rb"startxref\s+(\d{1,10})", data[max(0, end - 2048) : end]))
    places = (int(found[-1][1]), int(found[-1][1]) + start) if found else ()
    return any(re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)", data[place : place + 40]) for place in places)


def _unpacked_length(attachment: pdfium.PdfAttachment) -> int:
    """The size of an attachment in bytes, found without copying it."""
    length = ctypes.c_ulong()
    raw.FPDFAttachment_GetFile(attachment, None, 0, length)
    return length.value


def _check_attachments(document: pdfium.PdfDocument) -> None:
    count = document.count_attachments()
    if count > MAX_ATTACHMENTS:
        raise Refused("too_complex", "pdf")
    for number in range(count):
        attachment = document.get_attachment(number)
        name = attachment.get_name()
        budget.charge(_unpacked_length(attachment) * budget.ATTACHED_BYTE, name)
        try:
            content = bytes(attachment.get_data()[: signatures.HEAD])
        except pdfium.PdfiumError:
            content = b""
        if signatures.INNER_PROGRAM_NAMES.search(name) or signatures.is_program(content):
            raise Refused("embedded_program", "pdf", name)
