"""The portal's settings, read from the environment and from `.env`.

`.env.example` describes each variable. A missing or senseless value stops the start with one sentence.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def refuse(sentence):
    raise ImproperlyConfigured(sentence)


def read(cast, name, default):
    """The environment variable, cast by that method of `env`; a value that cannot be cast is refused by its name."""
    try:
        return getattr(env, cast)(name, default=default)
    except (ValueError, ImproperlyConfigured):
        refuse(f"{name} is not understood: {env.str(name)!r}. See .env.example.")


def make_folder(path, name):
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"{name} names a place where nothing can be written: {error}.")


# --- Where and how it runs -----------------------------------------------------------------------------------------
if env.str("DEBUG", default="off").lower() not in ("on", "off", "true", "false", "yes", "no", "1", "0"):
    refuse("DEBUG is on or off.")
DEBUG = read("bool", "DEBUG", False)

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    refuse("SECRET_KEY is not set: put a long random one into .env (see .env.example).")

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
try:
    _site = urlsplit(SITE_URL)
except ValueError:
    _site = urlsplit("")
if _site.scheme not in ("http", "https") or not _site.hostname:
    refuse(f"SITE_URL must look like https://portal.example, not {SITE_URL!r}.")
SERVED_OVER_TLS = _site.scheme == "https"

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

# The number of our own proxies in front of the portal. With 0, no X-Forwarded-* header is trusted.
TRUSTED_PROXIES = read("int", "TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES < 0:
    refuse("TRUSTED_PROXIES is a count of proxies, 0 or more.")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

WSGI_APPLICATION = "association.wsgi.application"
ROOT_URLCONF = "association.urls"

# --- What it is made of --------------------------------------------------------------------------------------------
OUR_APPS = ["association", "search", "events", "parks", "core"]
INSTALLED_APPS = [
    *OUR_APPS,
    "association.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "simple_history",
]

MIDDLEWARE = [
    "core.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "association.middleware.BodyLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "core.former_addresses.FormerAddressMiddleware",
    "search.middleware.OpenedHitMiddleware",
]

# Parameters of the lists that name a page by its slug, with the model of that page.
SLUG_PARAMETERS = {"region": "parks.Region", "park": "parks.Park", "compare": "parks.Park", "event": "events.Event"}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["core.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "association.context.site",
                "core.kept_pages.holes.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.core_tags",
                "search.templatetags.search_tags",
            ],
        },
    }
]

# --- Data ----------------------------------------------------------------------------------------------------------


def database():
    """The database of DATABASE_URL, with the options that keep writes from getting lost on its engine."""
    url = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
    if not url.startswith(("sqlite:", "postgres:", "postgresql:")):
        refuse("DATABASE_URL must name sqlite or postgres: the portal is tested on these two. See .env.example.")
    try:
        config = env.db_url_config(url)
    except (ValueError, ImproperlyConfigured):
        config = {}
    if not config.get("NAME"):
        refuse("DATABASE_URL is not understood; see .env.example for its forms.")
    if config["ENGINE"].endswith("sqlite3"):
        # Django's defaults lose writes under load, because a deferred transaction cannot wait for the lock once it
        # begins to write. IMMEDIATE waits for the lock at the start. WAL lets readers go on in the meantime.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        if config["NAME"] != ":memory:":
            make_folder(Path(config["NAME"]).parent, "DATABASE_URL")
    else:
        config["CONN_HEALTH_CHECKS"] = True
    # Even on SQLite a new connection parses 480 tables, indexes and triggers, which takes as long as a kept page.
    config["CONN_MAX_AGE"] = 60
    return config


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Functions that the worker calls besides its jobs: the sweeps every half a minute, the housekeeping every hour.
WORKER_SWEEPS = ["search.index.catch_up"]
WORKER_HOUSEKEEPING = [
    "events.trash.purge",
    "events.downloads.log.roll_up",
    "events.housekeeping.remove_scratch_folders",
    "events.arrivals.receiving.sweep",
    "core.files.orphans.sweep",
    "core.files.orphans.sweep_incoming",
    "core.removals.undo.forget_old",
    "core.suspicions.search_all",
    "core.admin.submissions.forget_old",
    "core.spreadsheets.job.forget_old",
    "search.learning.forget_old",
]

try:
    CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://portal")}
except (ValueError, ImproperlyConfigured):
    refuse("CACHE_URL is not understood; see .env.example for its forms.")
if CACHES["default"]["BACKEND"].endswith("FileBasedCache"):
    CACHES["default"]["BACKEND"] = "core.file_cache.FileCache"
# By default Django drops a third of the entries once there are 300, including the counts of wrong passwords.
CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 20_000)

# --- Kept pages ----------------------------------------------------------------------------------------------------
# How many megabytes of pages each process keeps. 0 turns kept pages off.
KEPT_PAGES_MB = read("int", "KEPT_PAGES_MB", 16)
if KEPT_PAGES_MB < 0:
    refuse("KEPT_PAGES_MB is a number of megabytes, 0 or more.")
KEPT_PAGES_READER = "association.readers.seen_by"
KEPT_PAGES_LOOK = "association.readers.look"
KEPT_PAGES_COUNTED = "events.filters.COUNTED"  # columns: other writes leave the counts of the filters as they are
# Tables that no page for readers shows. Writes to them do not outdate kept pages.
NOT_ON_PAGES = ["association.User", "core.FormSubmission", "core.Orphan", "core.Removal", "core.SpreadsheetImport"]
NOT_ON_PAGES += ["core.SuspectedDouble", "events.Arrival", "events.Download", "search.AskedQuery"]
NOT_ON_PAGES += ["events.ReleaseFile", "search.SearchStale"]

# --- Files ---------------------------------------------------------------------------------------------------------
# Uploads are private: no address serves them but views that check access.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = ""
SENDFILE = env.str("SENDFILE", default="")
if SENDFILE not in ("", "x-accel"):
    refuse(f"SENDFILE is empty or x-accel, not {SENDFILE!r}.")


def file_storage():
    """The bucket of STORAGE_URL, s3://KEY:SECRET@host[:port]/bucket?region=…&secure=…, or folders of this machine."""
    address = env.str("STORAGE_URL", default="")
    if not address:
        return {"BACKEND": "core.files.storage.PrivateStorage"}
    try:
        url = urlsplit(address)
        query = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query)))
        host = url.hostname if url.port is None else f"{url.hostname}:{url.port}"
    except ValueError:
        url, query, host = urlsplit(""), {}, ""
    bucket, secure = url.path.strip("/"), query.pop("secure", "on")
    region = query.pop("region", None)
    complete = url.scheme == "s3" and url.hostname and url.username and url.password and bucket and "/" not in bucket
    if not complete or query or secure not in ("on", "off", "true", "false", "1", "0"):
        refuse(
            "STORAGE_URL is empty or looks like s3://key:secret@host/bucket?region=ru-1&secure=on; see .env.example."
        )
    if SENDFILE:
        refuse("SENDFILE=x-accel hands over files of this machine: with STORAGE_URL leave it empty.")
    if find_spec("storages") is None:
        refuse("STORAGE_URL needs django-storages: pip install 'django-storages[s3]'.")
    return {
        "BACKEND": "core.files.s3.PrivateS3Storage",
        "OPTIONS": {
            "access_key": unquote(url.username),
            "secret_key": unquote(url.password),
            "bucket_name": bucket,
            "region_name": region,
            "endpoint_url": f"{'http' if secure in ('off', 'false', '0') else 'https'}://{host}",
        },
    }


