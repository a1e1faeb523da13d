"""What a process of the portal holds before anybody asks it for anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parent.parent
START = """
import association.wsgi
from django.urls import get_resolver
get_resolver()._populate()
from core.morphology import pymorphy
from core.sentences import _analyzer
print(pymorphy.cache_info().currsize, _analyzer.cache_info().currsize)
import sys
from django.db import connection
(size,) = connection.cursor().execute("PRAGMA cache_size").fetchone()
print(size, connection.get_connection_params()["cached_statements"])
print(*sorted({"icalendar", "markdown_it", "pi_heif", "rumorph", "snowballstemmer", "xlsxwriter"} & set(sys.modules)))
"""


@pytest.mark.slow
def test_dictionaries_and_rare_libraries_are_loaded_by_whoever_needs_them_first():
    environment = {
        **os.environ,
        "DATABASE_URL": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "association.settings",
        "SECRET_KEY": "only for a test",
    }
    done = subprocess.run([sys.executable, "-c", START], cwd=CLONE, env=environment, capture_output=True, text=True)
    assert done.stdout == "0 0\n-500 32\n\n", done.stderr
