"""Marks of the schematic maps, moved apart so that none covers another. Pure."""

from dataclasses import dataclass
from math import hypot

WIDTH = 1000  # units, as of every map
SIDE_BY_SIDE = 46  # the distance of two numbered marks that touch each other
DOTS_SIDE_BY_SIDE = 20  # the same for marks without numbers


@dataclass
class Mark:
    """A point on a map; a link if it has a URL. It is drawn at (x, y), and its true place is (own_x, own_y)."""

    name: str
    x: int
    y: int
    url: str = ""
    number: int | None = None
    is_main: bool = False
    is_approximate: bool = False

    def __post_init__(self):
        self.own_x, self.own_y = self.x, self.y

    @property
    def is_moved(self):
        return hypot(self.x - self.own_x, self.y - self.own_y) > 2


def spread(marks, frame, apart=SIDE_BY_SIDE, rounds=60):
    """Move overlapping marks apart, inside the frame; the template joins each with its true place by a thin line.

    The main mark of a map stays where it is.
    """
    edge = apart / 2
    for _round in range(rounds):
        is_settled = True
        for position, one in enumerate(marks):
            for other in marks[position + 1 :]:
                x, y = other.x - one.x, other.y - one.y
                distance = hypot(x, y)
                if distance >= apart:
                    continue
                is_settled = False
                # Two marks at one point move apart sideways, and downwards where there is no place beside them.
                sideways = (1, 0) if edge < one.x < WIDTH - edge else (0, 1)
                x, y = (x / distance, y / distance) if distance else sideways
                push = (apart - distance) / 2 + 0.5
                if one.is_main or other.is_main:
                    push *= 2
                if not one.is_main:
                    one.x, one.y = _inside(frame, one.x - x * push, one.y - y * push, edge)
                if not other.is_main:
                    other.x, other.y = _inside(frame, other.x + x * push, other.y + y * push, edge)
        if is_settled:
            break
    for mark in marks:
        mark.x, mark.y = map(round, _inside(frame, mark.x, mark.y, edge))


def _inside(frame, x, y, edge):
    return min(max(x, edge), WIDTH - edge), min(max(y, edge), frame.height - edge)
