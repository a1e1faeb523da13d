"""What a reader may find, as conditions on the index. They mirror `visible_to` of the models."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone

from events.models import Attendance
from events.models.access import MEMBERS_PERMISSION

from . import keys
from .expressions import Expression, any_part
from .interface import Reader

CONDITIONS_PER_GROUP = 100

Adapt = Callable[[Any], Any]  # turns a datetime into a parameter of the database in use


@dataclass(frozen=True)
class ReaderAccess:
    is_staff: bool = False
    is_member: bool = False
    attended: tuple[int, ...] = ()  # ids of events

    @classmethod
    def of(cls, user: Reader) -> Self:
        if user.is_staff:
            return cls(is_staff=True)
        if not user.is_authenticated:
            return cls()
        attended = Attendance.objects.filter(user_id=user.pk).order_by("event_id").values_list("event_id", flat=True)
        return cls(is_member=user.has_perm(MEMBERS_PERMISSION), attended=tuple(attended))

    def expression(self) -> Expression | None:
        """The tags of which a document must have one; None when the reader may find everything."""
        if self.is_staff:
            return None
        tiers = [keys.PUBLIC, keys.MEMBERS] if self.is_member else [keys.PUBLIC]
        return any_part(tiers + [keys.attended_event(event_id) for event_id in self.attended])

    def condition(self, adapt: Adapt) -> tuple[str, list]:
        """SQL on a document `d` that is true when the reader may see it now, and its parameters."""
        if self.is_staff:
            return "1 = 1", []
        now = adapt(timezone.now())
        column = "members_from" if self.is_member else "public_from"
        if not self.attended:
            return f"d.{column} <= %s", [now]
        event_ids = ", ".join(str(int(event_id)) for event_id in self.attended)
        # A person belongs to no single event. Their tags name every event whose participants may find them.
        persons = _joined_by_or(["d.tags LIKE %s"] * len(self.attended))
        participants = (
            f"d.participants_from <= %s AND (d.event_id IN ({event_ids}) OR (d.kind = 'person' AND {persons}))"
        )
        patterns = [f"% {keys.attended_event(event_id)} %" for event_id in self.attended]
        return f"(d.{column} <= %s OR ({participants}))", [now, now, *patterns]


@dataclass(frozen=True)
class AnnouncedMaterials:
    """Selects materials for members whose locked row everybody sees, except those the reader may open anyway."""

    attended: tuple[int, ...]  # ids of the events whose participant the reader is

    def condition(self, adapt: Adapt) -> tuple[str, list]:
        event_ids = ", ".join(str(int(event_id)) for event_id in self.attended)
        not_attended = f" AND d.event_id NOT IN ({event_ids})" if event_ids else ""
        return f"d.members_from <= %s{not_attended}", [adapt(timezone.now())]


def _joined_by_or(conditions: list[str]) -> str:
    """Join in groups, because SQLite nests a flat OR of a thousand conditions too deeply and refuses it."""
    starts = range(0, len(conditions), CONDITIONS_PER_GROUP)
    groups = [" OR ".join(conditions[start : start + CONDITIONS_PER_GROUP]) for start in starts]
    return f"({' OR '.join(f'({group})' for group in groups)})"
