"""Charts and schemes for slides, as PNG of 4:3. Pure."""

import io
import random
import re
from functools import cache

from PIL import ImageFont

from parks import regionmap
from parks.outlines import outlines

from . import scenes
from .drawings import DAY, DUSK, INK, Canvas
from .sample_files import FONTS

SIZE = WIDTH, HEIGHT = 800, 600
PETROL, AMBER, SOFT, RUST, QUIET = DAY.roof, DAY.accent, DAY.soft, "#96370d", "#4a5863"


def bars(values, unit):
    """Columns over their labels; the last one in the second colour."""
    canvas = Canvas(*SIZE, DAY.ground)
    most = max(value for _, value in values)
    step, base = (WIDTH - 100) / len(values), HEIGHT - 90
    for line in range(1, 5):
        canvas.line([(50, base - 95 * line), (WIDTH - 50, base - 95 * line)], DAY.far, 1.5)
    for number, (label, value) in enumerate(values):
        middle, top = 50 + step * (number + 0.5), base - 380 * value / most
        canvas.box(
            middle - step * 0.32, top, middle + step * 0.32, base, AMBER if number == len(values) - 1 else PETROL
        )
        canvas.text(middle, top - 12, f"{value}", _font(40, "Bold"), INK, "ms")
        canvas.text(middle, base + 18, label, _font(30), QUIET, "ma")
    canvas.line([(50, base), (WIDTH - 50, base)], INK, 3)
    canvas.text(50, 24, unit, _font(28), QUIET)
    return _png(canvas)


def shares(values):
    """A ring chart of shares in percent, with their labels."""
    canvas = Canvas(*SIZE, DAY.ground)
    whole, start, colours = sum(value for _, value in values), -90, [PETROL, AMBER, "#8fb4bb", RUST]
    for number, (label, value) in enumerate(values):
        end = start + 360 * value / whole
        canvas.arc(240, 300, 200, start + 1, end - 1, colours[number % 4], 84)
        start = end
        top = 300 - 48 * len(values) + 96 * number
        canvas.box(500, top + 10, 526, top + 36, colours[number % 4])
        canvas.text(542, top, f"{round(100 * value / whole)} %", _font(40, "Bold"), INK)
        canvas.text(542, top + 46, label, _font(26), QUIET)
    return _png(canvas)


def stages(rows, ticks):
    """A chart of when each stage begins and ends, on a scale from 0 with these ticks."""
    canvas = Canvas(*SIZE, DAY.ground)
    left, right, top = 50, WIDTH - 50, 60
    last = ticks[-1]
    for number in ticks:
        x = left + (right - left) * number / last
        canvas.line([(x, top), (x, HEIGHT - 70)], DAY.far, 1.5)
        canvas.text(x, HEIGHT - 62, f"{number}", _font(28), QUIET, "ma")
    step = (HEIGHT - 140) / len(rows)
    for number, (label, start, end) in enumerate(rows):
        y = top + step * number
        at, to = (left + (right - left) * moment / last for moment in (start, end))
        canvas.box(at, y + step * 0.52, to, y + step * 0.9, AMBER if number == len(rows) - 1 else PETROL, 3)
        canvas.text(min(at, right - _font(30).getlength(label)), y + step * 0.08, label, _font(30), INK)
    return _png(canvas)


def steps(names):
    """Named steps, one below another."""
    canvas = Canvas(*SIZE, DAY.ground)
    height = (HEIGHT - 80) / len(names)
    canvas.line([(110, 40 + height / 2), (110, HEIGHT - 40 - height / 2)], SOFT, 6)
    for number, name in enumerate(names):
        y = 40 + height * (number + 0.5)
        last = number == len(names) - 1
        canvas.disc(110, y, 36, AMBER if last else PETROL)
        canvas.text(110, y, f"{number + 1}", _font(36, "Bold"), "#ffffff", "mm")
        canvas.text(176, y, name, _font(38), INK, "lm")
    return _png(canvas)


