"""A PDF: whole, open without a password, and without programs attached to it."""

import ctypes
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from . import budget, signatures
from .refusal import Refused

REACH = 2048  # the mark of the end and the address of the table before it are near the end
MAX_PADDING = 32 << 20  # behind the end, some servers fill up their blocks
MAX_REPAIRED = 16 << 20
MAX_ATTACHMENTS = 100


def read(data, path):
    last = data[max(0, len(data) - MAX_PADDING) :]
    end = last.rfind(b"%%EOF")
    if end < 0 or last.rfind(b"startxref", max(0, end - REACH), end) < 0:
        raise Refused("truncated", "pdf")
    if len(data) > MAX_REPAIRED and not leads_to_table(data, last[:end]):
        raise Refused("broken", "pdf")
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Refused("encrypted" if locked else "broken", "pdf") from error
    with document:
        check_attachments(document)
    return "pdf", len(data) - len(last) + end + len(b"%%EOF")


def leads_to_table(data, before_end):
    """Whether the file says where its table is. If it does not, all of it is read to find out what it holds."""
    said = re.search(rb"startxref\s+(\d{1,10})\s*\Z", before_end[-REACH:])
    return bool(said and re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)", data[int(said[1]) : int(said[1]) + 40]))


def length_of(attachment):
    """As it is unpacked, which is told before it is copied."""
    length = ctypes.c_ulong()
    raw.FPDFAttachment_GetFile(attachment, None, 0, length)
    return length.value


def check_attachments(document):
    count = document.count_attachments()
    if count > MAX_ATTACHMENTS:
        raise Refused("too_complex", "pdf")
    for number in range(count):
        attachment = document.get_attachment(number)
        name = attachment.get_name()
        budget.spend(length_of(attachment) * budget.ATTACHED_BYTE, name)
        try:
            content = bytes(attachment.get_data()[: signatures.HEAD])
        except pdfium.PdfiumError:
            content = b""
        if signatures.INNER_PROGRAM_NAMES.search(name) or signatures.is_program(content):
            raise Refused("embedded_program", "pdf", name)
