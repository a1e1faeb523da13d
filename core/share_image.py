"""Draw the preview picture of a page for messengers: a title, lines below it, and an outline or a photo. Pure."""

import io
import re
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from .typography import typeset

Corner = tuple[float, float]

SIZE = WIDTH, HEIGHT = 1200, 630  # readers of Open Graph do not crop this size
MARGIN, TEXT_WIDTH = 72, 740
BACKGROUND, SHAPE, LINE, INK, SOFT = "#0d2a34", "#1e4a57", "#f4b04a", "#e9edeb", "#b2bec4"
TITLE_SIZES, TITLE_LINES = (64, 54, 46, 40), 5
TITLE_ROOM = HEIGHT - 2 * MARGIN - 206  # above two lines
KEPT = 100  # pictures in memory; one has 20 kB, or 100 kB with a photo
SMOOTHING = 2  # outlines are drawn larger and shrunk
BESIDE = 430  # the width and height of the outline or photo
GAP = 32
DOT = 22  # the radius of the mark before it is shrunk
FONTS = Path(__file__).parent / "data" / "fonts"


@lru_cache(KEPT)
def draw(
    *,
    title: str,
    name: str = "",
    lines: tuple[str, ...] = (),
    outline: str = "",
    outline_width: int = BESIDE,
    mark: Corner | None = None,
    photo: bytes = b"",
) -> bytes:
    """The bytes of a PNG of 1200×630. A title too long for the smallest size ends with «…».

    `outline` is the `d` of an SVG path of closed rings, `mark` a point in its units. Drawing is the slowest part of the
    answer, so the process keeps the latest pictures.
    """
    image = Image.new("RGB", SIZE, BACKGROUND)
    if photo:
        _put_photo(image, photo)
    elif outline:
        _put_outline(image, outline, outline_width, mark)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((MARGIN, MARGIN, MARGIN + 64, MARGIN + 6), fill=LINE)
    smallest = _font("Regular", 28)
    canvas.text((MARGIN, MARGIN + 28), _fit(_one_line(name), smallest, WIDTH - 2 * MARGIN), SOFT, smallest)
    width = WIDTH - BESIDE - GAP - 2 * MARGIN if photo else TEXT_WIDTH
    small = _font("Regular", 32)
    below = [
        (row, INK if number == 0 else SOFT)
        for number, line in enumerate(filter(None, lines))
        for row in _rows(line, small, width)
    ]
    font, rows = _title(_one_line(title), width, HEIGHT - 2 * MARGIN - 118 - 44 * max(len(below), 2))
    top = MARGIN + 96
    for row in rows:
        canvas.text((MARGIN, top), row, INK, font)
        top += round(font.size * 1.22)
    for number, (row, colour) in enumerate(below):
        canvas.text((MARGIN, HEIGHT - MARGIN - 44 * (len(below) - number)), row, colour, small)
    png = io.BytesIO()
    image.quantize(256 if photo else 64).save(png, "PNG", optimize=True)
    return png.getvalue()


def _one_line(text: str) -> str:
    return re.sub(r"[^\S\u00a0]+", " ", text.strip())


def _rows(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """One or two rows. The second ends with «…» if the text does not fit."""
    first, *rest = _wrapped(_one_line(text), font, width)
    return [first, _fit(" ".join(rest), font, width)] if rest else [first]


def _title(text: str, width: int = TEXT_WIDTH, room: int = TITLE_ROOM) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest font that fits, and the lines of the title in it."""
    for size in TITLE_SIZES:
        font = _font("Bold", size)
        lines = _wrapped(text, font, width)
        most = min(TITLE_LINES, int(room // (size * 1.22)))
        if len(lines) <= most and " ".join(lines) == typeset(text):
            return font, lines
    return font, lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1], font, width)]


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines of at most `width`. None ends with «№», a preposition or an initial."""
    lines: list[str] = []
    for word in typeset(text).split(" "):
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(_fit(word, font, width))
    return lines


def _fit(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    return text if font.getlength(text) <= width else _cut(text, font, width)


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The beginning of the text and «…». It is cut between words if there are several."""
    while text and font.getlength(text + "…") > width:
        text = (text.rpartition(" ")[0] or text[:-1]).rstrip(" ,.–—…")
    return text + "…"


def _put_photo(image: Image.Image, photo: bytes) -> None:
    """Puts the middle of the photo into a square on the right."""
    with Image.open(io.BytesIO(photo)) as opened:
        square = ImageOps.fit(opened.convert("RGBA"), (BESIDE, BESIDE), centering=(0.5, 0.3))
    image.paste(square, (WIDTH - BESIDE - MARGIN, (HEIGHT - BESIDE) // 2), square)


def _put_outline(image: Image.Image, outline: str, width: int, mark: Corner | None) -> None:
    """Draws the rings on the right, at most `width` wide and high, and the mark on them."""
    rings = [
        [(float(x), float(y)) for x, y in (corner.split(",") for corner in re.split("[ML]", ring) if corner)]
        for ring in outline.split("Z")
        if ring
    ]
    xs, ys = zip(*(corner for ring in rings for corner in ring), strict=True)
    box = width * SMOOTHING
    scale = box / max(max(xs) - min(xs), max(ys) - min(ys), 1)
    left = (box - (max(xs) - min(xs)) * scale) / 2 - min(xs) * scale
    top = (box - (max(ys) - min(ys)) * scale) / 2 - min(ys) * scale
    place = (WIDTH - width - GAP, (HEIGHT - width) // 2)
    mask = Image.new("L", (box, box))
    canvas = ImageDraw.Draw(mask)
    for ring in rings:
        canvas.polygon([(left + x * scale, top + y * scale) for x, y in ring], fill=255)
    image.paste(SHAPE, place, mask.resize((width, width), Image.Resampling.LANCZOS))
    if mark:
        dot = Image.new("L", (box, box))
        x, y = left + mark[0] * scale, top + mark[1] * scale
        ImageDraw.Draw(dot).ellipse([x - DOT, y - DOT, x + DOT, y + DOT], fill=255)
        image.paste(LINE, place, dot.resize((width, width), Image.Resampling.LANCZOS))


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"GolosText-{weight}.ttf", size)
