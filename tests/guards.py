"""Guards: rows of a GUARDS.md, each with a scenario that holds with the guard and fails without it."""

import inspect
import re
from pathlib import Path

import pytest


class Guards:
    """The guards of the GUARDS.md beside a test file. A scenario names the fixtures that it needs as parameters."""

    def __init__(self, test_file):
        table = (Path(test_file).parent / "GUARDS.md").read_text("utf-8")
        self.names = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)[1:]
        self.scenarios, self.without_it = {}, {}

    def scenario(self, name):
        return lambda function: self.scenarios.setdefault(name, function)

    def without(self, name):
        """What takes the guard away, with pytest's `monkeypatch`."""
        return lambda function: self.without_it.setdefault(name, function)

    def holds(self, name, request):
        scenario = self.scenarios[name]
        scenario(**{fixture: request.getfixturevalue(fixture) for fixture in inspect.signature(scenario).parameters})

    def fails_without(self, name, request):
        self.without_it[name](request.getfixturevalue("monkeypatch"))
        with pytest.raises(AssertionError):
            self.holds(name, request)

    def are_complete(self):
        return sorted(self.names) == sorted(self.scenarios) == sorted(self.without_it)
