from django.db import connection

from .base import Engine
from .postgresql import PostgresqlEngine
from .sqlite import SqliteEngine


def engine() -> Engine:
    """The engine of the database in use."""
    return SqliteEngine() if connection.vendor == "sqlite" else PostgresqlEngine()
