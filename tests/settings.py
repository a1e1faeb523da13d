"""The portal's own settings with what a test run must not share: its secret, its files, its speed of hashing."""

import hashlib
import os
import tempfile
from pathlib import Path

_clone = Path(__file__).resolve().parent.parent
os.environ.setdefault("SECRET_KEY", "tests only: nothing signed with it is ever served")
os.environ["MEDIA_ROOT"] = str(_clone / "var" / "test-media")
os.environ["SITE_URL"] = "http://testserver"
os.environ["DEBUG"] = "off"
os.environ["SENDFILE"] = ""
tempfile.tempdir = str(_clone / "var")

from association.settings import *  # noqa: E402, F403
from association.settings import DATABASES, STORAGES  # noqa: E402

# Two clones may test against one server at the same time.
DATABASES["default"].setdefault("TEST", {})["NAME"] = (
    f"test_portal_{hashlib.sha256(str(_clone).encode()).hexdigest()[:8]}"
    if "postgresql" in DATABASES["default"]["ENGINE"]
    else None
)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WHITENOISE_AUTOREFRESH = True
