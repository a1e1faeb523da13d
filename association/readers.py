"""Tell kept pages what a page depends on besides its address and content: the reader and the display settings."""

from core.kept_pages.generation import parsed
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
    if not _is_of_generation(user, request):
        attended = Attendance.objects.filter(user_id=user.pk).values_list("event_id", flat=True)
    else:
        attended = map(int, user.attended.split(",")) if user.attended else ()
    return ("member" if user.has_perm(MEMBERS_PERMISSION) else "account", *sorted(attended))


def _is_of_generation(user, request):
    """Whether nothing was written between reading the account and reading the generation."""
    read_with_account = getattr(user, "generation", None)
    return read_with_account and parsed(read_with_account) == getattr(request, "generation", None)


def look(request):
    """The display settings, and whether pages say that their data is a demonstration."""
    return str(DisplaySettings.of(request) or ""), demo.is_shown()
