"""Connections to SQLite stay open between requests, and leave nothing behind."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db.backends.signals import connection_created
from django.db.utils import ConnectionHandler

from association import settings

pytestmark = pytest.mark.sqlite
CLONE = Path(__file__).resolve().parent.parent
# As granian's do: a child of multiprocessing whose thread still has its connection when it ends.
WRITES_AND_ENDS = """
import multiprocessing, threading
written, never = threading.Event(), threading.Event()
def write():
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE parks (name)")
        cursor.execute("INSERT INTO parks VALUES ('Образец')")
    written.set()
    never.wait()
def serve():
    import django
    django.setup()
    threading.Thread(target=write, daemon=True).start()
    assert written.wait(30)
child = multiprocessing.get_context("fork").Process(target=serve)
child.start()
child.join()
"""


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'a.sqlite3'}")
    return tmp_path / "a.sqlite3"


@pytest.mark.django_db
def test_twenty_requests_of_a_thread_connect_once(path):
    kept, opened = ConnectionHandler({"default": settings.database()})["default"], []

    def note(connection, **signal):
        opened.extend([connection] if connection is kept else [])

    connection_created.connect(note)
    for _request in range(20):
        kept.close_if_unusable_or_obsolete()
        kept.ensure_connection()
    kept.close()
    assert len(opened) == 1


@pytest.mark.slow
def test_what_was_written_is_in_the_database_when_the_process_has_ended(path, tmp_path):
    subprocess.run([sys.executable, "-c", WRITES_AND_ENDS], cwd=CLONE, check=True, timeout=60)
    alone = shutil.copy(path, tmp_path / "copy.sqlite3")
    with closing(sqlite3.connect(alone)) as copy:
        assert copy.execute("SELECT name FROM parks").fetchall() == [("Образец",)]
