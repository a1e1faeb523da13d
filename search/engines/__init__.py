from django.db import connection

from .postgresql import PostgresqlEngine
from .sqlite import SqliteEngine


def engine():
    """That of the database in use."""
    return SqliteEngine() if connection.vendor == "sqlite" else PostgresqlEngine()
