"""Answer a query: find candidates, rank them, show one page of hits and the facets."""

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

from django.utils import timezone

from events.models import Event

from .blocks import block_of
from .engines import engine
from .grouping import Group, by_date, grouped
from .hidden import count_hidden
from .highlighting import Highlighter
from .hits import PageHits
from .interface import PAGE_SIZE, Answer, FacetChoice, Kind, Reader, SearchFilters
from .query import MOST_CHARACTERS, parse, storable
from .ranking import Scorer, by_relevance
from .retrieval import Retriever
from .typos import as_spelled
from .understand import Interpretation, understand
from .verify import PARK_LABEL, REGION_LABEL, Visible, visible_rows

LEAST_COVERED = 0.5  # the share of a partial query's weight that a hit must have
MOST_SYNONYMS = 4
MOST_REGIONS, MOST_PARKS = 100, 50  # choices of a facet
SHOWN = ("id", "kind", "object_id", "material_id", "shown", "text")  # columns of a document

Facets = dict[str, Counter]  # {facet: number of groups for each value}
VisibleRows = dict[tuple[str, str], Visible]  # see `visible_rows`


def answer_query(
    text: str, user: Reader, *, filters: SearchFilters, sort: str, page: Any, exact: bool = False
) -> Answer:
    text = storable(text)
    query = parse(text)
    answer = Answer(text=text[:MOST_CHARACTERS], only_stop_words=query.only_stop_words, was_cut=query.was_cut)
    if not query.words:
        return answer
    retriever = Retriever(user, filters)
    found = understand(text, query, retriever, exact=exact)
    scorer = Scorer(found.partial_query or found.query, found.frequencies, timezone.localdate(), found.scope)
    ranked = by_relevance(found.candidates, scorer, LEAST_COVERED if found.is_partial else 0.0)
    named = None if exact or found.is_partial else block_of(found.reading, ranked, retriever)
    if named:
        keys = {candidate.id for candidate in named.first}
        ranked = [*named.first, *(candidate for candidate in ranked if candidate.id not in keys)]
        answer = replace(answer, blocks=[named.block] if _page_number(page) < 2 else [])
    groups = grouped(ranked, scorer, one_by_one=filters.material is not None)
    if sort == "date":
        groups = by_date(groups)
    answer = replace(answer, corrected=found.corrected, is_partial=found.is_partial and bool(groups))
    answer = replace(answer, also=list(found.reading.also[:MOST_SYNONYMS]) if groups else [])
    answer = _show(answer, groups, found, retriever, page)
    hidden, hidden_is_more = count_hidden(found, retriever)
    return replace(answer, hidden_for_members=hidden, hidden_is_more=hidden_is_more)


def _show(answer: Answer, groups: list[Group], found: Interpretation, retriever: Retriever, page: Any) -> Answer:
    """The answer with the hits of one page and the facets. Only the documents of that page are read."""
    pages = max(1, -(-len(groups) // PAGE_SIZE))
    page = min(max(_page_number(page), 1), pages)
    on_page = groups[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    documents = _read_documents(on_page)
    facets = _count_facets(groups)
    rows = visible_rows(
        retriever.user,
        [(document["kind"], document["object_id"]) for document in documents.values()],
        regions=list(facets["region"]),
        parks=list(facets["park"]),
    )
    visible = {key: document for key, document in documents.items() if _key(document) in rows}
    if answer.corrected:
        shown = [
            f"{json.loads(document['shown'])['title']}\n{rows[_key(document)].text or document['text']}"
            for document in visible.values()
        ]
        answer = replace(answer, corrected=as_spelled(answer.corrected, answer.text, shown))
    page_hits = PageHits(Highlighter(found.query), answer.corrected or answer.text, visible, rows)
    hits = [page_hits.hit(group) for group in on_page if group.head.id in visible]
    total = len(groups) - (len(on_page) - len(hits))
    if found.has_more:
        total = max(total // 100 * 100, PAGE_SIZE)
    return replace(
        answer,
        hits=hits,
        total=total,
        total_is_more=found.has_more,
        facets=_facet_choices(facets, rows, retriever.filters),
        page=page,
        pages=pages,
    )


def _page_number(page: Any) -> int:
    try:
        return int(page)
    except (TypeError, ValueError, OverflowError):
        return 1


def _read_documents(groups: list[Group]) -> dict[int, dict]:
    """{key: document} of the documents that the hits show: the head of each group and its best slide."""
    keys = {candidate.id for group in groups for candidate in (group.head, group.slide) if candidate}
    if not keys:
        return {}
    named = ", ".join(["%s"] * len(keys))
    rows = engine().rows(f"SELECT {', '.join(SHOWN)} FROM search_searchdocument WHERE id IN ({named})", list(keys))  # noqa: S608
    return {row[0]: dict(zip(SHOWN, row, strict=True)) for row in rows}


def _key(document: dict) -> tuple[str, str]:
    return document["kind"], str(document["object_id"])


def _count_facets(groups: list[Group]) -> Facets:
    """Count the hits for each value. All members of a group belong to one event and so have the same values."""
    heads = [group.head for group in groups]
    return {
        "kind": _count_kinds(groups),
        "region": _most_common_slugs((head.regions for head in heads), MOST_REGIONS),
        "year": Counter(head.year for head in heads if head.year),
        "event_type": Counter(head.event_type for head in heads if head.event_type),
        "park": _most_common_slugs((head.parks for head in heads), MOST_PARKS),
        "has_files": Counter("1" for head in heads if head.has_files),
    }


def _count_kinds(groups: list[Group]) -> Counter:
    """The number of groups with each kind. Most groups have one member."""
    counts = Counter([group.head.kind for group in groups if len(group.members) == 1])
    for group in groups:
        if len(group.members) > 1:
            counts.update({member.kind for member in group.members})
    return counts


def _most_common_slugs(joined: Any, limit: int) -> Counter:
    """The most common slugs in strings of slugs. Equal strings are split only once."""
    counts: Counter = Counter()
    for slugs, count in Counter(joined).items():
        for slug in slugs.split():
            counts[slug] += count
    return Counter(dict(counts.most_common(limit)))


def _facet_choices(facets: Facets, rows: VisibleRows, filters: SearchFilters) -> dict[str, list[FacetChoice]]:
    def choices(name: str, labelled: list[tuple]) -> list[FacetChoice]:
        chosen = str(getattr(filters, name))
        return [
            FacetChoice(str(value), str(label), facets[name][value], str(value) == chosen) for value, label in labelled
        ]

    def visible_choices(name: str, label_kind: str) -> list[FacetChoice]:
        slugs = [slug for slug in facets[name] if (label_kind, slug) in rows]
        return choices(name, [(slug, rows[label_kind, slug].text) for slug in slugs])

    types = [(value, label) for value, label in _event_types() if value in facets["event_type"]]
    with_files = facets["has_files"]["1"]
    return {
        "kind": choices("kind", [(kind, kind.label) for kind in Kind if facets["kind"][kind]]),
        "region": visible_choices("region", REGION_LABEL),
        "year": choices("year", [(year, year) for year in sorted(facets["year"], reverse=True)]),
        "event_type": choices("event_type", types),
        "park": visible_choices("park", PARK_LABEL),
        "has_files": [FacetChoice("1", "", with_files, filters.has_files)] if with_files else [],
    }


@cache
def _event_types() -> list[tuple[str, str]]:
    """Django makes the choices anew, and translates each, whenever they are asked for."""
    return [(value, str(label)) for value, label in Event.Type.choices]
