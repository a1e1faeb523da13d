"""Settings of the real servers that tests start. Static files are not collected, so they keep their plain names."""

from association.settings import *  # noqa: F403
from association.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
