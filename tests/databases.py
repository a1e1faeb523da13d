"""Empty databases for portals in processes of their own, on the database engine of this run."""

import uuid
from contextlib import contextmanager

from django.db import connection


@contextmanager
def empty_database(folder, django_db_blocker):
    """Yields the URL of a SQLite file in the folder, or of a PostgreSQL database that is dropped at the end."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    name, server = f"empty_{uuid.uuid4().hex[:12]}", connection.settings_dict
    where = f"/{server['HOST']}" if server["HOST"].startswith("/") else f"{server['HOST']}:{server['PORT'] or 5432}"
    _on_the_server(django_db_blocker, f"CREATE DATABASE {name}")
    try:
        yield f"postgres://{server['USER']}:{server['PASSWORD']}@{where}/{name}"
    finally:
        _on_the_server(django_db_blocker, f"DROP DATABASE {name} WITH (FORCE)")


def _on_the_server(django_db_blocker, statement):
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(statement)
