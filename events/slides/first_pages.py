"""Read the texts of a file's first pages, to find out to whom it belongs. Runs in a sandboxed process."""

import pypdfium2 as pdfium

from .office_text import READERS, pages_of
from .pdf_text import lines_of, page_with_annotations, text_of
from .text import tidy

MOST_PAGES = 3
LONGEST = 4_000  # characters of a page


def first_pages(path: str, suffix: str) -> list[str]:
    """The texts; [] if the file has none or cannot be read. `suffix` is that of the content."""
    try:
        pages = _of_pdf(path) if suffix == ".pdf" else _of_office(path, suffix)
    except (pdfium.PdfiumError, ValueError):
        return []
    return [page[:LONGEST] for page in pages]


def _of_office(path: str, suffix: str) -> list[str]:
    """The texts of an office document. Each begins with the title of its page."""
    if suffix not in READERS:
        return []
    pages = pages_of(path, suffix, MOST_PAGES)["pages"]
    return [
        page["text"] if page["text"].startswith(page["title"]) else f"{page['title']}\n\n{page['text']}"
        for page in pages
    ]


def _of_pdf(path: str) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [_of_page(document, number) for number in range(min(len(document), MOST_PAGES))]


def _of_page(document: pdfium.PdfDocument, number: int) -> str:
    page = page_with_annotations(document, number)
    try:
        return tidy(text_of(lines_of(page)))
    finally:
        page.close()
