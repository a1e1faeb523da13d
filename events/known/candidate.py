"""A row that a name may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Candidate:
    """`reason` is a Russian phrase for the editor. `is_sure`: the name alone tells that this row is meant."""

    row: Any
    reason: Any
    is_sure: bool = False


def sure(candidates: Sequence[Candidate]) -> Candidate | None:
    """The one row that is meant without a question: none where two rows are equally sure."""
    found = [candidate for candidate in candidates if candidate.is_sure]
    return found[0] if len(found) == 1 else None
