"""Covers, photographs, portraits and logos for fictional rows, as files. Pure; the same name makes the same bytes.

Nobody can take them for photographs: flat drawings in the site's colours, people without faces.
"""

import io
import random
from functools import cache

from PIL import ImageFont

from . import scenes
from .drawings import DUSK, INK, MORNING, PALETTES, Canvas
from .sample_files import FONTS

OUTDOORS = (scenes.skyline, scenes.plan, scenes.building_site, scenes.siding, scenes.substation)
INDOORS = (scenes.meeting, scenes.skyline, scenes.plan)
GALLERY = {
    scenes.delegation: "Рисунок: участники у образцового цеха",
    scenes.interior: "Рисунок: пролет вымышленного завода",
    scenes.plan: "Рисунок: план придуманной площадки",
    scenes.meeting: "Рисунок: семинар в зале «Образец»",
    scenes.building_site: "Рисунок: строительство примерного корпуса",
    scenes.siding: "Рисунок: железнодорожный тупик, которого нет",
    scenes.substation: "Рисунок: подстанция и линия электропередачи",
    scenes.skyline: "Рисунок: вымышленный парк со стороны дороги",
}
# After this many events the drawings repeat, because each takes about a tenth of a second.
ALBUMS, COVERS = 3, 20
ALBUM = 5  # as many as fill the gallery's first two rows
LOGO_COLOURS = [
    ("#0a5162", "#e08a00"),
    ("#96370d", "#14202a"),
    ("#14202a", "#0a5162"),
    ("#235564", "#96370d"),
    ("#e08a00", "#14202a"),
]


