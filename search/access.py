"""What a reader may find, as conditions on the index. They mirror `visible_to` of the models."""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection
from django.utils import timezone

from core.compiled import CompiledQuery
from events.models import Access, Attendance
from events.models.access import MEMBERS_PERMISSION

from . import keys
from .expressions import Expression, any_part
from .interface import Reader

# Subqueries, because an expression with a term for each of 500 attended events took ten times as long.
ATTENDED = "SELECT t.event_id FROM events_attendance t WHERE t.user_id = %s"
# A person may belong to several events. Participants find the people of a closed event that they attended. The check
# runs for each person whom they could not find otherwise. These are few, and a list of all whom they met is long.
HAS_MET = (
    "(SELECT 1 FROM events_appearance a JOIN events_attendance t ON t.event_id = a.event_id AND t.user_id = %s"
    f" JOIN events_event e ON e.id = a.event_id AND e.access IN ('{Access.MEMBERS}', '{Access.PARTICIPANTS}')"
    " AND e.published_at <= %s WHERE a.person_id = d.object_id LIMIT 1) IS NOT NULL"
)

Adapt = Callable[[Any], Any]  # turns a datetime into a parameter of the database in use


_ATTENDANCES = CompiledQuery(lambda user: Attendance.objects.filter(user_id=user).order_by().values_list("pk"), user=-1)


@dataclass(frozen=True)
class ReaderAccess:
    is_staff: bool = False
    is_member: bool = False
    participant: int | None = None  # the key of the user, if the user has attended events

    @classmethod
    def of(cls, user: Reader) -> Self:
        if user.is_staff:
            return cls(is_staff=True)
        if not user.is_authenticated:
            return cls()
        has_attended = any(_ATTENDANCES.rows(slice(1), user=user.pk))
        return cls(is_member=user.has_perm(MEMBERS_PERMISSION), participant=user.pk if has_attended else None)

    def expression(self) -> Expression | None:
        """The tags of which a document must have one; None if the reader may find everything.

        They only narrow the index to classes of documents. `condition` decides.
        """
        if self.is_staff:
            return None
        tiers = [keys.PUBLIC]
        if self.is_member or self.participant:
            tiers.append(keys.MEMBERS)
        if self.participant:
            tiers.append(keys.PARTICIPANTS)
        return any_part(tiers)

    @property
    def rarely_open(self) -> frozenset[str]:
        """Tags in `expression` whose documents are mostly closed to the reader, because they are of other events."""
        return frozenset([keys.PARTICIPANTS] if self.is_member else [keys.PARTICIPANTS, keys.MEMBERS])

    def condition(self, adapt: Adapt, pool: int | None = None) -> tuple[str, list]:
        """SQL on a document `d` that is true when the reader may see it now, and its parameters.

        In the given pool alone: people are all in the directory, and what belongs to an event is elsewhere.
        """
        if self.is_staff:
            return "1 = 1", []
        now = adapt(timezone.now())
        column = "members_from" if self.is_member else "public_from"
        if not self.participant:
            return f"{_moment(column)} <= %s", [now]
        attended, met = f"d.event_id IN ({ATTENDED})", f"(d.kind = 'person' AND {HAS_MET})"
        if pool == keys.DIRECTORY:
            own, params = met, [self.participant, now]
        elif pool:
            own, params = attended, [self.participant]
        else:
            own, params = f"({attended} OR {met})", [self.participant, self.participant, now]
        participants = f"{_moment('participants_from')} <= %s AND {own}"
        return f"({_moment(column)} <= %s OR ({participants}))", [now, now, *params]


@dataclass(frozen=True)
class AnnouncedMaterials:
    """Selects materials for members whose locked row everybody sees, except those the reader may open anyway."""

    participant: int | None
    rarely_open: frozenset[str] = frozenset()

    def condition(self, adapt: Adapt, pool: int | None = None) -> tuple[str, list]:
        moments = [adapt(timezone.now())]
        if self.participant is None:
            return f"{_moment('members_from')} <= %s", moments
        return f"{_moment('members_from')} <= %s AND d.event_id NOT IN ({ATTENDED})", [*moments, self.participant]


def _moment(column: str) -> str:
    """The column as an expression, so that PostgreSQL does not use its index, which would return most documents."""
    return f"d.{column}" if connection.vendor == "sqlite" else f"(d.{column} + interval '0')"
