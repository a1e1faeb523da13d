"""A small query language over index terms. Each engine translates it into its own syntax."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class AllOf:
    """Matches documents with every part and none of `without`."""

    parts: "tuple[Expression, ...]" = ()
    without: "tuple[Expression, ...]" = ()


@dataclass(frozen=True)
class AnyOf:
    parts: "tuple[Expression, ...]" = ()


Expression: TypeAlias = AllOf | AnyOf | str


def all_parts(*parts: Expression | None) -> AllOf:
    """Combine the parts that are not None."""
    return AllOf(tuple(part for part in parts if part is not None))


def any_part(parts: Iterable[Expression]) -> Expression:
    """Combine distinct parts; a single part is returned as it is."""
    distinct = tuple(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


def terms_in(expression: Expression) -> set[str]:
    """The terms that a match may have, without excluded terms."""
    if isinstance(expression, str):
        return {expression}
    return set().union(*(terms_in(part) for part in expression.parts))


def expected_share(expression: Expression, share_of: Callable[[str], float]) -> float:
    """The expected share of documents that match, as if terms occurred independently."""
    if isinstance(expression, str):
        return share_of(expression)
    shares = [expected_share(part, share_of) for part in expression.parts]
    if isinstance(expression, AnyOf):
        return min(1, sum(shares))
    return math.prod(shares) * math.prod(1 - expected_share(part, share_of) for part in expression.without)
