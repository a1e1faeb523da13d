"""Judge which documents answer a query, and measure an answer by three figures."""

import json
import math
import re
import zlib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from core.text import fold

from . import typed

FOLDER = Path(__file__).parent
SMALL = {"people", "cross-kind", "prefix", "abbreviations", "ё", "hyphens", "minus"}
LEAST_QUERIES, LEAST_OF_SMALL = 24, 10
TITLE, TEXT, RELATED = 3, 2, 1
TOP = 10


class Query(NamedTuple):
    kind: str
    text: str
    judgment: str

    @property
    def part(self):
        """About every third query is held out, by a checksum, so nobody chose it."""
        return "held-out" if zlib.crc32(f"{self.kind} {self.text}".encode()) % 3 == 2 else "dev"

    @property
    def is_prefix(self):
        """The beginning of a name. It goes to the suggestions, and only documents with a name answer it."""
        return self.kind == "prefix"

    def is_about(self, key):
        return not self.is_prefix or key.partition(":")[0] not in ("slide", "material")


class ReleaseQuery(Query):
    part = "releases"


class Figures(NamedTuple):
    """Figures of one answer, or the means of many."""

    recall: float
    mrr: float
    ndcg: float

    @classmethod
    def mean(cls, several):
        return cls(*(fmean(column) for column in zip(*several, strict=True)))


def read_queries():
    """The queries of both files, and those made from the corpus."""
    lines = [
        line for name in ("queries.tsv", "questions.tsv") for line in (FOLDER / name).read_text("utf-8").splitlines()
    ]
    found = [Query(*line.split("\t")) for line in lines if line and not line.startswith("#")]
    found += [Query(*made) for made in typed.queries()]
    return list({(query.kind, query.text): query for query in reversed(found)}.values())[::-1]


def every(queries, step):
    """The first of each `step` queries of a class."""
    places = Counter()
    chosen = []
    for query in queries:
        if places[query.kind] % step == 0:
            chosen.append(query)
        places[query.kind] += 1
    return chosen


def release_queries(folder):
    """Queries for the people and parks of press releases (not ours to copy), also with two letters swapped."""
    queries = {}
    for file in sorted(Path(folder).glob("*.json")) if folder else []:
        release = json.loads(file.read_text("utf-8"))
        for name in [person["name"].split()[-1] for person in release["people"]] + release["parks"]:
            queries[name] = ReleaseQuery("names", name, re.escape(fold(name)))
            if len(name) > 5 and name[3] != name[4]:
                swapped = name[:3] + name[4] + name[3] + name[5:]
                queries[swapped] = ReleaseQuery("names, typo", swapped, re.escape(fold(name)))
    return list(queries.values())


def grades(query, documents):
    """Key → grade of each document that the query's judgment matches."""
    strong, related, unwanted = None, None, None
    judgment, kinds = query.judgment, None
    if judgment.startswith("@"):
        names, _, judgment = judgment[1:].partition(" ")
        kinds = set(names.split(","))
    for part in judgment.split(" | "):
        if part.startswith("1: "):
            related = re.compile(part[3:])
        elif part.startswith("- "):
            unwanted = re.compile(part[2:])
        else:
            strong = re.compile(part)
    found = {}
    for document in documents:
        if not query.is_about(document.key) or (kinds and document.kind not in kinds):
            continue
        title, text = plain(document.title), plain(document.text)
        whole = f"{title} {text}"
        if unwanted and unwanted.search(whole):
            continue
        if strong.search(title):
            found[document.key] = TITLE
        elif strong.search(whole) and not query.is_prefix:
            found[document.key] = TEXT
        elif related and related.search(whole):
            found[document.key] = RELATED
    return found


def by_hit(graded, presentations):
    """The grades with the slides of a presentation as one: its best grade counts."""
    joined = {}
    for key, grade in graded.items():
        hit = presentations.get(key, key)
        joined[hit] = max(grade, joined.get(hit, 0))
    return joined


@cache
def plain(text):
    """The text in one line, in lower case, ё as е."""
    return " ".join(fold(text).split())


def measure(answer, graded):
    """Figures of an answer, a list of keys, best first. Related documents count for nDCG alone."""
    answer = answer[:TOP]
    relevant = {key for key, grade in graded.items() if grade > RELATED}
    hits = [key in relevant for key in answer]
    recall = sum(hits) / min(TOP, len(relevant))
    mrr = next((1 / place for place, hit in enumerate(hits, 1) if hit), 0.0)
    best = gain(sorted(graded.values(), reverse=True)[:TOP])
    return Figures(recall, mrr, gain([graded.get(key, 0) for key in answer]) / best)


def gain(grades_in_order):
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades_in_order, 1))


def by_class(queries, figures):
    """(class, part) → mean figures and the number of queries; the class «all» has all queries."""
    several = defaultdict(list)
    for query, of_query in zip(queries, figures, strict=True):
        for kind in (query.kind, "all"):
            several[kind, query.part].append(of_query)
    return {group: (Figures.mean(some), len(some)) for group, some in several.items()}


def check(queries):
    """Assert that the query set and the figures are sound, before anything is measured with them."""
    counted = Counter(query.kind for query in queries)
    few = {
        kind: count for kind, count in counted.items() if count < (LEAST_OF_SMALL if kind in SMALL else LEAST_QUERIES)
    }
    assert not few, f"too few queries: {few}"
    graded = {"a": 3, "b": 2, "c": 1}
    assert measure(["a", "b", "c"], graded) == (1, 1, 1)
    assert measure([], graded) == (0, 0, 0)
    assert measure(["x", "a"], graded).mrr == 0.5
    assert measure(["c", "b", "a"], graded).recall == 1
    assert measure(["c", "b", "a"], graded).ndcg < 0.8
