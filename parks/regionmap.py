"""The map projection of `data/russia-regions.svg`, in both directions, and its outlines. Pure.

It is an Albers equal-area conic on a sphere (J. P. Snyder, «Map Projections — A Working Manual», USGS 1395,
pp. 98–103). It converts between degrees of latitude and longitude and units of the drawing: 5 km each, y downwards.
"""

import re
from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

EARTH_RADIUS_KM = 6371
KM_PER_UNIT = 5
_RADIUS = EARTH_RADIUS_KM / KM_PER_UNIT
_MERIDIAN = radians(100)
_SOUTH, _NORTH, _ORIGIN = radians(52), radians(64), radians(56)

_CONE = (sin(_SOUTH) + sin(_NORTH)) / 2
_C = cos(_SOUTH) ** 2 + 2 * _CONE * sin(_SOUTH)
_RHO_ORIGIN = _RADIUS * sqrt(_C - 2 * _CONE * sin(_ORIGIN)) / _CONE

VIEW = "-869 -694 1606 882"
NOTICE = "<!-- Drawn from the Digital Chart of the World as packaged for GMT (gmt-dcw 2.1.1), LGPL-3.0-or-later. -->"
_PATH = re.compile(r'<path id="(?P<code>[A-Z-]+)" d="(?P<outline>[^"]*)"')


def project(latitude, longitude):
    """The point (x, y) of the drawing for degrees north and east. -175° is the same meridian as 185°."""
    rho = _RADIUS * sqrt(_C - 2 * _CONE * sin(radians(latitude))) / _CONE
    theta = _CONE * (radians(longitude % 360) - _MERIDIAN)
    return rho * sin(theta), rho * cos(theta) - _RHO_ORIGIN


def unproject(x, y):
    """The latitude and longitude of a point of the drawing, in degrees; -180 < longitude <= 180."""
    rho, theta = hypot(x, _RHO_ORIGIN + y), atan2(x, _RHO_ORIGIN + y)
    latitude = degrees(asin((_C - (rho * _CONE / _RADIUS) ** 2) / (2 * _CONE)))
    longitude = degrees(_MERIDIAN + theta / _CONE)
    return latitude, longitude - 360 if longitude > 180 else longitude


def outlines(svg):
    """The regions of the drawing as {ISO code: the path's `d`}."""
    return {found["code"]: found["outline"] for found in _PATH.finditer(svg)}


def centre(outline):
    """The centroid (x, y) of an outline of closed rings. Islands count, holes are subtracted."""
    doubled_area = moment_x = moment_y = 0
    for ring in outline.split("Z"):
        corners = [tuple(map(float, corner.split(","))) for corner in re.split("[ML]", ring) if corner]
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            cross = x1 * y2 - x2 * y1
            doubled_area += cross
            moment_x += (x1 + x2) * cross
            moment_y += (y1 + y2) * cross
    return moment_x / (3 * doubled_area), moment_y / (3 * doubled_area)


def box(outline):
    """The frame of an outline: (left, top, right, bottom)."""
    xs, ys = zip(*_corners(outline), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def compact(outline):
    """The same outline in relative steps, which is half as long. A repeated corner is written once."""
    return "".join(f"{_steps(ring)}z" for ring in outline.split("Z") if ring)


def _steps(ring):
    corners = [tuple(map(int, corner.split(","))) for corner in re.split("[ML]", ring) if corner]
    if corners[0] == corners[-1]:
        corners.pop()
    (start_x, start_y), path = corners[0], ""
    for (x1, y1), (x2, y2) in pairwise(corners):
        path += f"l{_joined(x2 - x1, y2 - y1)}" if not path else _joined(x2 - x1, y2 - y1, glued=True)
    return f"M{_joined(start_x, start_y)}{path}"


def _joined(x, y, *, glued=False):
    """A step as text. A minus sign also separates numbers, so it needs no space before it."""
    return f"{' ' if glued and x >= 0 else ''}{x}{' ' if y >= 0 else ''}{y}"


def _corners(outline):
    return [tuple(map(float, corner.split(","))) for corner in re.split("[MLZ]", outline) if corner]


def drawing(svg):
    """The content of `static/img/regions.svg`: compact outlines, whose colours come from the style sheet.

    A page draws all of them by one reference, and the regions that it fills or links by further ones.
    """
    paths = "".join(
        f'<path id="{code}" vector-effect="non-scaling-stroke" d="{compact(outline)}"/>\n'
        for code, outline in outlines(svg).items()
        if outline
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{VIEW}">\n{NOTICE}\n<g id="all">\n{paths}</g>\n</svg>\n'
