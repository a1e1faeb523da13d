"""A process that writes into a SQLite file beside others: `python -m tests.sqlite_writer FILE COUNT [--defaults]`.

Each transaction reads a number, adds one, writes it back and inserts a row. Prints how many transactions succeeded.
"""

import os
import sys

database, count = sys.argv[1], int(sys.argv[2])
os.environ["DATABASE_URL"] = f"sqlite:///{database}"

import django  # noqa: E402
from django.conf import settings  # noqa: E402

from tests.settings import DATABASES  # noqa: E402

if "--defaults" in sys.argv:
    DATABASES["default"]["OPTIONS"] = {}
settings.configure(DATABASES=DATABASES)  # without the portal's apps, whose import costs more than all the writing
django.setup()

from django.db import DatabaseError, connection, transaction  # noqa: E402


def write():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM counter")
        (number,) = cursor.fetchone()
        cursor.execute("INSERT INTO entry (number) VALUES (%s)", [number])
        cursor.execute("UPDATE counter SET number = %s", [number + 1])


def arrived():
    try:
        write()
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return False
    return True


connection.ensure_connection()
print("ready", flush=True)
sys.stdin.readline()
print(sum(arrived() for _ in range(count)))
