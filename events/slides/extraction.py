"""Extract the pages of a PDF or a picture: text and two WebP pictures each. Pure; runs in a sandboxed process.

A page is a dictionary, and its pictures are files in a folder. Pictures have a limited size, so that a poster costs no
more than a slide.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pi_heif
import pypdfium2 as pdfium
from PIL import Image, ImageOps

from core.files.limits import MAX_PIXELS

from .pdf_text import lines_of, page_with_annotations, placed_words, text_of
from .text import tidy, title_of
from .word_boxes import pack

Page = dict[str, Any]
LARGE = (1600, 2000)  # the greatest width and height in pixels
SMALL = (400, 500)
QUALITY = {"quality": 78, "method": 2}  # method 4 takes twice the time and saves only 5 %
SMALL_QUALITY = {"quality": 72, "method": 3}
PICTURES = ("JPEG", "PNG", "WEBP", "TIFF")
PHOTOS_OF_PHONES = {".heic", ".heif"}


class Unreadable(ValueError):
    """No attempt will read the file. The message is a short English reason, a key of `build.REASONS`."""


def pages_of_pdf(path: str, folder: str, first: int = 1, most: int = 1000, seconds: float = 30) -> Iterator[Page]:
    """Yield `{"total": …}`, then the pages from the number `first` on, until the end or until `seconds` have passed.

    The next process continues with the remaining pages, because the limits of one may not suffice for all.
    """
    until = time.monotonic() + seconds
    with _opened(path) as document:
        with suppress(pdfium.PdfiumError):
            document.init_forms()  # needed to draw the values of form fields; it runs no scripts
        total = len(document)
        yield {"total": total}
        for number in range(first, min(total, most) + 1):
            yield {"number": number, **_page_of_pdf(document, number, Path(folder))}
            if time.monotonic() > until:
                return


def _opened(path: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable("encrypted" if "password" in str(error).lower() else "broken") from error


def _page_of_pdf(document: pdfium.PdfDocument, number: int, folder: Path) -> Page:
    """One page. If PDFium cannot load or draw it, it has no pictures, and the other pages are not affected."""
    try:
        page = page_with_annotations(document, number - 1)
    except pdfium.PdfiumError:
        return {"title": "", "text": ""}
    try:
        lines = lines_of(page)
        text = tidy(text_of(lines))
        drawn = _drawn(page, number, folder)
        return {"title": title_of(text), "text": text, "word_boxes": pack(placed_words(page, lines)), **drawn}
    finally:
        page.close()


def _drawn(page: pdfium.PdfPage, number: int, folder: Path) -> Page:
    width, height = page.get_size()
    scale = _scale_to_fit(width, height)
    if min(width, height) * scale < 1:  # the page is too narrow for a picture
        return {}
    try:
        bitmap = page.render(scale=scale)
    except pdfium.PdfiumError:
        return {}
    try:
        return _saved(bitmap.to_pil(), number, folder)
    finally:
        bitmap.close()


def _scale_to_fit(width: float, height: float) -> float:
    return min(LARGE[0] / width, LARGE[1] / height)


def _saved(picture: Image.Image, number: int, folder: Path) -> Page:
    """Save both sizes as WebP files in the folder; return their names and the size of the larger one."""
    picture = picture.convert("RGB")
    names = {"picture": f"{number}.webp", "small_picture": f"{number}-small.webp"}
    picture.save(folder / names["picture"], "WEBP", **QUALITY)
    small = picture.copy()
    small.thumbnail(SMALL, Image.Resampling.LANCZOS, reducing_gap=2)
    small.save(folder / names["small_picture"], "WEBP", **SMALL_QUALITY)
    return {**names, "width": picture.width, "height": picture.height}


def pages_of_picture(path: str, folder: str, first: int = 1, most: int = 1000, seconds: float = 30) -> Iterator[Page]:
    """Yield pages as `pages_of_pdf` does, upright and without metadata. Only a scan in TIFF has more than one."""
    until = time.monotonic() + seconds
    try:
        picture = _opened_picture(path)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("broken") from error
    with picture:
        total = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        yield {"total": total}
        for number in range(first, min(total, most) + 1):
            yield {"number": number, "title": "", "text": "", **_drawn_frame(picture, number, Path(folder))}
            if time.monotonic() > until:
                return


def _opened_picture(path: str) -> Image.Image:
    if Path(path).suffix not in PHOTOS_OF_PHONES:
        return Image.open(path, formats=PICTURES)
    pi_heif.register_heif_opener()
    return Image.open(path, formats=["HEIF"])


def _drawn_frame(picture: Image.Image, number: int, folder: Path) -> Page:
    try:
        picture.seek(number - 1)
        if picture.width * picture.height > MAX_PIXELS:
            raise Unreadable("too many pixels")
        picture.draft("RGB", LARGE)  # a JPEG is decoded no larger than needed
        picture.load()
    except (OSError, SyntaxError, EOFError, RuntimeError) as error:
        if number > 1:  # a broken page of a scan does not affect the others
            return {}
        raise Unreadable("broken") from error
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # 16 bits of grey; convert() alone would keep only the darkest 256 values
        upright = upright.point(lambda grey: grey / 256).convert("L")
    if upright.has_transparency_data:
        upright = _on_white(upright)
    upright.thumbnail(LARGE, Image.Resampling.LANCZOS, reducing_gap=2)
    return _saved(upright, number, folder)


def _on_white(picture: Image.Image) -> Image.Image:
    picture = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white
