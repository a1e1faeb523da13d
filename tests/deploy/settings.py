"""The portal as a real server runs it in a test: nothing collected, so static files keep their plain names."""

from association.settings import *  # noqa: F403
from association.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
