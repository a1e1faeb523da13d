"""Things of an industrial landscape as flat drawings: halls, chimneys, pylons, trees, people without faces. Pure.

Lengths are pixels of the finished picture. Everything is drawn twice as large and shrunk, which smooths the edges.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import pi, sin

from PIL import Image, ImageDraw

SMOOTHING = 2


@dataclass(frozen=True)
class Palette:
    """Colours of one light; all are the site's own or mixed from them."""

    sky: str
    sun: str
    far: str
    middle: str
    wall: str
    roof: str
    ground: str
    line: str
    accent: str
    soft: str
    steel: str
    glass: str


INK = "#14202a"
DAY = Palette(
    sky="#dfecee",
    sun="#ffffff",
    far="#c3d9dd",
    middle="#8fb4bb",
    wall="#ffffff",
    roof="#0a5162",
    ground="#f4f5f2",
    line=INK,
    accent="#e08a00",
    soft="#b5cbcf",
    steel="#0a5162",
    glass="#b5cbcf",
)
DUSK = Palette(
    sky="#123641",
    sun="#f4b04a",
    far="#1a434f",
    middle="#235564",
    wall="#3a7080",
    roof="#0a222b",
    ground="#0f2a33",
    line="#8bd3de",
    accent="#f4b04a",
    soft="#2c606f",
    steel="#5597a5",
    glass="#f4c77f",
)
MORNING = Palette(
    sky="#fbe8de",
    sun="#f4b04a",
    far="#f1d3c2",
    middle="#c9a591",
    wall="#fffaf6",
    roof="#96370d",
    ground="#f7efe9",
    line=INK,
    accent="#e08a00",
    soft="#e5bfa9",
    steel="#96370d",
    glass="#f0c9a0",
)
WINTER = Palette(
    sky="#e4e9e9",
    sun="#ffffff",
    far="#cfd8da",
    middle="#9fb0b7",
    wall="#f4f5f2",
    roof="#4a5863",
    ground="#ffffff",
    line=INK,
    accent="#96370d",
    soft="#b9c6ca",
    steel="#4a5863",
    glass="#b9c6ca",
)
PALETTES = (DAY, DUSK, MORNING, WINTER)


class Canvas:
    def __init__(self, width, height, background):
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * SMOOTHING, height * SMOOTHING), background)
        self._draw = ImageDraw.Draw(self._image)

    def image(self):
        return self._image.reduce(SMOOTHING)

    def box(self, left, top, right, bottom, fill, radius=0):
        corners = [round(value * SMOOTHING) for value in (left, top, right, bottom)]
        # Pillow includes the last row and column.
        corners[2], corners[3] = max(corners[2] - 1, corners[0]), max(corners[3] - 1, corners[1])
        self._draw.rounded_rectangle(corners, radius * SMOOTHING, fill)

    def polygon(self, points, fill):
        self._draw.polygon(_scaled(points), fill)

    def line(self, points, fill, width=2):
        self._draw.line(_scaled(points), fill, round(width * SMOOTHING), joint="curve")

    def disc(self, x, y, radius, fill, stretch=1):
        edges = (x - radius, y - radius * stretch, x + radius, y + radius * stretch)
        self._draw.ellipse([value * SMOOTHING for value in edges], fill)

    def arc(self, x, y, radius, start, end, fill, width):
        """Part of a circle, in degrees clockwise from three o'clock."""
        edges = (x - radius, y - radius, x + radius, y + radius)
        self._draw.arc([value * SMOOTHING for value in edges], start, end, fill, round(width * SMOOTHING))

    def text(self, x, y, words, font, fill, anchor="la"):
        """Writes text. `font` has the size for the finished picture, and is doubled here."""
        self._draw.text(
            (x * SMOOTHING, y * SMOOTHING), words, fill, font.font_variant(size=font.size * SMOOTHING), anchor=anchor
        )


def _scaled(points):
    return [(x * SMOOTHING, y * SMOOTHING) for x, y in points]


def hills(canvas, base, height, fill, rng):
    """A wavy horizon down to the bottom of the picture."""
    phase, waves = rng.uniform(0, 2 * pi), rng.uniform(1.5, 3)
    crest = [
        (x, base - height * (0.5 + 0.5 * sin(phase + waves * 2 * pi * x / canvas.width)))
        for x in range(0, canvas.width + 24, 24)
    ]
    canvas.polygon([*crest, (canvas.width, canvas.height), (0, canvas.height)], fill)


