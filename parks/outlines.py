"""The outlines of the regions, read once from the drawing in `data/`."""

from functools import cache
from pathlib import Path

from . import regionmap


@cache
def outlines():
    """{ISO code: the path's `d`}, in the units of `regionmap.project`. A region without a shape is left out."""
    svg = (Path(__file__).parent / "data" / "russia-regions.svg").read_text(encoding="utf-8")
    return {code: outline for code, outline in regionmap.outlines(svg).items() if outline}


@cache
def country():
    """All of them as one path."""
    return "".join(outlines().values())
