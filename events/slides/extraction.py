"""The pages of a PDF and of a picture: text, and two WebP pictures of each. Pure; runs in a limited child process.

Pictures are written into a folder and named in what is yielded, one dictionary a page. Whatever the page's own size,
its picture stays within bounds, so that a poster costs no more than a slide.
"""

import time
from contextlib import suppress
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from .text import tidy, title_of

LARGE = (1600, 2000)  # no wider and no higher than this
SMALL = (400, 500)
MAX_PIXELS = 50_000_000
QUALITY = {"quality": 78, "method": 2}  # method 4 takes twice the time and saves a twentieth
SMALL_QUALITY = {"quality": 72, "method": 3}


class Unreadable(ValueError):
    """The file will never give pages, however often it is tried: its message is a short English reason."""


def pages_of_pdf(path, folder, first=1, most=1000, seconds=30):
    """Yields `{"total": …}`, then the pages from the number `first` on, until the end or until the time is over.

    What is left is for the next child: each one has its limits, and a long document needs several.
    """
    until = time.monotonic() + seconds
    with opened(path) as document:
        with suppress(pdfium.PdfiumError):
            document.init_forms()  # what is filled in is drawn by them alone; they run no scripts
        total = len(document)
        yield {"total": total}
        for number in range(first, min(total, most) + 1):
            yield {"number": number, **page_of_pdf(document, number, Path(folder))}
            if time.monotonic() > until:
                return


def opened(path):
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable("encrypted" if "password" in str(error).lower() else "broken") from error


def page_of_pdf(document, number, folder):
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return {"title": "", "text": ""}  # one page that is broken leaves the others
    try:
        text = text_of(page)
        return {"title": title_of(text), "text": text, **drawn(page, number, folder)}
    finally:
        page.close()


def text_of(page):
    try:
        words = page.get_textpage()
    except pdfium.PdfiumError:
        return ""
    try:
        return tidy(words.get_text_bounded())
    finally:
        words.close()


def drawn(page, number, folder):
    width, height = page.get_size()
    bitmap = page.render(scale=scale_to_fit(width, height))
    try:
        return saved(bitmap.to_pil(), number, folder)
    finally:
        bitmap.close()


def scale_to_fit(width, height, box=LARGE):
    return min(box[0] / width, box[1] / height)


def saved(picture, number, folder):
    """Both pictures as WebP files in the folder."""
    picture = picture.convert("RGB")
    names = {"picture": f"{number}.webp", "small_picture": f"{number}-small.webp"}
    picture.save(folder / names["picture"], "WEBP", **QUALITY)
    small = picture.copy()
    small.thumbnail(SMALL, Image.Resampling.LANCZOS, reducing_gap=2)
    small.save(folder / names["small_picture"], "WEBP", **SMALL_QUALITY)
    return {**names, "width": picture.width, "height": picture.height}


def page_of_picture(path, folder):
    """A photograph or a scan as a single page, turned as its camera says and without its metadata."""
    try:
        picture = Image.open(path, formats=("JPEG", "PNG", "WEBP"))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("broken") from error
    with picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise Unreadable("too many pixels")
        yield {"total": 1}
        try:
            picture.draft("RGB", LARGE)  # a JPEG is unpacked no larger than needed
            picture.load()
        except (OSError, SyntaxError) as error:
            raise Unreadable("broken") from error
        upright = ImageOps.exif_transpose(picture)
        if upright.mode.startswith("I"):  # sixteen bits of grey, of which Pillow would keep the darkest 256
            upright = upright.point(lambda grey: grey / 256).convert("L")
        if upright.has_transparency_data:
            upright = on_white(upright)
        upright.thumbnail(LARGE, Image.Resampling.LANCZOS, reducing_gap=2)
        yield {"number": 1, "title": "", "text": "", **saved(upright, 1, Path(folder))}


def on_white(picture):
    picture = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white