def clouds(canvas, fill, rng, lowest):
    for _ in range(3):
        x, y, length = rng.randrange(canvas.width), rng.randrange(50, lowest), rng.randrange(120, 340)
        canvas.box(x, y, x + length, y + 14, fill, 7)
        canvas.box(x + length // 4, y - 22, x + length * 3 // 4, y - 8, fill, 7)


def hall(canvas, left, base, width, height, palette, *, teeth=0, wall=None, roof=None, gates=0):
    """A production hall: saw teeth or a flat roof, a band of windows, gates."""
    wall, roof = wall or palette.wall, roof or palette.roof
    top = base - height
    if teeth:
        step = width / teeth
        for number in range(teeth):
            start = left + number * step
            canvas.polygon([(start, top + 2), (start, top - step * 0.42), (start + step, top + 2)], roof)
            canvas.polygon([(start, top + 2), (start, top - step * 0.42), (start + 9, top - step * 0.36)], wall)
    else:
        canvas.box(left - 8, top - 14, left + width + 8, top + 2, roof)
    canvas.box(left, top, left + width, base, wall)
    pane = 26
    for x in range(round(left) + 22, round(left + width) - pane - 10, pane + 10):
        canvas.box(x, top + height * 0.18, x + pane, top + height * 0.36, palette.glass)
    for number in range(gates):
        x = left + width * (number + 0.5) / gates - 38
        canvas.box(x, base - height * 0.44, x + 76, base, roof)
        for stripe in range(1, 4):
            y = base - height * 0.44 * stripe / 4
            canvas.line([(x, y), (x + 76, y)], wall, 2)
    canvas.box(left, base - 8, left + width, base, roof)


def chimney(canvas, x, base, height, fill, band, smoke=None):
    canvas.polygon([(x - 15, base), (x - 10, base - height), (x + 10, base - height), (x + 15, base)], fill)
    for number in range(2):
        y = base - height + 18 + 44 * number
        canvas.box(x - 11, y, x + 11, y + 18, band)
    if smoke:
        for number in range(5):
            canvas.disc(x + 22 + 34 * number, base - height - 22 - 15 * number, 15 + 6 * number, smoke, 0.72)


def silo(canvas, x, base, width, height, fill, line):
    canvas.disc(x + width / 2, base - height, width / 2, fill, 0.5)
    canvas.box(x, base - height, x + width, base, fill)
    for number in (1, 2, 3):
        y = base - height * number / 4
        canvas.line([(x, y), (x + width, y)], line, 2)


def pylon(canvas, x, base, height, fill, width=3):
    """Returns the ends of its arms, where the wires hang."""
    half, top = height * 0.13, base - height
    canvas.line([(x - half, base), (x - half * 0.22, top), (x + half * 0.22, top), (x + half, base)], fill, width)
    levels = [base - height * share for share in (0, 0.22, 0.42, 0.6)]
    for lower, upper in pairwise(levels):
        at_lower = half * (1 - 0.78 * (base - lower) / height)
        at_upper = half * (1 - 0.78 * (base - upper) / height)
        canvas.line([(x - at_lower, lower), (x + at_upper, upper)], fill, width * 0.7)
        canvas.line([(x + at_lower, lower), (x - at_upper, upper)], fill, width * 0.7)
    ends = []
    for share, reach in ((0.68, 0.3), (0.86, 0.22)):
        y = base - height * share
        canvas.line([(x - height * reach, y), (x + height * reach, y)], fill, width)
        ends += [(x - height * reach, y), (x + height * reach, y)]
    return ends


def wires(canvas, before, after, fill, width=1.2):
    for (x1, y1), (x2, y2) in zip(before, after, strict=True):
        sag = abs(x2 - x1) * 0.09
        points = [
            (x1 + (x2 - x1) * share / 12, y1 + (y2 - y1) * share / 12 + 4 * sag * share / 12 * (1 - share / 12))
            for share in range(13)
        ]
        canvas.line(points, fill, width)


def tree(canvas, x, base, size, crown, trunk):
    canvas.line([(x, base), (x, base - size)], trunk, size * 0.07)
    canvas.disc(x, base - size * 0.72, size * 0.3, crown, 1.25)


def truck(canvas, x, base, body, cab, line):
    canvas.box(x, base - 66, x + 150, base - 16, body, 3)
    canvas.polygon(
        [(x + 156, base - 16), (x + 156, base - 56), (x + 186, base - 56), (x + 202, base - 36), (x + 202, base - 16)],
        cab,
    )
    canvas.box(x, base - 20, x + 202, base - 13, line)
    for wheel in (30, 58, 176):
        canvas.disc(x + wheel, base - 11, 11, line)
        canvas.disc(x + wheel, base - 11, 4, body)


def crane(canvas, x, base, height, fill):
    """A tower crane: a mast, a jib to the left, a hook."""
    top = base - height
    canvas.line([(x, base), (x, top - 40)], fill, 7)
    canvas.line([(x - height * 0.62, top), (x + height * 0.22, top)], fill, 5)
    canvas.line([(x - height * 0.6, top), (x, top - 40), (x + height * 0.2, top)], fill, 2)
    canvas.box(x + height * 0.14, top, x + height * 0.22, top + 26, fill)
    hook = x - height * 0.4
    canvas.line([(hook, top), (hook, top + height * 0.24)], fill, 2)
    canvas.box(hook - 30, top + height * 0.24, hook + 30, top + height * 0.24 + 12, fill)


def dimension(canvas, left, right, y, fill):
    """A dimension line, as in a technical drawing: a stroke between two ticks."""
    canvas.line([(left, y), (right, y)], fill, 1.6)
    for x in (left, right):
        canvas.line([(x, y - 12), (x, y + 12)], fill, 1.6)
        canvas.line([(x - 7, y + 7), (x + 7, y - 7)], fill, 2.4)


def person(canvas, x, base, height, coat, skin, helmet=None):
    """A standing figure without a face."""
    head, shoulder = height * 0.075, height * 0.15
    top = base - height
    hips, neck = base - height * 0.47, top + head * 2.3
    for side in (-1, 1):
        canvas.polygon(
            [(x, hips), (x + side * shoulder * 0.78, hips), (x + side * shoulder * 0.62, base), (x, base)], coat
        )
    canvas.line([(x, base), (x, hips + height * 0.06)], skin, 2)
    canvas.box(x - shoulder, neck, x + shoulder, hips + 8, coat, shoulder * 0.5)
    canvas.disc(x, top + head * 1.1, head, skin, 1.15)
    if helmet:
        canvas.polygon(_half_disc(x, top + head * 0.95, head * 1.22), helmet)
        canvas.box(x - head * 1.5, top + head * 0.85, x + head * 1.5, top + head * 1.12, helmet, 2)


def _half_disc(x, y, radius):
    return [
        (x - radius + radius * number / 10, y - radius * (1 - (number / 10 - 1) ** 2) ** 0.5) for number in range(21)
    ]
