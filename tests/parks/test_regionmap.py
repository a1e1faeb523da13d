from pathlib import Path

import pytest

from parks import regionmap

SVG = Path(regionmap.__file__).parent / "data" / "russia-regions.svg"


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [
        (56, 100, 0, 0),  # the origin
        (55.75, 37.62, -672.6, -326.9),  # Moscow
        (43.12, 131.89, 509.4, 163.1),  # Vladivostok
        (66.16, -169.81, 596.3, -693.0),  # Uelen, beyond the 180th meridian: the drawing ends at -694
    ],
)
def test_projection_agrees_with_the_drawing(latitude, longitude, x, y):
    assert regionmap.project(latitude, longitude) == pytest.approx((x, y), abs=0.3)


def test_scale_is_5_km_a_unit_on_the_standard_parallels():
    """A tenth of a degree of longitude at 52° N is 6.846 km on a sphere of 6371 km."""
    (west, _), (east, _) = regionmap.project(52, 99.95), regionmap.project(52, 100.05)
    assert (east - west) * regionmap.KM_PER_UNIT == pytest.approx(6.846, abs=0.001)


@pytest.mark.parametrize(
    "point", [(54.78, 32.05), (81.8, 59.2), (41.2, 47.8), (66.1, -169.7), (64.7, 179.9), (60, 180)]
)
def test_unproject_reverses_the_projection(point):
    assert regionmap.unproject(*regionmap.project(*point)) == pytest.approx(point, abs=1e-9)


def test_centre_counts_islands_and_holes():
    square = "M0,0L10,0L10,10L0,10Z"
    assert regionmap.centre(square) == (5, 5)
    assert regionmap.centre(f"{square}M20,0L30,0L30,10L20,10Z") == (15, 5)
    hole_on_the_right = "M6,4L6,6L8,6L8,4Z"
    x, y = regionmap.centre(square + hole_on_the_right)
    assert (x < 5, y) == (True, 5)


def test_drawing_has_83_regions():
    outlines = regionmap.outlines(SVG.read_text(encoding="utf-8"))
    assert len(outlines) == 83
    assert [code for code, outline in outlines.items() if not outline] == ["RU-LEN"]


def test_capitals_lie_inside_the_frame_of_their_region():
    outlines = regionmap.outlines(SVG.read_text(encoding="utf-8"))
    capitals = {
        "RU-SMO": (54.78, 32.05),
        "RU-KGD": (54.71, 20.51),
        "RU-SAK": (46.96, 142.73),
        "RU-CHU": (64.73, 177.51),
    }
    for code, capital in capitals.items():
        corners = [tuple(map(int, pair.split(","))) for pair in _pairs(outlines[code])]
        x, y = regionmap.project(*capital)
        assert min(x for x, _ in corners) <= x <= max(x for x, _ in corners), code
        assert min(y for _, y in corners) <= y <= max(y for _, y in corners), code


def _pairs(outline):
    return outline.replace("M", " ").replace("L", " ").replace("Z", " ").split()