MAX_UPLOAD_MB = read("int", "MAX_UPLOAD_MB", 200)
if MAX_UPLOAD_MB < 1:
    refuse("MAX_UPLOAD_MB is a number of megabytes, 1 or more.")
SPREADSHEETS = ["parks.spreadsheets.SHEETS", "events.spreadsheets.SHEETS"]  # tables exported to XLSX and imported
SPREADSHEET_READER = "events.source_tables.rows_of"
SPREADSHEET_WRITES_WITHIN = ["search.signals.rebuild_postponed"]
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.files.upload_handlers.TemporaryFileHandler",
]
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT / "incoming"
make_folder(FILE_UPLOAD_TEMP_DIR, "MEDIA_ROOT")

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", ("help", BASE_DIR / "docs" / "editors" / "pictures")]
STORAGES = {
    "default": file_storage(),
    "staticfiles": {"BACKEND": "core.files.static.StaticFilesStorage"},
}

# --- People --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "association.User"
AUTHENTICATION_BACKENDS = ["association.backends.AssociationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "association:cabinet"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "association.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers must not be able to make the portal send mail to strangers
# `association.login_limits` says what each count is for. Only failed attempts stay counted.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # counts every form, because checking a password takes CPU time
    "login_failed_together": "5/5m/key",
    "login_failed_device": "10/5m/key",
    "login_failed_account": "100/h/key",
    "login_failed_address": "60/m/ip,1000/h/ip",
    "reset_password": "60/m/ip",
    "reset_password_letter": "3/h/key",
}

# --- Mail ----------------------------------------------------------------------------------------------------------
try:
    _mail = env.email_url("EMAIL_URL", default="consolemail://")
except (ValueError, ImproperlyConfigured):
    refuse("EMAIL_URL is not understood; see .env.example for its forms.")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 20  # seconds; without it, a page that sends a letter waits for a silent mail server for ever
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default=f"portal@{_site.hostname}")

# --- Language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Moscow")
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError, OSError):
    refuse(f"TIME_ZONE is not a name of a time zone: {TIME_ZONE!r}. Moscow is Europe/Moscow.")

# --- Safety --------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SERVED_OVER_TLS
# Browsers take a cookie of this prefix only over https, for this very host and all its pages.
COOKIE_PREFIX = "__Host-" if SERVED_OVER_TLS else ""
SESSION_ENGINE = "association.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # scripts of the portal need neither
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_OVER_TLS else 0
# W005 and W021 want HSTS for subdomains and the preload list, which is not for the portal to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# A programme of 60 talks with its speakers is one form of the admin.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# --- Maps ----------------------------------------------------------------------------------------------------------
# The schematic maps need no server. Tiles come from the association's own, and only when a reader asks for them.
MAP_TILES_URL = env.str("MAP_TILES_URL", default="")
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", default="")
try:
    _tiles = urlsplit(MAP_TILES_URL)
except ValueError:
    _tiles = urlsplit("")
if MAP_TILES_URL and (
    _tiles.scheme not in ("http", "https")
    or not re.fullmatch(r"[\w.-]+(:\d+)?", _tiles.netloc, re.ASCII)
    or not all(f"{{{part}}}" in _tiles.path for part in "xyz")
):
    refuse(f"MAP_TILES_URL looks like https://tiles.example/{{z}}/{{x}}/{{y}}.png, not {MAP_TILES_URL!r}.")

# --- The association itself ----------------------------------------------------------------------------------------
ASSOCIATION_NAME = env.str("ASSOCIATION_NAME", default="Ассоциация индустриальных парков")
ASSOCIATION_SHORT_NAME = env.str("ASSOCIATION_SHORT_NAME", default="АИП")
