"""Each row of GUARDS.md names a test that exists."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[2] / "events" / "test_spreadsheets.py"


def test_listed_tests_exist():
    rows = (Path(__file__).parent / "GUARDS.md").read_text("utf-8").split("|---|---|---|\n")[1].splitlines()
    defined = set(re.findall(r"^def (test_\w+)", TESTS.read_text("utf-8"), re.MULTILINE))
    named = [re.fullmatch(r"\|[^|]+\|[^|]+\| `(test_\w+)` \|", row)[1] for row in rows]
    assert set(named) - defined == set()
