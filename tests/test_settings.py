"""The settings are read from the environment; a senseless value stops the start with one sentence."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benches import COVERAGE

CLONE = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "a key of the tests, long enough for the checks of a deployment: 51c0",
    "SITE_URL": "https://portal.example",
    "CACHE_URL": "dbcache://portal_cache",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
}


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CLONE,
        env={"PATH": os.environ["PATH"], "MEDIA_ROOT": str(CLONE / "var" / "test-media"), **COVERAGE, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def setting(expression, **environment):
    program = f"from association import settings; print(*({expression},))"
    result = run("-c", program, **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def names_read_by_settings():
    tree = ast.parse((CLONE / "association" / "settings.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    reads = [call for call in calls if ast.unparse(call.func).partition(".")[0] in ("env", "read")]
    values = {argument.value for call in reads for argument in call.args if isinstance(argument, ast.Constant)}
    return {value for value in values if isinstance(value, str) and value.isupper()}


def test_each_setting_is_described_in_the_example_file():
    described = re.findall(r"^(?:# )?([A-Z_]+)=", (CLONE / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) == names_read_by_settings()


NONSENSE = [
    {"SECRET_KEY": ""},
    {"DEBUG": "perhaps"},
    {"SITE_URL": "portal.example"},
    {"SITE_URL": "ftp://portal.example"},
    {"SITE_URL": "http://["},
    {"TRUSTED_PROXIES": "one"},
    {"TRUSTED_PROXIES": "-1"},
    {"DATABASE_URL": "sqlite"},
    {"DATABASE_URL": "mysql://user@host/portal"},
    {"DATABASE_URL": "sqlite:////proc/nowhere/portal.sqlite3"},
    {"CACHE_URL": "paper://portal"},
    {"MEDIA_ROOT": "/proc/nowhere"},
    {"STORAGE_URL": "ftp://bucket"},
    {"STORAGE_URL": "s3://host/bucket"},
    {"STORAGE_URL": "s3://key:secret@host/"},
    {"STORAGE_URL": "s3://key:secret@host:port/bucket"},
    {"STORAGE_URL": "s3://key:secret@host/bucket?regoin=ru-1"},
    {"STORAGE_URL": "s3://key:secret@host/bucket?secure=perhaps"},
    {"SENDFILE": "yes"},
    {"MAX_UPLOAD_MB": "much"},
    {"MAX_UPLOAD_MB": "0"},
    {"KEPT_PAGES_MB": "-1"},
    {"KEPT_PAGES_MB": "much"},
    {"EMAIL_URL": "pigeon://"},
    {"TIME_ZONE": "Москва"},
    {"MAP_TILES_URL": "tiles.example/{z}/{x}/{y}.png"},
    {"MAP_TILES_URL": "https://tiles.example/{z}/{x}.png"},
    {"MAP_TILES_URL": "https://*/{z}/{x}/{y}.png"},
    {"MAP_TILES_URL": "https://tiles.example; script-src */{z}/{x}/{y}.png"},
]


@pytest.mark.slow
@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda value: "=".join(*value.items()))
def test_senseless_value_stops_the_start_with_one_sentence(nonsense):
    (name,) = nonsense
    result = run("manage.py", "check", **{**PRODUCTION, **nonsense})
    assert result.returncode == 1
    assert name in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_bucket_and_sendfile_exclude_each_other():
    result = run("manage.py", "check", **PRODUCTION, STORAGE_URL="s3://key:secret@host/bucket", SENDFILE="x-accel")
    assert result.returncode == 1
    assert result.stderr.strip().startswith("SENDFILE=x-accel hands over files of this machine")


def test_bucket_is_read_from_its_url():
    address = "s3://key:a%2Fb@storage.example:9000/uploads?region=ru-1&secure=off"
    options = ast.literal_eval(setting("settings.STORAGES['default']['OPTIONS']", SECRET_KEY="x", STORAGE_URL=address))
    assert options == {
        "access_key": "key",
        "secret_key": "a/b",
        "bucket_name": "uploads",
        "region_name": "ru-1",
        "endpoint_url": "http://storage.example:9000",
    }


def test_mail_server_is_read_from_its_url():
    names = "settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL"
    names += ", settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD"
    tls, ssl = "smtp+tls://user:a%2Fb@mail.example:587", "smtp+ssl://mail.example:465"
    assert setting(names, SECRET_KEY="x", EMAIL_URL=tls) == "mail.example 587 True False user a/b"
    assert setting(names, SECRET_KEY="x", EMAIL_URL=ssl) == "mail.example 465 False True None None"


def test_mail_folder_is_read_from_its_url():
    address = setting("settings.EMAIL_FILE_PATH", SECRET_KEY="x", EMAIL_URL="filemail:////var/mail")
    assert address == "/var/mail"


def test_each_setting_that_can_be_nonsense_is_tried():
    free_text = {
        "ALLOWED_HOSTS",
        "ASSOCIATION_NAME",
        "ASSOCIATION_SHORT_NAME",
        "EMAIL_FROM",
        "MAP_TILES_CREDIT",
        "STATIC_ROOT",
    }
    assert {name for nonsense in NONSENSE for name in nonsense} == names_read_by_settings() - free_text


def test_web_server_stops_with_one_sentence_too():
    result = run("-c", "import association.wsgi", **{**PRODUCTION, "SECRET_KEY": ""})
    assert result.returncode == 1
    assert result.stderr.strip().splitlines() == [
        "SECRET_KEY is not set: put a long random one into .env (see .env.example)."
    ]


def test_debug_is_off_unless_asked_for():
    assert setting("settings.DEBUG", SECRET_KEY="x", DEBUG="off") == "False"
    assert setting("settings.DEBUG", SECRET_KEY="x", DEBUG="on") == "True"
    source = (CLONE / "association" / "settings.py").read_text("utf-8")
    assert 'read("bool", "DEBUG", False)' in source  # whatever a developer has in .env


TLS_ONLY = (
    "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, "
    "settings.SECURE_HSTS_SECONDS > 0"
)


def test_https_makes_cookies_secure_and_turns_hsts_on():
    assert setting(TLS_ONLY, **PRODUCTION) == "True True True True"
    assert setting(TLS_ONLY, **{**PRODUCTION, "SITE_URL": "http://portal.example"}) == "False False False False"
    names = "settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.COOKIE_PREFIX"
    assert setting(names, **PRODUCTION) == "__Host-sessionid __Host-csrftoken __Host-"


def test_production_settings_pass_the_deployment_checks():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr
