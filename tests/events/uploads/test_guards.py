"""The list of guards is complete, and the tests that it names exist."""

import importlib
import pkgutil
import re
from dataclasses import fields
from pathlib import Path

import pytest

from events.uploads import inspection, sandbox, verdicts
from events.uploads.inspection.refusal import REASONS

HERE = Path(__file__).parent
CLONE = HERE.parents[2]
GUARDS = (HERE / "GUARDS.md").read_text("utf-8")
MB = 1 << 20
LIMITS = {
    "archive.MAX_ENTRIES": 10_000,
    "archive.MAX_UNPACKED": 1024 * MB,
    "archive.MAX_RATIO": 200,
    "archive.MAX_RATIO_OF_ALL": 100,
    "archive.MAX_NESTED": 128 * MB,
    "archive.PROVED": 64 * MB,
    "compound.MAX_ENTRIES": 10_000,
    "compound.MAX_READ": 128 * MB,
    "budget.MAX_UNITS": 512 * MB,
    "embedded.MAX_DEPTH": 3,
    "embedded.MAX_OBJECT": 64 * MB,
    "legacy.MAX_OBJECT": 64 * MB,
    "packages.MAX_XML": 16 * MB,
    "packages.PROLOG": MB,
    "pdf.MAX_TAIL": 1024,
    "pdf.MAX_REPAIRED": 16 * MB,
    "pdf.MAX_ATTACHMENTS": 100,
    "photos.READ_WHOLE": 64 * MB,
    "pictures.MAX_PIXELS": 50_000_000,
    "tails.MAX_TAIL": 32 * MB,
    "tails.MAX_LOOKS": 10_000,
}


def limits_of_code():
    """Constants named like limits in the package: `{"archive.MAX_ENTRIES": 10000, …}`."""
    found = {}
    for module in pkgutil.iter_modules(inspection.__path__):
        names = vars(importlib.import_module(f"{inspection.__name__}.{module.name}"))
        found |= {
            f"{module.name}.{name}": value
            for name, value in names.items()
            if re.fullmatch(r"MAX_\w+|PROVED|PROLOG|READ_WHOLE", name)
        }
    return found


def test_limits_have_their_agreed_values():
    assert limits_of_code() == LIMITS


@pytest.mark.parametrize(
    "guard",
    sorted([*REASONS, "too_large", verdicts.NOT_CHECKED, *LIMITS, *(field.name for field in fields(sandbox.Limits))]),
)
def test_guard_is_listed_with_its_tests(guard):
    (row,) = re.findall(rf"^\| `{re.escape(guard)}` \|.*$", GUARDS, re.MULTILINE)
    assert "*hostile*" in row or "`test_" in row


def test_listed_tests_exist():
    tested = [
        path
        for folder in (HERE, HERE.parent / "arrivals", HERE.parent / "slides", CLONE / "tests/core/jobs")
        for path in folder.glob("test_*.py")
    ]
    written = "\n".join(path.read_text("utf-8") for path in tested)
    defined = set(re.findall(r"^def (test_\w+)", written, re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", GUARDS))
    assert named - defined == set()
    assert len(named) > 30
