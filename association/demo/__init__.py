"""The data of `manage.py demo`: the first visit, fictional events around it, and accounts to try them with."""

from django.conf import settings

# An empty file beside the data tells pages to say that the data is a demonstration. It does not depend on how the
# portal is started, and checking it takes no query.
MARK = "demonstration"


def leave_mark():
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / MARK).touch()


def is_shown():
    """Whether the portal's data came from `manage.py demo`."""
    return (settings.MEDIA_ROOT / MARK).exists()
