"""A value found in a text, with its place and with doubts about it. Pure."""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Span(NamedTuple):
    """A place in a text: `text[start:end]`."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value with its place in the text. `doubt` is a Russian sentence for the editor, or "" if the value is sure."""

    value: T
    span: Span
    doubt: str = ""

    @property
    def is_sure(self) -> bool:
        return not self.doubt
