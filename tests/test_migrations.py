"""Migrations create all tables and remove them again, on the database engine of this run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.database import RUSSIAN

pytestmark = pytest.mark.both

CLONE = Path(__file__).resolve().parent.parent

FORTH_AND_BACK = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

call_command("migrate", verbosity=0)
print(*connection.introspection.table_names())
rooms = ["association", "search", "events", "parks", "core"]
for app in [*rooms, *sorted(MigrationLoader(connection).migrated_apps - {*rooms})]:
    call_command("migrate", app, "zero", verbosity=0)
print(*connection.introspection.table_names())
call_command("migrate", verbosity=0)
print(*connection.introspection.table_names())
"""


@pytest.mark.slow
def test_migrations_apply_reverse_and_apply_again(tmp_path, empty_database):
    with empty_database(tmp_path, is_migrated=True) as address:  # the first half is done for all tests
        result = subprocess.run(
            [sys.executable, "-W", "error", "-c", FORTH_AND_BACK],
            cwd=CLONE,
            env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert result.returncode == 0, result.stderr
    forth, back, again = (set(line.split()) for line in result.stdout.splitlines())
    assert {"association_user", "events_event", "parks_park"} < forth
    assert back == {"django_migrations"}
    assert again == forth


@pytest.mark.django_db
def test_each_app_has_one_line_of_migrations():
    loader = MigrationLoader(connection)
    assert not loader.detect_conflicts()
    assert all(
        "auto" not in name
        for room, name in loader.disk_migrations
        if room in ("association", "search", "events", "parks", "core")
    )


@pytest.mark.django_db
@pytest.mark.postgresql
def test_migration_creates_the_russian_collation():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collprovider::text, collisdeterministic FROM pg_collation WHERE collname = %s", [RUSSIAN]
        )
        assert cursor.fetchone() == ("i", True)
