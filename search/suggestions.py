"""Suggest names while somebody types, first those of people, parks and events."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from . import addresses, keys, spelling, words
from .access import ReaderAccess
from .engines import engine
from .engines.base import PoolQuery
from .frequencies import TermFrequencies
from .interface import Kind, Reader, Suggestion
from .models import SearchDocument
from .query import parse, storable
from .typos import VOCABULARY, in_right_layout, other_layout, refresh_vocabulary
from .verify import visible_rows

LEAST_LETTERS, MOST_LETTERS, LOOKED_AT = 2, 80, 150
MOST_SPELLINGS = 4
KINDS_IN_ORDER = [Kind.PERSON, Kind.PARK, Kind.EVENT, Kind.ORGANIZATION, Kind.REGION, Kind.MATERIAL]


class NamedRow(NamedTuple):
    order: tuple
    kind: str
    object_id: int
    shown: dict


def suggestions_for(text: str, user: Reader, limit: int) -> list[Suggestion]:
    """Names with this beginning, or with a corrected beginning, or headings with other forms of the words."""
    text = storable(text)[:MOST_LETTERS]
    typed = _typed_words(text)
    if not typed:
        return []
    access = ReaderAccess.of(user)
    found = _with_beginning(typed, access, limit)
    if not found:
        found = next(filter(None, (_with_beginning(meant, access, limit) for meant in _meant(text, typed))), [])
    if not found:
        found = _inflected(text, access, limit)
    allowed = visible_rows(user, [(row.kind, row.object_id) for row in found])
    visible = [row for row in found if (row.kind, str(row.object_id)) in allowed]
    return [
        Suggestion(
            Kind(row.kind),
            row.shown["title"],
            addresses.hit_url(Kind(row.kind), row.object_id, None, row.shown),
            _note(row.shown),
        )
        for row in visible[:limit]
    ]


def _meant(text: str, typed: list[str]) -> Iterator[list[str]]:
    """Corrections if no name begins so: in the other keyboard layout, in Cyrillic, with a corrected letter."""
    for turned in dict.fromkeys(filter(None, (other_layout(text), in_right_layout(text)))):
        if other := _typed_words(turned):
            yield other
    spelled = [spelling.from_latin(word)[:MOST_SPELLINGS] or [word] for word in typed]
    for way, _ in zip(product(*spelled), range(MOST_SPELLINGS), strict=False):
        if list(way) != typed:
            yield list(way)
    refresh_vocabulary()
    *others, prefix = (way[0] for way in spelled)
    known = [next(iter(VOCABULARY.near(word)), word) for word in others]
    if known != others:
        yield [*known, prefix]
        yield from ([*others, start] for start in VOCABULARY.beginnings_near(prefix))
    yield from ([*known, start] for start in VOCABULARY.beginnings_near(prefix))


def _note(shown: dict) -> str:
    return ", ".join(shown[name] for name in ("note", "place", "date") if shown.get(name))


def _typed_words(text: str) -> list[str]:
    """The typed words, of which the last may be unfinished; [] if there are too few letters."""
    parts = [part for token in words.tokens(text) for part in token.parts]
    finished = [part for part in parts[:-1] if part not in words.STOP_WORDS and part not in words.LEGAL_FORMS]
    typed = finished + parts[-1:]
    return typed if sum(map(len, typed)) >= LEAST_LETTERS else []


def _with_beginning(typed: list[str], access: ReaderAccess, limit: int) -> list[NamedRow]:
    """Documents with a name that has all words, the last one as the beginning of a word."""
    *others, prefix = typed
    best: dict[int, NamedRow] = {}
    for key, whole, document, kind, object_id, shown_json in engine().names(prefix, others, access, LOOKED_AT):
        shown = json.loads(shown_json)
        order = (
            KINDS_IN_ORDER.index(kind),
            not whole.startswith(" ".join(typed)),
            key != whole,
            document if kind == Kind.EVENT else 0,
            shown["title"],
        )
        if document not in best or order < best[document].order:
            best[document] = NamedRow(order, kind, object_id, shown)
    return _mixed(sorted(best.values(), key=lambda row: row.order), limit)


def _mixed(found: list[NamedRow], limit: int) -> list[NamedRow]:
    """The suggestions, at most half of them of one kind if other kinds have any."""
    most = max(2, limit // 2)
    first: list[NamedRow] = []
    later: list[NamedRow] = []
    taken = Counter[str]()
    for row in found:
        taken[row.kind] += 1
        (first if taken[row.kind] <= most else later).append(row)
    return sorted((first + later)[:limit], key=lambda row: row.order)


def _inflected(text: str, access: ReaderAccess, limit: int) -> list[NamedRow]:
    """Documents whose heading has other forms of the words: «Ровбеля» begins no name, but is a form of one."""
    query = parse(text)
    if not query.words:
        return []
    in_headings = query.heading_expression(access.expression())
    pools = [PoolQuery(pool, in_headings, limit) for pool in (keys.DIRECTORY, keys.EVENTS)]
    found = engine().find(pools, access, TermFrequencies(query.terms, [access.expression()]))
    documents = SearchDocument.objects.filter(pk__in=[candidate.id for candidate in found])
    rows = [
        NamedRow((KINDS_IN_ORDER.index(row.kind), row.id), row.kind, row.object_id, json.loads(row.shown))
        for row in documents
    ]
    return sorted(rows, key=lambda row: row.order)[:limit]
