"""The migrated database of a run, and empty ones for portals in processes of their own, on the engine of the run."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from django.db import connection

CLONE = Path(__file__).resolve().parent.parent
ROOMS = ("core", "parks", "events", "search", "association")


class MigratedCopy:
    """What saves a process the migrations: `take` it before its database is made, `leave` it for others afterwards.

    On SQLite, the migrated database that an earlier run of the same code left in var/. On PostgreSQL, a template that
    the first process makes.
    """

    def take(self, django_db_blocker):
        if connection.vendor != "sqlite":
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template(django_db_blocker)
            return
        self.path = path_of_the_copy()
        self.is_there = self.path.exists()
        # It lives as long as somebody is connected to it: this connection waits for Django's own.
        self.memory = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
        if self.is_there:
            with closing(sqlite3.connect(self.path)) as copy:
                copy.backup(self.memory)

    def leave(self):
        if connection.vendor != "sqlite":
            return
        if not self.is_there:
            with unfinished_copy() as path, closing(sqlite3.connect(path)) as copy:
                self.memory.backup(copy)
        self.memory.close()


@cache
def path_of_the_copy():
    """Its name is a digest of all that migrations may import: a change anywhere makes the database anew."""
    return CLONE / "var" / "test-databases" / f"{digest_of_the_code()}.sqlite3"


@cache
def digest_of_the_code():
    found = hashlib.sha256((CLONE / "requirements.txt").read_bytes())
    for path in sorted(path for room in ROOMS for path in (CLONE / room).rglob("*.py")):
        found.update(str(path).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


@cache
def migrated_template(django_db_blocker):
    """The name of a migrated database of the server, from which others are copied. Only the first process makes it."""
    clone = hashlib.sha256(str(CLONE).encode()).hexdigest()[:8]
    stem, name = f"migrated_{clone}_", f"migrated_{clone}_{digest_of_the_code()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [int(clone, 16)])  # until this connection ends
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [stem])
        there = {row[0] for row in cursor}
        if name not in there:
            for older in there:
                cursor.execute(f"DROP DATABASE {older} WITH (FORCE)")
            unfinished = f"{stem}unfinished"
            cursor.execute(f"CREATE DATABASE {unfinished}")
            migrate(url_of(unfinished))
            cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
    return name


def url_of(name):
    """The address of a database of the run's PostgreSQL."""
    server = connection.settings_dict
    where = f"/{server['HOST']}" if server["HOST"].startswith("/") else f"{server['HOST']}:{server['PORT'] or 5432}"
    return f"postgres://{server['USER']}:{server['PASSWORD']}@{where}/{name}"


@contextmanager
def unfinished_copy():
    """The path of a file that becomes the copy, in place of former ones."""
    path = path_of_the_copy()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    yield unfinished
    for older in path.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    unfinished.replace(path)


def begin_migrated(path):
    """The address of a SQLite file at the path with all tables."""
    if not path_of_the_copy().exists():
        with unfinished_copy() as unfinished:
            migrate(f"sqlite:///{unfinished}")
    shutil.copy(path_of_the_copy(), path)
    return f"sqlite:///{path}"


def migrate(address):
    command = [sys.executable, str(CLONE / "manage.py"), "migrate", "--verbosity=0"]
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address}
    subprocess.run(command, cwd=CLONE, env={**os.environ, **settings}, check=True)


@contextmanager
def empty_database(folder, django_db_blocker, is_migrated=False):
    """Yields the URL of a SQLite file in the folder, or of a PostgreSQL database that is dropped at the end."""
    if connection.vendor == "sqlite":
        path = folder / "portal.sqlite3"
        yield begin_migrated(path) if is_migrated else f"sqlite:///{path}"
        return
    name = f"empty_{uuid.uuid4().hex[:12]}"
    template = f" TEMPLATE {migrated_template(django_db_blocker)}" if is_migrated else ""
    _on_the_server(django_db_blocker, f"CREATE DATABASE {name}{template}")
    try:
        yield url_of(name)
    finally:
        _on_the_server(django_db_blocker, f"DROP DATABASE {name} WITH (FORCE)")


def _on_the_server(django_db_blocker, statement):
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(statement)
