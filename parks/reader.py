"""The part of a user that `visible_to` reads in this room."""

from typing import NamedTuple


class Reader(NamedTuple):
    """A compiled query is made once for each value of it."""

    is_staff: bool
