import pytest

from tests.benches import run_bench

pytestmark = [pytest.mark.once, pytest.mark.slow]


def test_pages_bench_measures_every_page_for_every_role(tmp_path):
    counts, _header, *rows = run_bench("pages.py", "--size", 3, "-n", 1, "--folder", tmp_path).splitlines()
    assert "events: 4" in counts
    for role in ("visitor", "member", "editor"):
        assert sum(f" {role} " in row for row in rows) > 15
