"""The query set is consistent, and a small run of the bench reaches the limits."""

import zlib
from itertools import groupby

import pytest
from django.core.management import call_command

from bench import search_quality
from bench.search import judge

CLASSES = {"inflection", "typo", "layout", "phrase", "people", "cross-kind", "prefix", "numbers", "abbreviations"}
CLASSES |= {"ё", "hyphens", "minus"}


def test_query_set_is_large_and_has_every_class():
    queries = judge.read_queries()
    assert len(queries) >= 150
    assert {query.kind for query in queries} == CLASSES
    assert len({(query.kind, query.text) for query in queries}) == len(queries)


def test_every_third_query_of_a_class_is_held_out():
    by_kind = sorted(judge.read_queries(), key=lambda query: (query.kind, zlib.crc32(query.text.encode())))
    for kind, queries in groupby(by_kind, key=lambda query: query.kind):
        parts = ["held-out" if place % 3 == 2 else "dev" for place, _ in enumerate(queries)]
        found = [query.part for query in by_kind if query.kind == kind]
        assert found == parts, kind


def test_figures_of_perfect_empty_and_imperfect_answers():
    graded = {"a": 3, "b": 2, "c": 1}
    assert judge.measure(["a", "b", "c"], graded) == (1, 1, 1)
    assert judge.measure([], graded) == (0, 0, 0)
    assert judge.measure(["x", "a"], graded).mrr == 0.5
    assert judge.measure(["c", "b", "a"], graded).recall == 1
    assert judge.measure(["c", "b", "a"], graded).ndcg < 0.8


@pytest.mark.slow
@pytest.mark.django_db
def test_search_quality_stays_above_the_limits():
    call_command("demo", size=search_quality.DEMO_EVENTS, no_serve=True, verbosity=0)
    rows = search_quality.measure_all(pages=200)["rows"]["ours"]
    figures = {(kind, part): judge.Figures(*of) for kind, part, *of, _count in rows}
    for part in ("dev", "held-out"):
        assert figures["inflection", part].recall >= 0.97
        assert figures["inflection", part].ndcg >= 0.90
        assert figures["typo", part].recall >= 0.85
        assert figures["all", part].recall >= 0.90
