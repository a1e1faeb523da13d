"""What to look for, in terms: a small language that each engine writes in its own words."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class All:
    """Every part, and none of `without`."""

    parts: tuple = ()
    without: tuple = ()


@dataclass(frozen=True)
class Any:
    parts: tuple = ()


def both(*parts):
    """All of the parts that there are."""
    return All(tuple(part for part in parts if part is not None))


def either(parts):
    """One of them; the part itself when there is but one."""
    parts = tuple(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else Any(parts)


def terms_in(expression):
    """The terms that may be there; what must not be there does not count."""
    if isinstance(expression, str):
        return {expression}
    return set().union(*(terms_in(part) for part in expression.parts))


def share(expression, share_of):
    """Which share of the documents has it, as if words stood independently of each other."""
    if isinstance(expression, str):
        return share_of(expression)
    shares = [share(part, share_of) for part in expression.parts]
    if isinstance(expression, Any):
        return min(1, sum(shares))
    return math.prod(shares) * math.prod(1 - share(part, share_of) for part in expression.without)
