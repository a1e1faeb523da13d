"""How likely two rows tell of one thing. Pure."""

from dataclasses import dataclass

LIKELY = 0.8  # from here on the two are taken for doubles; below it a person has to look
POSSIBLE = 0.5


@dataclass(frozen=True)
class Likeness:
    """`score` is 0 to 1; `reasons` are what speaks for it or against it, in Russian."""

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
