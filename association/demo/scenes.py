"""Draw fictional places: a skyline, a site plan, the inside of a hall, a meeting. Pure.

Each takes a random generator and a palette, and returns a picture of SIZE.
"""

from math import pi, sin

from .drawings import (
    INK,
    Canvas,
    chimney,
    clouds,
    crane,
    dimension,
    hall,
    hills,
    person,
    pylon,
    silo,
    tree,
    truck,
    wires,
)

SIZE = WIDTH, HEIGHT = 1440, 960


def skyline(rng, palette):
    """Halls behind a road: the look of a park from outside."""
    canvas = _sky(rng, palette)
    base = 700
    hills(canvas, 640, 90, palette.far, rng)
    _line_of_pylons(canvas, rng, palette, 660)
    left = rng.randrange(60, 220)
    for number in range(3):
        width = rng.randrange(240, 380)
        hall(
            canvas,
            left,
            base - 20,
            width,
            rng.randrange(120, 190),
            palette,
            teeth=rng.choice([0, 3, 4]),
            wall=palette.middle,
            roof=palette.soft if number % 2 else palette.far,
        )
        left += width + rng.randrange(30, 110)
    stack = rng.choice([180, 1180])
    for number in range(rng.choice([1, 2, 3])):
        height = rng.randrange(330, 420) - 40 * number
        chimney(canvas, stack + 84 * number, base, height, palette.middle, palette.accent, palette.wall)
    start, width = rng.randrange(260, 460), rng.randrange(520, 700)
    height = rng.randrange(170, 220)
    hall(canvas, start, base + 40, width, height, palette, teeth=rng.choice([4, 5, 6]), gates=rng.choice([2, 3, 4]))
    side = start + width + 24 if start < 360 else start - 230
    for number in range(3):
        silo(canvas, side + 70 * number, base + 40, 60, 210 - 24 * number, palette.accent, palette.wall)
    hills(canvas, base + 46, 8, palette.ground, rng)
    dimension(canvas, start, start + width, base + 76, palette.line)
    for _ in range(9):
        tree(
            canvas,
            rng.randrange(WIDTH),
            base + 60 + rng.randrange(30),
            rng.randrange(60, 100),
            palette.roof,
            palette.line,
        )
    _road(canvas, palette, 850)
    truck(canvas, rng.randrange(100, 1100), 886, palette.wall, palette.accent, palette.line)
    return canvas.image()


def building_site(rng, palette):
    """Frames of a hall under a crane."""
    canvas = _sky(rng, palette)
    base = 720
    hills(canvas, 660, 100, palette.far, rng)
    hall(canvas, 90, base, 320, 150, palette, wall=palette.middle, roof=palette.soft, teeth=3)
    crane(canvas, rng.randrange(1000, 1180), base + 20, rng.randrange(440, 520), palette.accent)
    left, step, bays = rng.randrange(330, 430), 118, rng.choice([5, 6])
    for number in range(bays + 1):
        x = left + step * number
        canvas.box(x - 7, base - 210, x + 7, base + 30, palette.steel)
        canvas.box(x - 20, base + 18, x + 20, base + 30, palette.line)
    canvas.box(left - 12, base - 226, left + step * bays + 12, base - 206, palette.steel)
    for number in range(bays):
        x = left + step * number
        canvas.line([(x, base - 206), (x + step / 2, base - 168), (x + step, base - 206)], palette.steel, 4)
        if number < bays // 2:
            canvas.box(x + 9, base - 120, x + step - 9, base + 30, palette.wall)
    hills(canvas, base + 36, 10, palette.ground, rng)
    dimension(canvas, left, left + step * bays, base + 70, palette.line)
    dimension(canvas, left, left + step, base + 106, palette.line)
    _mounds(canvas, rng, palette)
    _row_of_people(canvas, rng, palette, rng.randrange(120, 760), 912, rng.choice([2, 3]))
    return canvas.image()


