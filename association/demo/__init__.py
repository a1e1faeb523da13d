"""What `manage.py demo` loads: the first visit, a fictional set around it, and log-ins to look at both with."""

from django.conf import settings

# The mark lies with the data's files, not in the environment: whoever serves these data shows the line about them, and
# asking costs a look at the disk instead of a query on each page.
MARK = "demonstration"


def leave_mark():
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / MARK).touch()


def is_shown():
    """Whether the data that this site shows came from `manage.py demo`."""
    return (settings.MEDIA_ROOT / MARK).exists()
