"""The picture of an event for messengers: title, dates, place and the outline of the region. Pure."""

import io
import re
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import core
import parks
from core.typography import typeset
from parks import regionmap

SIZE = WIDTH, HEIGHT = 1200, 630  # Open Graph readers show this size uncut
MARGIN, TEXT_WIDTH = 72, 740
BACKGROUND, SHAPE, LINE, INK, SOFT = "#0d2a34", "#1e4a57", "#f4b04a", "#e9edeb", "#b2bec4"
TITLE_SIZES, TITLE_LINES = (64, 54, 46, 40), 5
KEPT = 200  # pictures of about 20 kB
SMOOTHING = 2  # outlines are drawn larger and shrunk
DATA = Path(parks.__file__).parent / "data"
FONTS = Path(core.__file__).parent / "data" / "fonts"


@lru_cache(KEPT)
def draw(*, title, dates="", place="", name="", region_code=""):
    """The bytes of a PNG of 1200×630 in 64 colours. A title too long for the smallest size ends with «…».

    Drawing takes far longer than anything else on the way to a reader, so the process keeps what it has drawn.
    """
    image = Image.new("RGB", SIZE, BACKGROUND)
    if outline := _outlines().get(region_code):
        _put_outline(image, outline)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((MARGIN, MARGIN, MARGIN + 64, MARGIN + 6), fill=LINE)
    canvas.text((MARGIN, MARGIN + 28), _fit(name, _font("Regular", 28), WIDTH - 2 * MARGIN), SOFT, _font("Regular", 28))
    font, lines = _title(re.sub(r"[^\S\u00a0]+", " ", title.strip()))
    top = MARGIN + 96
    for line in lines:
        canvas.text((MARGIN, top), line, INK, font)
        top += round(font.size * 1.22)
    small = _font("Regular", 32)
    below = [_fit(line, small, TEXT_WIDTH) for line in (dates, place) if line]
    for number, line in enumerate(below):
        canvas.text((MARGIN, HEIGHT - MARGIN - 44 * (len(below) - number)), line, INK if number == 0 else SOFT, small)
    png = io.BytesIO()
    image.quantize(64).save(png, "PNG", optimize=True)
    return png.getvalue()


def _title(text):
    """The font of the largest size that fits, and the lines of the title."""
    for size in TITLE_SIZES:
        font = _font("Bold", size)
        lines = _wrapped(text, font)
        room = HEIGHT - 2 * MARGIN - 96 - 110
        if len(lines) * size * 1.22 <= room and len(lines) <= TITLE_LINES:
            return font, lines
    lines = lines[: int(room // (size * 1.22))]
    return font, [*lines[:-1], _cut(lines[-1], font, TEXT_WIDTH)]


def _wrapped(text, font):
    """Lines of at most TEXT_WIDTH, which do not end with «№», a preposition or an initial."""
    lines = []
    for word in typeset(text).split(" "):
        if lines and font.getlength(f"{lines[-1]} {word}") <= TEXT_WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(_fit(word, font, TEXT_WIDTH))
    return lines


def _fit(text, font, width):
    return text if font.getlength(text) <= width else _cut(text, font, width)


def _cut(text, font, width):
    while text and font.getlength(text + "…") > width:
        text = text[:-1].rstrip(" ,.–—…")
    return text + "…"


def _put_outline(image, outline):
    """Draws the region in the right third of the image."""
    rings = [
        [tuple(map(float, corner.split(","))) for corner in re.split("[ML]", ring) if corner]
        for ring in outline.split("Z")
        if ring
    ]
    xs, ys = zip(*(corner for ring in rings for corner in ring), strict=True)
    box = 430 * SMOOTHING
    scale = box / max(max(xs) - min(xs), max(ys) - min(ys), 1)
    mask = Image.new("L", (box, box))
    canvas = ImageDraw.Draw(mask)
    left = (box - (max(xs) - min(xs)) * scale) / 2
    top = (box - (max(ys) - min(ys)) * scale) / 2
    for ring in rings:
        canvas.polygon([(left + (x - min(xs)) * scale, top + (y - min(ys)) * scale) for x, y in ring], fill=255)
    mask = mask.resize((430, 430), Image.Resampling.LANCZOS)
    image.paste(SHAPE, (WIDTH - 430 - 32, (HEIGHT - 430) // 2), mask)


@cache
def _font(weight, size):
    return ImageFont.truetype(FONTS / f"GolosText-{weight}.ttf", size)


@cache
def _outlines():
    return regionmap.outlines((DATA / "russia-regions.svg").read_text())
