"""Read the plain text of a document, without pictures and titles, as if it were pasted. Runs in a sandboxed process."""

from pathlib import Path

import pypdfium2 as pdfium

from ..press_release.encodings import decoded
from ..press_release.html_text import text_of_html
from .office_text import pages_of
from .pdf_text import lines_of, page_with_annotations, text_of
from .text import tidy

MOST_PAGES = 50
FULL_LINE = 0.75  # of the width of the text; a line of this length continues in the next one


def text_of_file(path: str, suffix: str) -> str:
    """The text of a PDF, an office document, a web page or a text file. Raises ValueError if it cannot be read."""
    if suffix == ".pdf":
        return _text_of_pdf(path)
    if suffix in (".txt", ".html", ".htm"):
        text = decoded(Path(path).read_bytes())
        return text if suffix == ".txt" else text_of_html(text)
    return "\n\n".join(page["text"] for page in pages_of(path, suffix, MOST_PAGES)["pages"])


def _text_of_pdf(path: str) -> str:
    try:
        with pdfium.PdfDocument(path) as document:
            pages = [_text_of_page(document, number) for number in range(min(len(document), MOST_PAGES))]
    except pdfium.PdfiumError as error:
        raise ValueError("encrypted" if "password" in str(error).lower() else "broken") from error
    return "\n".join(pages)


def _text_of_page(document: pdfium.PdfDocument, number: int) -> str:
    page = page_with_annotations(document, number)
    try:
        return reflowed(tidy(text_of(lines_of(page))))
    finally:
        page.close()


def reflowed(text: str) -> str:
    """The text with the lines of each paragraph joined, because a PDF has only lines.

    A new paragraph begins after a short or an empty line, and at a bullet.
    """
    lines = text.split("\n")
    width = sorted(map(len, lines))[-max(1, len(lines) // 10)]
    joined: list[str] = []
    goes_on = False
    for line in lines:
        starts = not line.strip() or line.lstrip()[:1] in "•·–—-*" or line.lstrip()[:2].rstrip(".)").isdigit()
        if goes_on and not starts:
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line)
        goes_on = len(line) >= FULL_LINE * width and bool(line.strip()) and line.rstrip()[-1:] not in ";:"
    return "\n".join(joined)
