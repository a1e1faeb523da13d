"""Whom an answer is for, as a condition on the index: the same that `visible_to` says of the rows."""

from dataclasses import dataclass

from django.utils import timezone

from events.models import Attendance
from events.models.access import MEMBERS_PERMISSION

from . import keys
from .expressions import either

GROUP = 100


@dataclass(frozen=True)
class Audience:
    is_staff: bool = False
    is_member: bool = False
    attended: tuple[int, ...] = ()

    @classmethod
    def of(cls, user):
        if user.is_staff:
            return cls(is_staff=True)
        if not user.is_authenticated:
            return cls()
        attended = Attendance.objects.filter(user_id=user.pk).order_by("event_id").values_list("event_id", flat=True)
        return cls(is_member=user.has_perm(MEMBERS_PERMISSION), attended=tuple(attended))

    def expression(self):
        """The marks of which a document must have one; None when all are open."""
        if self.is_staff:
            return None
        tiers = [keys.PUBLIC, keys.MEMBERS] if self.is_member else [keys.PUBLIC]
        return either(tiers + [keys.at_event(event) for event in self.attended])

    def condition(self, adapt):
        """SQL on a document `d`, and its parameters: what is open by now. `adapt` makes a moment the database's own."""
        if self.is_staff:
            return "1 = 1", []
        now = adapt(timezone.now())
        column = "members_from" if self.is_member else "public_from"
        if not self.attended:
            return f"d.{column} <= %s", [now]
        events = ", ".join(str(int(event)) for event in self.attended)
        # A person has no event of their own, but the marks of all that those who were there may know them from.
        known = _any_of(["d.marks LIKE %s"] * len(self.attended))
        was_there = f"d.participants_from <= %s AND (d.event_id IN ({events}) OR (d.kind = 'person' AND {known}))"
        marked = [f"% {keys.at_event(event)} %" for event in self.attended]
        return f"(d.{column} <= %s OR ({was_there}))", [now, now, *marked]


def _any_of(conditions):
    """In groups: SQLite takes a row of ORs for one inside another, and refuses a thousand of them."""
    groups = [" OR ".join(conditions[start : start + GROUP]) for start in range(0, len(conditions), GROUP)]
    return f"({' OR '.join(f'({group})' for group in groups)})"