def substation(rng, palette):
    """Pylons and a switchyard close by."""
    canvas = _sky(rng, palette)
    hills(canvas, 700, 120, palette.far, rng)
    hall(canvas, rng.randrange(60, 300), 730, 420, 130, palette, wall=palette.middle, roof=palette.soft)
    hills(canvas, 738, 14, palette.ground, rng)
    before = None
    for x, height in ((-60, 520), (400, 600), (1010, 680), (1620, 760)):
        ends = pylon(canvas, x + rng.randrange(-30, 30), 720 + (height - 500) // 2, height, palette.steel, height / 130)
        if before:
            wires(canvas, before, ends, palette.steel, 2)
        before = ends
    for number in range(5):
        x = 470 + 84 * number
        canvas.box(x, 700, x + 54, 780, palette.wall, 3)
        canvas.box(x + 8, 712, x + 46, 736, palette.soft)
        for insulator in (12, 27, 42):
            canvas.box(x + insulator - 4, 672, x + insulator + 4, 700, palette.accent, 3)
    for x in range(430, 930, 32):
        canvas.line([(x, 772), (x, 822)], palette.line, 2)
    for y in (782, 802):
        canvas.line([(430, y), (920, y)], palette.line, 1.4)
    _road(canvas, palette, 868)
    return canvas.image()


def siding(rng, palette):
    """Rails that lead to the gates of a hall."""
    canvas = _sky(rng, palette)
    horizon = 520
    hills(canvas, horizon + 10, 80, palette.far, rng)
    vanishing = rng.randrange(620, 820)
    hall(canvas, vanishing - 520, horizon + 60, 400, 200, palette, teeth=4, gates=3)
    hall(canvas, vanishing + 130, horizon + 60, 460, 170, palette, gates=4)
    canvas.polygon([(0, horizon + 58), (WIDTH, horizon + 58), (WIDTH, HEIGHT), (0, HEIGHT)], palette.ground)
    for shift in (0, -760, 700) if rng.random() < 0.6 else (0, 720):
        centre = vanishing + shift
        for number in range(1, 26):
            near = (number / 25) ** 2.1
            y = horizon + 60 + (HEIGHT - horizon - 60) * near
            x = vanishing + (centre - vanishing) * near
            canvas.box(x - 14 - 190 * near, y, x + 14 + 190 * near, y + 3 + 14 * near, palette.middle)
        for rail in (-1, 1):
            at_end = centre + rail * 140
            far_off = vanishing + rail * 9
            corners = [
                (far_off - 1, horizon + 60),
                (far_off + 1, horizon + 60),
                (at_end + 9, HEIGHT),
                (at_end - 9, HEIGHT),
            ]
            canvas.polygon(corners, palette.line)
    x = vanishing + 330
    canvas.line([(x, horizon + 200), (x, horizon - 20)], palette.line, 7)
    canvas.box(x - 24, horizon - 90, x + 24, horizon + 6, palette.line, 20)
    canvas.disc(x, horizon - 62, 13, palette.accent)
    canvas.disc(x, horizon - 22, 13, palette.middle)
    return canvas.image()


def plan(rng, palette):
    """A site from above: plots along roads, a river, a railway, taken plots in colour."""
    canvas = Canvas(WIDTH, HEIGHT, palette.ground)
    for x in range(0, WIDTH, 48):
        canvas.line([(x, 0), (x, HEIGHT)], palette.far, 0.8)
    for y in range(0, HEIGHT, 48):
        canvas.line([(0, y), (WIDTH, y)], palette.far, 0.8)
    phase = rng.uniform(0, 2 * pi)
    river = [(x, 92 + 40 * sin(x / 230 + phase)) for x in range(-40, WIDTH + 80, 40)]
    canvas.line(river, palette.soft, 62)
    rows, top = 3, 190
    for row in range(rows):
        left, bottom = 96, top + 176
        while left < WIDTH - 200:
            right = min(left + rng.choice([110, 150, 190, 240, 320]), WIDTH - 96)
            _plot(canvas, rng, palette, left, top, right, bottom)
            left = right + 14
        if row < rows - 1:
            canvas.box(0, bottom + 12, WIDTH, bottom + 46, palette.middle)
            for x in range(0, WIDTH, 52):
                canvas.box(x, bottom + 27, x + 28, bottom + 31, palette.wall)
        top = bottom + 58
    for x in range(0, WIDTH, 30):
        canvas.box(x, 892, x + 30, 904, palette.line if x // 30 % 2 else palette.wall)
    canvas.line([(0, 892), (WIDTH, 892)], palette.line, 2)
    canvas.line([(0, 904), (WIDTH, 904)], palette.line, 2)
    dimension(canvas, 96, WIDTH - 190, 168, palette.line)
    _compass(canvas, palette, 1310, 132)
    return canvas.image()


def _plot(canvas, rng, palette, left, top, right, bottom):
    taken = rng.random()
    canvas.box(left, top, right, bottom, palette.line)
    canvas.box(left + 2, top + 2, right - 2, bottom - 2, palette.wall if taken < 0.7 else palette.soft)
    if taken < 0.5:
        fill = palette.accent if taken < 0.1 else palette.roof
        depth = rng.choice([0.45, 0.6, 0.72])
        canvas.box(left + 20, top + 20, left + 20 + (right - left - 40) * depth, bottom - 44, fill)
        canvas.box(left + 20, bottom - 34, left + 20 + (right - left - 40) * 0.4, bottom - 18, palette.middle)
    elif taken < 0.7:
        for start in range(round(left) + 20, round(right) - 12, 22):
            canvas.line([(start, top + 14), (start, bottom - 14)], palette.soft, 2)
    else:
        for x in range(round(left) + 26, round(right) - 16, 34):
            for y in range(round(top) + 26, round(bottom) - 16, 38):
                canvas.disc(x + rng.randrange(-5, 6), y + rng.randrange(-5, 6), 11, palette.middle)


def _compass(canvas, palette, x, y):
    canvas.disc(x, y, 46, palette.wall)
    canvas.polygon([(x, y - 36), (x + 14, y + 22), (x, y + 12)], palette.accent)
    canvas.polygon([(x, y - 36), (x - 14, y + 22), (x, y + 12)], palette.line)


def interior(rng, palette):
    """The inside of a hall: frames that recede, lamps, a conveyor."""
    canvas = Canvas(WIDTH, HEIGHT, palette.sky)
    x0, y0 = WIDTH / 2 + rng.randrange(-140, 140), 470

    def at(x, y, depth):
        """A point of the hall, x and y from -1 to 1, at a depth from 0 (near) to 1 (the end wall)."""
        near = 1 / (1 + 4.5 * depth)
        return x0 + (x * 900) * near, y0 + (y * 560) * near

    def face(corners, fill):
        canvas.polygon([at(*corner) for corner in corners], fill)

    face([(-1, 1, 0), (1, 1, 0), (1, 1, 1), (-1, 1, 1)], palette.ground)
    face([(-1, -1, 0), (-1, 1, 0), (-1, 1, 1), (-1, -1, 1)], palette.far)
    face([(1, -1, 0), (1, 1, 0), (1, 1, 1), (1, -1, 1)], palette.far)
    face([(-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)], palette.soft)
    face([(-0.3, 0, 1), (0.3, 0, 1), (0.3, 1, 1), (-0.3, 1, 1)], palette.roof)
    for side in (-1, 1):
        for number in range(7):
            start, end = number / 7 + 0.02, number / 7 + 0.12
            face([(side, -0.55, start), (side, -0.1, start), (side, -0.1, end), (side, -0.55, end)], palette.glass)
    for number in range(8):
        depth = (1 - number / 8) ** 1.3
        near = 1 / (1 + 4.5 * depth)
        canvas.line(
            [at(-1, 1, depth), at(-1, -0.72, depth), at(1, -0.72, depth), at(1, 1, depth)], palette.steel, 20 * near
        )
        canvas.line([at(-1, -0.9, depth), at(0, -1.06, depth), at(1, -0.9, depth)], palette.steel, 12 * near)
        teeth = [at(-1 + step / 5, -0.72 if step % 2 == 0 else -0.94, depth) for step in range(11)]
        canvas.line(teeth, palette.steel, 6 * near)
        for x in (-0.5, 0.5):
            left, top = at(x - 0.16, -0.66, depth)
            right, bottom = at(x + 0.16, -0.63, depth)
            canvas.box(left, top, right, bottom, palette.accent)
    for x in (-0.62, 0.62):
        canvas.line([at(x, 1, 0), at(x, 1, 1)], palette.accent, 3)
    face([(-0.34, 0.62, 0), (0.06, 0.62, 0), (0.06, 0.62, 1), (-0.34, 0.62, 1)], palette.middle)
    face([(-0.34, 0.62, 0), (-0.34, 0.74, 0), (-0.34, 0.74, 1), (-0.34, 0.62, 1)], palette.line)
    face([(0.06, 0.62, 0), (0.06, 0.74, 0), (0.06, 0.74, 1), (0.06, 0.62, 1)], palette.line)
    for number in range(6, -1, -1):
        depth = 0.03 + number * 0.13
        left, base = at(-0.26, 0.62, depth)
        right, top = at(-0.02, 0.36, depth)
        canvas.box(left, top, right, base, palette.wall if number % 3 else palette.accent)
        canvas.line([(left, (top + base) / 2), (right, (top + base) / 2)], palette.line, 2)
    _row_of_people(canvas, rng, palette, rng.randrange(1010, 1120), 905, 2)
    return canvas.image()


def meeting(rng, palette):
    """Heads before a screen with a chart on it."""
    canvas = Canvas(WIDTH, HEIGHT, palette.roof)
    canvas.box(0, 640, WIDTH, HEIGHT, INK)
    for x in range(-20, WIDTH, 120):
        canvas.line([(x, 0), (x, 640)], INK, 3)
    left, top, right, bottom = 320, 90, 1120, 540
    canvas.box(left - 12, top - 12, right + 12, bottom + 12, INK, 4)
    canvas.box(left, top, right, bottom, "#f4f5f2")
    canvas.box(left + 48, top + 46, left + 330, top + 70, palette.roof)
    canvas.box(left + 48, top + 88, left + 240, top + 100, palette.soft)
    heights = sorted(rng.randrange(60, 250) for _ in range(6))
    for number, height in enumerate(heights):
        x = left + 60 + 92 * number
        canvas.box(x, bottom - 48 - height, x + 58, bottom - 48, palette.accent if number == 5 else palette.middle)
    canvas.line([(left + 48, bottom - 48), (right - 48, bottom - 48)], palette.line, 3)
    canvas.polygon([(150, 640), (166, 470), (274, 470), (290, 640)], palette.middle)
    person(canvas, 220, 640, 300, palette.soft, palette.wall)
    canvas.polygon([(140, 640), (156, 505), (284, 505), (300, 640)], palette.accent)
    for row, (y, size, fill) in enumerate(((740, 44, palette.middle), (850, 58, palette.soft), (990, 76, palette.far))):
        start = rng.randrange(0, 60) - 60 * row
        for x in range(start, WIDTH + size, round(size * 2.7)):
            if rng.random() < 0.86:
                canvas.disc(x, y - size * 1.05, size * 0.62, fill, 1.15)
                canvas.box(x - size * 1.1, y - size * 0.28, x + size * 1.1, HEIGHT, fill, size * 0.6)
    return canvas.image()


def delegation(rng, palette):
    """A group in helmets before a hall."""
    canvas = _sky(rng, palette)
    hills(canvas, 600, 100, palette.far, rng)
    hall(canvas, 150, 720, 1140, 300, palette, teeth=rng.choice([5, 6, 7]), gates=rng.choice([3, 4]))
    hills(canvas, 728, 8, palette.ground, rng)
    dimension(canvas, 150, 1290, 770, palette.soft)
    _row_of_people(canvas, rng, palette, rng.randrange(230, 330), 850, 7)
    _row_of_people(canvas, rng, palette, rng.randrange(160, 260), 920, 6)
    return canvas.image()


def _sky(rng, palette):
    canvas = Canvas(WIDTH, HEIGHT, palette.sky)
    canvas.disc(rng.randrange(160, WIDTH - 160), rng.randrange(130, 260), rng.randrange(56, 90), palette.sun)
    clouds(canvas, palette.far, rng, 300)
    return canvas


def _line_of_pylons(canvas, rng, palette, base):
    before, x = None, rng.randrange(-120, 0)
    while x < WIDTH + 300:
        ends = pylon(canvas, x, base, 250, palette.middle)
        if before:
            wires(canvas, before, ends, palette.middle)
        before, x = ends, x + 300


def _road(canvas, palette, top):
    canvas.box(0, top, WIDTH, HEIGHT, palette.middle)
    canvas.box(0, top, WIDTH, top + 5, palette.line)
    for x in range(-20, WIDTH, 120):
        canvas.box(x, top + 56, x + 64, top + 63, palette.wall)


def _mounds(canvas, rng, palette):
    for _ in range(3):
        x, width = rng.randrange(WIDTH), rng.randrange(140, 260)
        canvas.polygon([(x, 880), (x + width * 0.45, 880 - width * 0.3), (x + width, 880)], palette.soft)
    canvas.box(0, 880, WIDTH, HEIGHT, palette.soft)


def _row_of_people(canvas, rng, palette, x, base, count):
    for _ in range(count):
        coat = rng.choice([palette.roof, INK, palette.middle])
        person(canvas, x, base, rng.randrange(225, 255), coat, palette.soft, helmet=palette.accent)
        x += rng.randrange(120, 165)
