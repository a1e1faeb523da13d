"""SQLite loses no write when many processes write at the same time."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parent.parent
WRITERS, TRANSACTIONS = 8, 100

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


def write_together(database, *options):
    """(value of the counter, number of rows, transactions reported as successful, errors of the others)"""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE counter (number integer NOT NULL)")
        connection.execute("CREATE TABLE entry (number integer NOT NULL)")
        connection.execute("INSERT INTO counter VALUES (0)")
    command = [sys.executable, "-m", "tests.sqlite_writer", database, str(TRANSACTIONS), *options]
    pipe = subprocess.PIPE
    writers = [
        subprocess.Popen(command, cwd=CLONE, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n", writer.stderr.read()
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    outputs = [writer.communicate(timeout=300) for writer in writers]
    with closing(sqlite3.connect(database)) as connection:
        (number,) = connection.execute("SELECT number FROM counter").fetchone()
        (rows,) = connection.execute("SELECT count(DISTINCT number) FROM entry").fetchone()
    return number, rows, sum(int(succeeded) for succeeded, _ in outputs), "".join(errors for _, errors in outputs)


def test_no_write_of_eight_processes_is_lost(tmp_path):
    number, rows, succeeded, errors = write_together(tmp_path / "portal.sqlite3")
    assert errors == ""
    assert number == rows == succeeded == WRITERS * TRANSACTIONS


def test_writes_are_lost_with_the_defaults_of_django(tmp_path):
    """The reason for the options in settings.py. If this test ever fails, they can go."""
    number, _, _, errors = write_together(tmp_path / "portal.sqlite3", "--defaults")
    assert number < WRITERS * TRANSACTIONS
    assert "database is locked" in errors
