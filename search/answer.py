"""Answer a query: find candidates, rank them, show one page of hits and the facets."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from django.utils import timezone

from events.models import Event

from . import addresses
from .engines.base import Candidate
from .hidden import count_hidden
from .highlighting import Highlighter
from .interface import EMPTY, PAGE_SIZE, Answer, FacetChoice, Hit, Kind, Reader, SearchFilters
from .models import SearchDocument
from .query import MOST_CHARACTERS, parse, storable
from .ranking import Scorer, by_date, by_relevance
from .retrieval import Retriever
from .typos import as_spelled
from .understand import Interpretation, understand
from .verify import PARK_LABEL, REGION_LABEL, visible_texts

LEAST_COVERED = 0.5  # the share of a partial query's weight that a hit must have
MOST_REGIONS, MOST_PARKS = 100, 50  # choices of a facet

Facets = dict[str, Counter]  # by facet: its values and in how many candidates each occurs
Texts = dict[tuple[str, str], str]  # see `visible_texts`


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
    scorer = Scorer(found.partial_query or found.query, found.frequencies, timezone.localdate())
    ranked = by_relevance(found.candidates, scorer, LEAST_COVERED if found.is_partial else 0.0)
    if sort == "date":
        ranked = by_date(ranked)
    answer = replace(answer, corrected=found.corrected, is_partial=found.is_partial and bool(ranked))
    answer = _show(answer, ranked, found, retriever, page)
    hidden, hidden_is_more = count_hidden(found, retriever)
    return replace(answer, hidden_for_members=hidden, hidden_is_more=hidden_is_more)


def _show(answer: Answer, ranked: list[Candidate], found: Interpretation, retriever: Retriever, page: Any) -> Answer:
    """The answer with the hits of one page and the facets. Only the documents of that page are read."""
    pages = max(1, -(-len(ranked) // PAGE_SIZE))
    page = min(max(_page_number(page), 1), pages)
    documents = _read_documents(ranked[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    facets = _count_facets(ranked)
    texts = visible_texts(
        retriever.user,
        [(document["kind"], document["object_id"]) for document in documents],
        regions=list(facets["region"]),
        parks=list(facets["park"]),
    )
    visible = [document for document in documents if _key(document) in texts]
    if answer.corrected:
        shown = [
            f"{json.loads(document['shown'])['title']}\n{texts[_key(document)] or document['text']}"
            for document in visible
        ]
        answer = replace(answer, corrected=as_spelled(answer.corrected, answer.text, shown))
    highlighter = Highlighter(found.query)
    query_text = answer.corrected or answer.text
    total = len(ranked) - (len(documents) - len(visible))
    if found.has_more:
        total = max(total // 100 * 100, PAGE_SIZE)
    return replace(
        answer,
        hits=[_hit(document, highlighter, texts[_key(document)], query_text) for document in visible],
        total=total,
        total_is_more=found.has_more,
        facets=_facet_choices(facets, texts, retriever.filters),
        page=page,
        pages=pages,
    )


def _page_number(page: Any) -> int:
    try:
        return int(page)
    except (TypeError, ValueError, OverflowError):
        return 1


def _read_documents(candidates: list[Candidate]) -> list[dict]:
    rows = SearchDocument.objects.filter(pk__in=[candidate.id for candidate in candidates]).values(
        "id", "kind", "object_id", "material_id", "shown", "text"
    )
    by_id = {row["id"]: row for row in rows}
    return [by_id[candidate.id] for candidate in candidates if candidate.id in by_id]


def _key(document: dict) -> tuple[str, str]:
    return document["kind"], str(document["object_id"])


def _count_facets(ranked: list[Candidate]) -> Facets:
    return {
        "kind": Counter(candidate.kind for candidate in ranked),
        "region": _most_common_slugs((candidate.regions for candidate in ranked), MOST_REGIONS),
        "year": Counter(candidate.year for candidate in ranked if candidate.year),
        "event_type": Counter(candidate.event_type for candidate in ranked if candidate.event_type),
        "park": _most_common_slugs((candidate.parks for candidate in ranked), MOST_PARKS),
        "has_files": Counter("1" for candidate in ranked if candidate.has_files),
    }


def _most_common_slugs(joined: Any, limit: int) -> Counter:
    """Counts of slugs from strings of slugs; equal strings are split once."""
    counts: Counter = Counter()
    for slugs, count in Counter(joined).items():
        for slug in slugs.split():
            counts[slug] += count
    return Counter(dict(counts.most_common(limit)))


def _facet_choices(facets: Facets, texts: Texts, filters: SearchFilters) -> dict[str, list[FacetChoice]]:
    def choices(name: str, labelled: list[tuple]) -> list[FacetChoice]:
        chosen = str(getattr(filters, name))
        return [
            FacetChoice(str(value), str(label), facets[name][value], str(value) == chosen) for value, label in labelled
        ]

    def visible_choices(name: str, label_kind: str) -> list[FacetChoice]:
        return choices(name, [(slug, texts[label_kind, slug]) for slug in facets[name] if (label_kind, slug) in texts])

    types = [(value, label) for value, label in Event.Type.choices if value in facets["event_type"]]
    with_files = facets["has_files"]["1"]
    return {
        "kind": choices("kind", [(kind, kind.label) for kind in Kind if facets["kind"][kind]]),
        "region": visible_choices("region", REGION_LABEL),
        "year": choices("year", [(year, year) for year in sorted(facets["year"], reverse=True)]),
        "event_type": choices("event_type", types),
        "park": visible_choices("park", PARK_LABEL),
        "has_files": [FacetChoice("1", "", with_files, filters.has_files)] if with_files else [],
    }


def _hit(document: dict, highlighter: Highlighter, text: str, query_text: str) -> Hit:
    kind, shown = Kind(document["kind"]), json.loads(document["shown"])
    if kind == Kind.SLIDE:
        snippet = text.removeprefix(shown["title"]).lstrip()
    else:
        snippet = document["text"] if kind == Kind.EVENT else document["text"].replace("\n", "\u00a0· ")
    return Hit(
        kind=kind,
        object_id=document["object_id"],
        title=shown["title"],
        marked_title=highlighter.highlight(shown["title"]),
        url=addresses.hit_url(kind, document["object_id"], document["material_id"], shown, query_text),
        snippet=highlighter.snippet(snippet) if snippet else EMPTY,
        date=shown.get("date", ""),
        place=shown.get("place", ""),
        event=shown.get("event", ""),
        event_url=addresses.event_url(shown),
        number=shown.get("number"),
        material=shown.get("material", ""),
        picture=addresses.picture_url(kind, document["material_id"], shown),
        note=shown.get("note", ""),
    )
