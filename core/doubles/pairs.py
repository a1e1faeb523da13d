"""Find the doubles among many names without comparing every pair. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from .likeness import Likeness

Name = TypeVar("Name")
MOST_IN_A_BLOCK = 400  # a key that more names share is too common to mean anything


def pairs_among(
    names: Iterable[tuple[int, Name]],
    keys: Callable[[Name], Iterable[Hashable]],
    compare: Callable[[Name, Name], Likeness],
) -> Iterator[tuple[int, int, Likeness]]:
    """Yields (id, id, likeness) of each pair that may be one thing. Only names that share a key are compared."""
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    named = dict(names)
    for number, name in named.items():
        for key in set(keys(name)):
            blocks[key].append(number)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > MOST_IN_A_BLOCK:
            continue
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                pair = (one, other) if one < other else (other, one)
                if pair in seen:
                    continue
                seen.add(pair)
                likeness = compare(named[one], named[other])
                if likeness.is_possible:
                    yield (*pair, likeness)


def doubles_of(
    name: Name,
    names: Iterable[tuple[int, Name]],
    compare: Callable[[Name, Name], Likeness],
) -> list[tuple[int, Likeness]]:
    """[(id, likeness)] of the names that may mean the same as `name`, the likeliest first."""
    found = [(number, compare(name, other)) for number, other in names]
    return sorted((one for one in found if one[1].is_possible), key=lambda one: -one[1].score)
