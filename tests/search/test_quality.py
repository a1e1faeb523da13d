"""A small run of the search bench, which also checks its query set, reaches the limits."""

import json
import os

import pytest

from tests.benches import run_bench


@pytest.mark.slow
def test_search_quality_stays_above_the_limits():
    output = run_bench("search_quality.py", "--json", "--pages", 200, DATABASE_URL=os.environ["DATABASE_URL"])
    rows = json.loads(output.splitlines()[-1])["rows"]["ours"]
    figures = {(kind, part): (recall, ndcg) for kind, part, recall, _mrr, ndcg, _count in rows}
    for part in ("dev", "held-out"):
        recall, ndcg = figures["inflection", part]
        assert recall >= 0.97
        assert ndcg >= 0.90
        assert figures["typo", part][0] >= 0.85
        assert figures["all", part][0] >= 0.90
