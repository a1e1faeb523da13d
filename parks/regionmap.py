"""The schematic map of `data/russia-regions.svg`: where a point of the globe lands on it, and back. Pure.

An Albers equal-area conic on a sphere (J. P. Snyder, «Map Projections — A Working Manual», USGS 1395, pp. 98–103).
Degrees, WGS-like latitudes and longitudes on one side; units of the drawing, 5 km each, y downwards, on the other.
"""

import re
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

EARTH_RADIUS_KM = 6371
KM_PER_UNIT = 5
_RADIUS = EARTH_RADIUS_KM / KM_PER_UNIT
_MERIDIAN = radians(100)
_SOUTH, _NORTH, _ORIGIN = radians(52), radians(64), radians(56)

_CONE = (sin(_SOUTH) + sin(_NORTH)) / 2
_C = cos(_SOUTH) ** 2 + 2 * _CONE * sin(_SOUTH)
_RHO_ORIGIN = _RADIUS * sqrt(_C - 2 * _CONE * sin(_ORIGIN)) / _CONE

_PATH = re.compile(r'<path id="(?P<code>[A-Z-]+)" d="(?P<outline>[^"]*)"')


def project(latitude, longitude):
    """The point of the drawing, (x, y), for degrees north and east; -175° is the same meridian as 185°."""
    rho = _RADIUS * sqrt(_C - 2 * _CONE * sin(radians(latitude))) / _CONE
    theta = _CONE * (radians(longitude % 360) - _MERIDIAN)
    return rho * sin(theta), rho * cos(theta) - _RHO_ORIGIN


def unproject(x, y):
    """The latitude and longitude, in degrees, -180 < longitude <= 180, of a point of the drawing."""
    rho, theta = hypot(x, _RHO_ORIGIN + y), atan2(x, _RHO_ORIGIN + y)
    latitude = degrees(asin((_C - (rho * _CONE / _RADIUS) ** 2) / (2 * _CONE)))
    longitude = degrees(_MERIDIAN + theta / _CONE)
    return latitude, longitude - 360 if longitude > 180 else longitude


def outlines(svg):
    """The drawing's regions as {ISO code: the path's `d`}."""
    return {found["code"]: found["outline"] for found in _PATH.finditer(svg)}


def centre(outline):
    """The centre of gravity, (x, y), of an outline made of closed rings: islands add to it, holes take away."""
    doubled_area = moment_x = moment_y = 0
    for ring in outline.split("Z"):
        corners = [tuple(map(float, corner.split(","))) for corner in re.split("[ML]", ring) if corner]
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            cross = x1 * y2 - x2 * y1
            doubled_area += cross
            moment_x += (x1 + x2) * cross
            moment_y += (y1 + y2) * cross
    return moment_x / (3 * doubled_area), moment_y / (3 * doubled_area)
