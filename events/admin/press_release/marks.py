"""Mark the recognized values in a text. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class TextMark(NamedTuple):
    """A recognized place in the text.

    `target` is the id of its value on the page, `label` names the kind of value, and `colour` groups kinds.
    """

    start: int
    end: int
    target: str
    label: str
    colour: str
    is_sure: bool


class Piece(NamedTuple):
    """A piece of the text. `mark` is None if nothing was recognized in it."""

    text: str
    mark: TextMark | None


def pieces(text: str, marks: Iterable[TextMark]) -> Iterator[Piece]:
    """Yields the pieces of the whole text. Of overlapping marks the shorter one wins: a name within its sentence."""
    taken: list[TextMark] = []
    for mark in sorted(marks, key=lambda one: (one.end - one.start, one.start)):
        is_within = 0 <= mark.start < mark.end <= len(text)
        if is_within and all(mark.end <= other.start or other.end <= mark.start for other in taken):
            taken.append(mark)
    place = 0
    for mark in sorted(taken):
        if place < mark.start:
            yield Piece(text[place : mark.start], None)
        yield Piece(text[mark.start : mark.end], mark)
        place = mark.end
    if place < len(text):
        yield Piece(text[place:], None)
