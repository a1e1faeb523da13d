"""The portal's own settings with what a test run must not share: its secret, its files, its speed of hashing."""

import hashlib
import os
import tempfile
from pathlib import Path

_clone = Path(__file__).resolve().parent.parent
_var = _clone / "var"
_var.mkdir(exist_ok=True)

# Temporary files stay in the clone, those of the programs that tests start included. pytest makes a numbered folder
# for each run there and keeps the last three, so two runs at a time do not meet.
os.environ["TMPDIR"] = tempfile.tempdir = str(_var)

# What a developer has in .env changes no test.
os.environ.setdefault("SECRET_KEY", "tests only: nothing signed with it is ever served")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ |= {
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "ASSOCIATION_NAME": "Ассоциация индустриальных парков",
    "ASSOCIATION_SHORT_NAME": "АИП",
    "CACHE_URL": "locmemcache://tests",
    "DEBUG": "off",
    "KEPT_PAGES_MB": "0",  # tests count what a page costs that is made anew
    "EMAIL_FROM": "portal@testserver",
    "EMAIL_URL": "memorymail://",
    "MAP_TILES_CREDIT": "",
    "MAP_TILES_URL": "",
    "MAX_UPLOAD_MB": "200",
    "MEDIA_ROOT": str(_var / "test-media"),
    "SENDFILE": "",
    "SITE_URL": "http://testserver",
    "STORAGE_URL": "",
    "TIME_ZONE": "Europe/Moscow",
    "TRUSTED_PROXIES": "0",
}

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
WHITENOISE_AUTOREFRESH = True
