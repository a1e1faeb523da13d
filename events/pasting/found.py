"""What a reader found: the value, where it stands in the text, and what speaks against it. Pure."""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Span(NamedTuple):
    """Where something stands: `text[start:end]`."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value with its place in the text. `doubt` is a Russian sentence for the editor; "" where the reader is sure."""

    value: T
    span: Span
    doubt: str = ""

    @property
    def is_sure(self) -> bool:
        return not self.doubt
