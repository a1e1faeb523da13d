"""What a page for readers depends on beside its address and the content: whom it is for, and how it looks."""

from events.models import Attendance
from events.models.access import MEMBERS_PERMISSION

from . import demo
from .views.display import DisplaySettings


def seen_by(request):
    """A value that is equal for two readers only if `visible_to` gives both the same; None for staff."""
    was_known = hasattr(request, "_cached_user")  # to some middleware, before the generation was read
    user = request.user
    if user.is_staff:
        return None
    if not user.is_authenticated:
        return "visitor"
    if was_known or not hasattr(user, "attended"):
        attended = Attendance.objects.filter(user_id=user.pk).values_list("event_id", flat=True)
    else:
        attended = map(int, user.attended.split(",")) if user.attended else ()
    return ("member" if user.has_perm(MEMBERS_PERMISSION) else "account", *sorted(attended))


def look(request):
    """The display settings, and whether pages say that their data is a demonstration."""
    return str(DisplaySettings.of(request) or ""), demo.is_shown()
