"""Who may see what: four tiers, one condition. Everything that shows an event or its materials starts from it."""

from django.apps import apps
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

MEMBERS_PERMISSION = "events.view_members_material"


class Access(TextChoices):
    PUBLIC = "public", _("всем")
    MEMBERS = "members", _("членам ассоциации")
    PARTICIPANTS = "participants", _("участникам мероприятия")
    STAFF = "staff", _("только сотрудникам")


def within_reach(user, event):
    """Condition on a row with `access`: its tier is open to the user. `event` is the row's own path to its event.

    Those who were on the trip have everything of that trip but what is for staff, members or not.
    """
    if user.is_staff:
        return Q()
    reach = Q(access=Access.PUBLIC)
    if not user.is_authenticated:
        return reach
    if user.has_perm(MEMBERS_PERMISSION):
        reach |= Q(access=Access.MEMBERS)
    # Not an EXISTS for each row: PostgreSQL takes that for a hundred times its cost and plans the whole query by it.
    attended = apps.get_model("events", "Attendance").objects.filter(user_id=user.pk).values("event_id")
    return reach | Q(**{"access__in": [Access.MEMBERS, Access.PARTICIPANTS], f"{event}__in": attended})
