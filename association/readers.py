"""What a page for readers depends on beside its address and the content: whom it is for, and how it looks."""

from events.models import Attendance
from events.models.access import MEMBERS_PERMISSION

from . import demo
from .views.display import DisplaySettings


def seen_by(request):
    """A value that is equal for two readers only if `visible_to` gives both the same; None for staff."""
    user = request.user
    if user.is_staff:
        return None
    if not user.is_authenticated:
        return "visitor"
    attended = Attendance.objects.filter(user_id=user.pk).order_by("event_id").values_list("event_id", flat=True)
    return ("member" if user.has_perm(MEMBERS_PERMISSION) else "account", *attended)


def look(request):
    """The display settings, and whether pages say that their data is a demonstration."""
    return str(DisplaySettings.of(request) or ""), demo.is_shown()
