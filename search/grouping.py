"""Join the slides of one presentation and the presentation itself into one hit."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .engines.base import Candidate
from .interface import Kind
from .keys import day_of
from .ranking import Scorer


@dataclass
class Group:
    """What becomes one hit: its head, and the slides that contain the words themselves."""

    head: Candidate
    members: list[Candidate] = field(default_factory=list)  # including the head
    slides: list[Candidate] = field(default_factory=list)  # best first

    @property
    def slide(self) -> Candidate | None:
        """The slide that is shown."""
        return self.head if self.head.kind == Kind.SLIDE else next(iter(self.slides), None)

    @property
    def other_slides(self) -> int:
        return len([slide for slide in self.slides if slide is not self.slide])


def grouped(ranked: Iterable[Candidate], scorer: Scorer, *, one_by_one: bool = False) -> list[Group]:
    """Groups in the order of their best candidates; with `one_by_one` each candidate is a group of its own."""
    slide, material = Kind.SLIDE.value, Kind.MATERIAL.value
    groups: list[Group] = []
    of_material: dict[int, Group] = {}
    for candidate in ranked:
        key = None if one_by_one else candidate.material_id
        group = of_material.get(key) if key is not None else None
        if group is None:
            group = Group(candidate)
            groups.append(group)
            if key is not None:
                of_material[key] = group
        group.members.append(candidate)
        if candidate.kind == slide and candidate.id in scorer.own:
            group.slides.append(candidate)
        elif candidate.kind == material and not group.slides:
            group.head = candidate  # the slides before it have only the words of its event
    return groups


def by_date(groups: list[Group]) -> list[Group]:
    """Newest first, undated last."""
    return sorted(groups, key=lambda group: (-day_of(group.head.id), group.head.id))
