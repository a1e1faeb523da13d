import re

import pytest

from tests.benches import CLONE, run_bench

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("folder", "other"), [("bench", "tests"), ("tests", "bench")])
def test_bench_and_tests_do_not_import_each_other(folder, other):
    pattern = re.compile(rf"^\s*(from|import) {other}\b", re.MULTILINE)
    sources = {path: path.read_text("utf-8") for path in (CLONE / folder).rglob("*.py")}
    assert sources
    assert [str(path) for path, source in sources.items() if pattern.search(source)] == []


@pytest.mark.slow
def test_pages_bench_measures_every_page_for_every_role(tmp_path):
    counts, _header, *rows = run_bench("pages.py", "--size", 1, "-n", 1, "--folder", tmp_path).splitlines()
    assert "events: 2" in counts
    for role in ("visitor", "member", "editor"):
        assert sum(f" {role} " in row for row in rows) > 15