def cover(number, outdoors):
    number %= COVERS
    kinds = OUTDOORS if outdoors else INDOORS
    return _drawn(kinds[number % len(kinds)], number, PALETTES[(number + number // 4) % 4])


def album(number):
    """Pairs of a picture and its caption."""
    number %= ALBUMS
    kinds = list(GALLERY)
    kinds = kinds[number:] + kinds[:number]
    return [
        (_drawn(kind, f"{number} {place}", PALETTES[(number + place) % 4]), GALLERY[kind])
        for place, kind in enumerate(kinds[:ALBUM])
    ]


@cache
def _drawn(scene, name, palette):
    picture = scene(random.Random(f"{scene.__name__} {name}"), palette)
    return _packed(picture, "WEBP", quality=80, method=0)


def portrait(name, is_woman):
    """Head and shoulders without a face, 480×480."""
    rng = random.Random(f"portrait {name}")
    palette = rng.choice(PALETTES)
    disc = {DUSK: palette.middle, MORNING: palette.sun}.get(palette, palette.soft)
    skin = rng.choice(["#f1d3c2", "#e5bfa9", "#d9b49c", "#f3dccd"])
    hair = rng.choice(["#4a3328", "#2a2320", "#7a5a3c", "#8b8f92", "#a9713f"])
    coat = rng.choice(["#0a5162", INK, "#4a5863", "#96370d", "#235564"])
    canvas = Canvas(480, 480, palette.sky)
    for x in range(0, 480, 40):
        canvas.line([(x, 0), (x, 480)], palette.far, 1)
        canvas.line([(0, x), (480, x)], palette.far, 1)
    canvas.disc(240, 236, 172, disc)
    style = rng.choice(["long", "bob", "bun"] if is_woman else ["short", "short", "bald", "side"])
    if style == "long":
        canvas.box(152, 130, 328, 392, hair, 88)
    if style == "bob":
        canvas.box(152, 118, 328, 290, hair, 84)
    if style == "bun":
        canvas.disc(240, 96, 38, hair)
    canvas.box(212, 270, 268, 372, _darker(skin), 20)
    canvas.polygon([(64, 480), (92, 388), (150, 356), (330, 356), (388, 388), (416, 480)], coat)
    canvas.disc(150, 412, 60, coat)
    canvas.disc(330, 412, 60, coat)
    canvas.polygon([(204, 352), (276, 352), (240, 432)], "#ffffff")
    canvas.polygon([(212, 346), (268, 346), (240, 388)], _darker(skin))
    if not is_woman and rng.random() < 0.7:
        canvas.polygon([(230, 388), (250, 388), (257, 480), (223, 480)], rng.choice(["#96370d", "#e08a00", "#0a5162"]))
    canvas.polygon([(204, 350), (150, 358), (196, 440), (236, 430)], _darker(coat))
    canvas.polygon([(276, 350), (330, 358), (284, 440), (244, 430)], _darker(coat))
    canvas.disc(240, 212, 76, skin, 1.2)
    if style in ("short", "side", "bun", "bob", "long"):
        parting = {"side": 212, "short": 232, "bun": 240, "bob": 264, "long": 210}[style]
        crown = [(240 + 80 * x / 10, 196 - 92 * (1 - (x / 10) ** 2) ** 0.5) for x in range(-10, 11)]
        canvas.polygon(
            [(160, 196), *crown, (320, 196), (306, 168), (parting + 30, 142), (parting - 30, 150), (172, 172)], hair
        )
    if style == "bald":
        for side in (-1, 1):
            canvas.disc(240 + side * 76, 206, 14, hair, 2)
    if rng.random() < 0.3:
        for side in (-1, 1):
            canvas.arc(240 + side * 34, 216, 25, 0, 360, INK, 4)
        canvas.line([(231, 212), (249, 212)], INK, 4)
    elif not is_woman and rng.random() < 0.25:
        dome = [(240 + 92 * x / 10, 168 - 88 * (1 - (x / 10) ** 2) ** 0.5) for x in range(-10, 11)]
        canvas.polygon(dome, palette.accent)
        canvas.box(128, 160, 352, 180, palette.accent, 8)
        canvas.box(228, 78, 252, 160, _darker(palette.accent), 8)
    return _packed(canvas.image(), "PNG", colours=64)


def logo(number, name):
    """A mark and the name beside it, on white."""
    rng = random.Random(f"logo {number}")
    main, second = rng.choice(LOGO_COLOURS)
    canvas = Canvas(360, 240, "#ffffff")
    _MARKS[number % len(_MARKS)](canvas, 180, 92, 64, main, second)
    size = 40
    while (font := ImageFont.truetype(FONTS / "GolosText-Bold.ttf", size)).getlength(name) > 336 and size > 18:
        size -= 2
    canvas.text(180, 200, name, font, INK, "mm")
    return _packed(canvas.image(), "PNG", colours=32)


def _saw_teeth(canvas, x, y, size, main, second):
    for number in range(3):
        left = x - size + number * size * 2 / 3
        canvas.polygon(
            [(left, y + 20), (left, y - size), (left + size * 2 / 3, y - 6), (left + size * 2 / 3, y + 20)], main
        )
    canvas.box(x - size, y + 30, x + size, y + 48, second)


def _ring(canvas, x, y, size, main, second):
    for number in range(8):
        canvas.arc(x, y, size, number * 45, number * 45 + 30, main, 22)
    canvas.disc(x, y, size * 0.32, second)


def _steps(canvas, x, y, size, main, second):
    for number in range(4):
        left = x - size + number * size / 2
        canvas.box(
            left, y + size - (number + 1) * size / 2, left + size / 2 - 7, y + size, second if number == 3 else main
        )


def _hexagon(canvas, x, y, size, main, second):
    for scale, fill in ((1, main), (0.62, "#ffffff"), (0.36, second)):
        r = size * scale
        canvas.polygon([(x, y - r), (x + r * 0.87, y - r / 2), (x + r * 0.87, y + r / 2), (x, y + r),
                        (x - r * 0.87, y + r / 2), (x - r * 0.87, y - r / 2)], fill)  # fmt: skip


def _plots(canvas, x, y, size, main, second):
    cell = size * 2 / 3
    for row in range(3):
        for column in range(3):
            left, top = x - size + column * cell, y - size + row * cell
            canvas.box(left, top, left + cell - 7, top + cell - 7, second if row + column == 2 else main)


def _halves(canvas, x, y, size, main, second):
    canvas.polygon([(x - size, y + size), (x - size, y - size), (x + size, y + size)], main)
    canvas.polygon([(x - size + 18, y - size), (x + size, y - size), (x + size, y + size - 18)], second)


def _arcs(canvas, x, y, size, main, second):
    for number, radius in enumerate((size * 1.2, size * 0.85, size * 0.5)):
        canvas.arc(x, y + size * 0.6, radius, 180, 360, second if number == 1 else main, 16)
    canvas.box(x - size * 1.2, y + size * 0.7, x + size * 1.2, y + size * 0.86, main)


def _drop(canvas, x, y, size, main, second):
    canvas.disc(x, y + 16, size * 0.72, main)
    canvas.polygon([(x - size * 0.66, y), (x, y - size * 1.05), (x + size * 0.66, y)], main)
    canvas.disc(x, y + 18, size * 0.34, second)


_MARKS = (_saw_teeth, _ring, _steps, _hexagon, _plots, _halves, _arcs, _drop)


def _darker(colour):
    parts = [round(int(colour[at : at + 2], 16) * 0.86) for at in (1, 3, 5)]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def _packed(image, kind, colours=None, **options):
    if colours:
        image = image.quantize(colours, dither=0)
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
