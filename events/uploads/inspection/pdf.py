"""PDF: complete, readable without a password, without attached programs."""

import ctypes
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from . import budget, signatures
from .data import Data
from .refusal import Refused

REACH = 2048  # bytes before %%EOF in which startxref must stand
MAX_PADDING = 32 << 20  # bytes after the end: some servers fill up their blocks
MAX_REPAIRED = 16 << 20
MAX_ATTACHMENTS = 100


def read(data: Data, path: str) -> tuple[str, int]:
    """The kind and the place where the PDF ends."""
    last = data[max(0, len(data) - MAX_PADDING) :]
    end = last.rfind(b"%%EOF")
    if end < 0 or last.rfind(b"startxref", max(0, end - REACH), end) < 0:
        raise Refused("truncated", "pdf")
    if len(data) > MAX_REPAIRED and not _leads_to_table(data, last[:end]):
        raise Refused("broken", "pdf")
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Refused("encrypted" if locked else "broken", "pdf") from error
    with document:
        _check_attachments(document)
    return "pdf", len(data) - len(last) + end + len(b"%%EOF")


def _leads_to_table(data: Data, before_end: bytes) -> bool:
    """Whether startxref leads to a cross-reference table. Otherwise PDFium would search the whole file for objects."""
    found = re.search(rb"startxref\s+(\d{1,10})\s*\Z", before_end[-REACH:])
    return bool(found and re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)", data[int(found[1]) : int(found[1]) + 40]))


def _unpacked_length(attachment: pdfium.PdfAttachment) -> int:
    """In bytes, found without copying the attachment."""
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
