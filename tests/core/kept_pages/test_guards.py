"""Each guard of GUARDS.md: its scenario holds with it and fails without it."""

import re
from pathlib import Path

import pytest

from tests.core.kept_pages import facts, rights  # noqa: F401  add their scenarios
from tests.core.kept_pages.scenarios import SCENARIOS, WITHOUT

GUARDS = re.findall(r"^\| ([^|]+) \|", (Path(__file__).parent / "GUARDS.md").read_text("utf-8"), re.MULTILINE)[1:]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping"), pytest.mark.both]


@pytest.mark.parametrize("name", GUARDS)
def test_scenario_holds(name, client, rf, monkeypatch):
    SCENARIOS[name](client, rf, monkeypatch)


@pytest.mark.parametrize("name", GUARDS)
def test_scenario_fails_without_its_guard(name, client, rf, monkeypatch):
    WITHOUT[name](monkeypatch)
    with pytest.raises(AssertionError):
        SCENARIOS[name](client, rf, monkeypatch)


def test_every_guard_has_a_row_and_a_scenario():
    assert sorted(GUARDS) == sorted(SCENARIOS) == sorted(WITHOUT)
