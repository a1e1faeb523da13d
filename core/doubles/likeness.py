"""How likely two rows describe the same thing. Pure."""

from dataclasses import dataclass

LIKELY = 0.8  # from here on the two are treated as doubles; below it a person has to decide
POSSIBLE = 0.5


@dataclass(frozen=True)
class Likeness:
    """`score` is 0 to 1; `reasons` are Russian phrases for or against it."""

    score: float
    reasons: tuple[str, ...] = ()

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY

    @property
    def is_possible(self) -> bool:
        return self.score >= POSSIBLE

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def different(*reasons: str) -> Likeness:
    return Likeness(0.0, reasons)
