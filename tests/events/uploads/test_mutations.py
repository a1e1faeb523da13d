import os
from pathlib import Path

import pytest

from events.uploads import sandbox
from tests import documents
from tests.events.uploads import mutations

pytestmark = [pytest.mark.once, pytest.mark.slow]
MUTANTS = int(os.environ.get("MUTANTS", "300"))


@pytest.fixture
def good_files(tmp_path):
    folder = tmp_path / "good_files"
    folder.mkdir()
    return folder


def test_broken_files_do_no_harm(good_files):
    """A small part of the 20,000 mutants that `python -m tests.events.uploads.mutations` makes."""
    result = mutations.run(mutations.gather(good_files), MUTANTS, "a slice", jobs=2, batch=100)
    assert result.number == MUTANTS
    assert result.overdue == []
    assert len(result.verdicts) > 3
    assert result.slowest_verdict[0] < sandbox.INSPECT.cpu_seconds


def test_same_seed_gives_the_same_mutants():
    good_files = {"а.pdf": documents.pdf(1), "б.docx": documents.docx(1)}
    made = [[mutations.mutant(good_files, seed, number) for number in range(20)] for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


def test_mutant_that_kills_its_child_is_reported_and_the_rest_continue(good_files, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    monkeypatch.setattr(mutations, "KEPT", kept)
    real = sandbox.stream

    def dying(function, folder, seed, first, last, limits):
        for row in real(function, folder, seed, first, last, limits=limits):
            if row[0] == 3:
                raise sandbox.ChildFailed("crash")
            yield row

    monkeypatch.setattr(sandbox, "stream", dying)
    result = mutations.run(mutations.gather(good_files), 6, "x", jobs=1, batch=6)
    assert result.number == 6
    assert [(number, kind) for number, _name, kind in result.deaths] == [(3, "crash")]
    assert [path.stem for path in Path(kept).iterdir()] == ["x-3"]
