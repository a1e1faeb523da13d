"""A row that a name may mean."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from core.suspicions import likely_doubles_of

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class KnownRow:
    """A row. `reason` is a Russian phrase for the editor. `is_sure` says that the name alone identifies the row."""

    row: Any
    reason: Any
    is_sure: bool = False


def sure(candidates: Sequence[KnownRow]) -> KnownRow | None:
    """The one sure candidate; None if there are none or several."""
    found = [candidate for candidate in candidates if candidate.is_sure]
    return found[0] if len(found) == 1 else None


def with_likely(
    found: dict[Name, list[KnownRow]], names: set[Name], row_of: Callable[[Name], Any]
) -> dict[Name, list[KnownRow]]:
    """Add, for names without candidates, the rows that a new row of that name would be a double of."""
    unknown = [name for name in names if not found.get(name)]
    likely = likely_doubles_of([row_of(name) for name in unknown])
    return found | {
        name: [KnownRow(row, ", ".join(likeness.reasons)) for row, likeness in doubles]
        for name, doubles in zip(unknown, likely, strict=True)
    }
