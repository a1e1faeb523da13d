"""The data of `manage.py demo`: the first visit, fictional events around it, and accounts to look at both with."""

from django.conf import settings

# Pages say that their data is a demonstration. The mark of that is an empty file beside the data's own files, so it
# holds however the portal is started, and asking for it costs no query.
MARK = "demonstration"


def leave_mark():
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / MARK).touch()


def is_shown():
    """Whether the portal's data came from `manage.py demo`."""
    return (settings.MEDIA_ROOT / MARK).exists()