def scheme(places):
    """Places along a line, with the distances between them."""
    canvas = Canvas(*SIZE, DAY.ground)
    step, y = (WIDTH - 160) / (len(places) - 1), 290
    canvas.line([(80, y), (WIDTH - 80, y)], PETROL, 6)
    for number, (name, distance) in enumerate(places):
        x = 80 + step * number
        canvas.box(x - 46, y - 46, x + 46, y + 46, AMBER if number == len(places) - 1 else PETROL, 3)
        canvas.box(x - 38, y - 38, x + 38, y + 38, DAY.ground, 2)
        canvas.text(x, y, f"{number + 1}", _font(34, "Bold"), INK, "mm")
        half, is_below = _font(30).getlength(name) / 2, number % 2 == 0
        middle = min(max(x, 24 + half), WIDTH - 24 - half)
        canvas.text(middle, y + (66 if is_below else -66), name, _font(30), INK, "ma" if is_below else "ms")
        if distance:
            canvas.line([(x + 60, y + 130), (x + step - 60, y + 130)], QUIET, 2)
            canvas.text(x + step / 2, y + 140, distance, _font(28), QUIET, "ma")
    return _png(canvas)


def outline(code):
    """The region's outline on the dark background of a first slide."""
    canvas = Canvas(600, 800, "#0d2a34")
    for x in range(0, 800, 40):
        canvas.line([(x, 0), (x, 800)], "#123641", 1)
        canvas.line([(0, x), (600, x)], "#123641", 1)
    rings = _rings(code)
    points = [point for ring in rings for point in ring]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    scale = 440 / max(right - left, bottom - top)
    for ring in rings:
        shape = [(300 + (x - (left + right) / 2) * scale, 400 + (y - (top + bottom) / 2) * scale) for x, y in ring]
        canvas.polygon(shape, "#235564")
        canvas.line([*shape, shape[0]], "#f4b04a", 3)
    return _png(canvas, 8)


def map_of(host, guests, legend):
    """A map of the country with the host region, the guests' regions and a legend."""
    canvas = Canvas(*SIZE, DAY.ground)
    left, top, width, _height = map(float, regionmap.VIEW.split())
    scale = (WIDTH - 40) / width
    for code in sorted(outlines(), key=lambda code: (code == host, code in guests)):
        fill = AMBER if code == host else PETROL if code in guests else SOFT
        for ring in _rings(code):
            canvas.polygon([(20 + (x - left) * scale, 40 + (y - top) * scale) for x, y in ring], fill)
    for number, (fill, words) in enumerate(zip((AMBER, PETROL), legend, strict=True)):
        canvas.box(50, 480 + 48 * number, 78, 508 + 48 * number, fill)
        canvas.text(94, 494 + 48 * number, words, _font(28), INK, "lm")
    return _png(canvas, 16)


def _rings(code):
    return [
        [tuple(map(float, corner.split(","))) for corner in re.split("[ML]", ring) if corner]
        for ring in outlines()[code].split("Z")
        if ring
    ]


@cache
def scene(name, number=1, palette=DAY, *, is_upright=False):
    """A drawing of `scenes` cut to 4:3, or to 3:4 for the first slide."""
    picture = getattr(scenes, name)(random.Random(f"slide {name} {number}"), palette)
    width = round(scenes.HEIGHT * (0.75 if is_upright else 4 / 3))
    left = (scenes.WIDTH - width) // 2
    picture = picture.crop((left, 0, left + width, scenes.HEIGHT))
    picture.thumbnail((600, 800) if is_upright else SIZE)
    return _packed(picture)


def title(name, number=1):
    return scene(name, number, DUSK, is_upright=True)


@cache
def _font(size, weight="Regular"):
    return ImageFont.truetype(FONTS / f"GolosText-{weight}.ttf", size)


def _png(canvas, colours=32):
    return _packed(canvas.image(), colours)


def _packed(image, colours=32):
    file = io.BytesIO()
    image.quantize(colours, dither=0).save(file, "PNG")
    return file.getvalue()
