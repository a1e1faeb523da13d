import ctypes
import os
import sys
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "association.settings")

# Many threads serve downloads, and by default glibc gives each thread its own heap. With two heaps for all, fifty
# downloads at once take less than 20 MB (bench/downloads.py).
M_ARENA_MAX = -8
with suppress(OSError, AttributeError):
    ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, 2)


def with_header_bytes(application):
    """Decodes header bytes for Granian, so that a Russian file name arrives whole.

    WSGI carries header bytes as Latin-1 text. Granian encodes that text as UTF-8.
    """

    def wrapped(environ, start_response):
        def start(status, headers, *exc_info):
            readable = [(name, value.encode("latin-1").decode("utf-8", "replace")) for name, value in headers]
            return start_response(status, readable, *exc_info)

        return application(environ, start if environ.get("SERVER_SOFTWARE") == "Granian" else start_response)

    return wrapped


# Each thread has a connection to SQLite, and each connection has its caches: 2 MB of the file, which the system has in
# memory anyway, and 128 prepared statements, which take 15 kB each. A page needs 13 of them at most.
CACHE_KB, CACHED_STATEMENTS = 500, 32


def with_small_caches():
    """Limits the caches of the connections that are not open yet."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"]["init_command"] += f" PRAGMA cache_size=-{CACHE_KB};"
        database["OPTIONS"]["cached_statements"] = CACHED_STATEMENTS


try:
    with_small_caches()
    application = with_header_bytes(get_wsgi_application())
except ImproperlyConfigured as error:
    sys.exit(f"{error}")  # the server's log gets one sentence instead of a traceback
