"""Access tiers of events and materials, and the condition that all `visible_to` querysets start from."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

MEMBERS_PERMISSION = "events.view_members_material"


class Access(TextChoices):
    PUBLIC = "public", _("всем")
    MEMBERS = "members", _("членам ассоциации")
    PARTICIPANTS = "participants", _("участникам мероприятия")
    STAFF = "staff", _("только сотрудникам")


@dataclass(frozen=True)
class Reader:
    """The part of a user that `visible_to` reads, so that a query can be compiled for all users of a kind."""

    pk: int | None = None
    is_staff: bool = False
    is_member: bool = False

    @property
    def is_authenticated(self):
        return self.pk is not None

    def has_perm(self, permission):
        return permission == MEMBERS_PERMISSION and self.is_member

    @classmethod
    def like(cls, user, pk):
        """A reader with the rights of the user, but with the events that the account `pk` has attended."""
        if user.is_staff:
            return cls(pk, is_staff=True)
        return cls(pk, is_member=user.has_perm(MEMBERS_PERMISSION)) if user.is_authenticated else cls()


def within_reach(user, event, access="access"):
    """A Q for the rows whose tier, in the field `access`, is open to the user.

    `event` is the lookup path from the row to its event. Participants of an event may see everything of that event
    except what is for staff.
    """
    if user.is_staff:
        return Q()
    reach = Q(**{access: Access.PUBLIC})
    if not user.is_authenticated:
        return reach
    if user.has_perm(MEMBERS_PERMISSION):
        reach |= Q(**{access: Access.MEMBERS})
    # Not an EXISTS for each row: PostgreSQL overestimates its cost a hundredfold and then plans the query badly.
    attended = apps.get_model("events", "Attendance").objects.filter(user_id=user.pk).values("event_id")
    return reach | Q(**{f"{access}__in": [Access.MEMBERS, Access.PARTICIPANTS], f"{event}__in": attended})
