"""`check --deploy` warns of each deployment mistake, and of nothing when there is none."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-",
    "SITE_URL": "https://portal.example",
    "CACHE_URL": "dbcache://portal_cache",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example:587",
    "DEBUG": "off",
}


def check(tmp_path, **changed):
    environment = {**os.environ, **PRODUCTION, **changed, "MEDIA_ROOT": str(tmp_path)}
    for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):  # set by the tests
        environment.pop(name, None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_production_settings_cause_no_warning(tmp_path):
    result = check(tmp_path)
    assert "no issues" in result.stdout, result.stderr
    assert result.returncode == 0


def test_each_deployment_mistake_causes_its_warning(tmp_path):
    mistakes = {
        "CACHE_URL": ("locmemcache://portal", "association.W001"),
        "EMAIL_URL": ("consolemail://", "association.W002"),
        "SITE_URL": ("http://portal.example", "association.W003"),
        "DEBUG": ("on", "security.W018"),
        "SECRET_KEY": ("short", "security.W009"),
    }
    said = check(tmp_path, **{name: value for name, (value, _warning) in mistakes.items()}).stderr
    warnings = set(re.findall(r"(?:association|security)\.W\d+", said))
    assert warnings >= {warning for _value, warning in mistakes.values()}
