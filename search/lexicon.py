"""Look up names and expressions that mean the same: synonyms that staff edit, and other names of indexed rows.

A query looks up every sequence of its words in one table. The names of a row count only for readers who may find the
row, so the name of a draft has no effect for others.
"""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything typed is a parameter

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from django.db import connection

from core.kept_pages.views import remembered
from core.morphology import readings_of, terms_of

from . import words
from .access import ReaderAccess
from .engines import engine
from .interface import Kind
from .keys import CITY
from .models import SearchAlias, Synonym
from .query import RelatedTerms, Word

LONGEST_NAME = 6  # words
MOST_OPTIONS = 8  # ways to read a sequence of words
MOST_ROWS = 200
MOST_INITIALS = 3  # letters of an abbreviation that is also written with a slash or full stops
SYNONYM_WORTH, NAME_WORTH, CITY_WORTH = 0.85, 0.85, 0.6

ALIASES, DOCUMENTS, TERMS = "search_searchalias", "search_searchdocument", "search_searchterm"


@dataclass(frozen=True)
class Meaning:
    """A possible meaning of a sequence of words: a group of synonyms or a row, with all of its names."""

    kind: str  # of the row; "" for synonyms
    slug: str
    names: tuple[str, ...]
    is_by_city: bool = False

    @property
    def is_region(self) -> bool:
        return self.kind == Kind.REGION


def key_of(text: str) -> str:
    """The likeliest terms of the words in order; "" for text without words."""
    return " ".join(terms[0] for terms in _terms(text))[:200]


def keys_of(names: Iterable[str]) -> dict[str, str]:
    """{key: name} of the names that have a key. If several have the same, the first wins."""
    found: dict[str, str] = {}
    for name in names:
        if key := key_of(name):
            found.setdefault(f"{CITY if name.startswith(CITY) else ''}{key}"[:200], name[:300])
    return found


def related_terms(name: str) -> list[tuple[str, ...]]:
    """The terms of a name as a query uses them, in at most two readings."""
    terms = _terms(name)
    if not terms:
        return []
    if len(terms) == 1:
        return [(term,) for term in terms[0][:2]]
    return [tuple(options[0] for options in terms)]


@lru_cache(maxsize=10_000)
def _terms(text: str) -> tuple[tuple[str, ...], ...]:
    """The terms of the words of a text. It is cached, because queries need the same names again and again."""
    parts = [part for token in words.tokens(text) for part in token.parts]
    return tuple(terms_of(part) for part in parts if part not in words.STOP_WORDS and part not in words.LEGAL_FORMS)


def store_synonyms(groups: Iterable[Synonym]) -> None:
    """Write the keys of these groups anew."""
    groups = list(groups)
    SearchAlias.objects.filter(synonym__in=groups).delete()
    SearchAlias.objects.bulk_create(
        SearchAlias(synonym=group, key=key, words=name)
        for group in groups
        for key, name in keys_of(group.members).items()
    )


@dataclass(frozen=True)
class Run:
    """Adjacent words, from `start` to `end`, that together have meanings."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]

    def related(self, own: Word) -> list[RelatedTerms]:
        """The other names of the meanings, as terms."""
        found = []
        for meaning in self.meanings:
            worth = CITY_WORTH if meaning.is_by_city else NAME_WORTH if meaning.kind else SYNONYM_WORTH
            for name in meaning.names:
                found += [RelatedTerms(terms, worth) for terms in related_terms(name) if set(terms) != _own_terms(own)]
        return found


def _own_terms(word: Word) -> set[str]:
    return set(word.alternatives[0])


class LookedUp(NamedTuple):
    runs: list[Run]  # the longest sequences with a meaning, without overlaps
    newest_word: int  # the key of the vocabulary's newest word
    public_terms: set[str]  # the query's terms that occur in public documents


def look_up(query_words: Sequence[Word], access: ReaderAccess, *, has_kind: bool) -> LookedUp:
    """Look up the words in the tables, by one SQL query, and a second one if there are synonyms.

    A city means its region only if the query also names a kind, or nothing else: «парки Тулы», «Тула».
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(query_words)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(query_words)) + 1):
            for key in _readings(query_words[start:end]):
                spans.setdefault(key, []).append((start, end))
                if has_kind or end - start == len(query_words):
                    spans.setdefault(f"{CITY}{key}", []).append((start, end))
    terms = {term for word in query_words for terms in word.alternatives for term in terms}
    meanings, newest_word, public_terms = _meanings(set(spans), terms, access)
    runs, taken = [], set[int]()
    by_span: dict[tuple[int, int], list[Meaning]] = {}
    for key, of_key in meanings.items():
        for span in spans[key]:
            by_span.setdefault(span, []).extend(of_key)
    for start, end in sorted(by_span, key=lambda span: (span[0] - span[1], span[0])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            meant = _by_form(query_words[start:end], list(dict.fromkeys(by_span[start, end])))
            runs.append(Run(start, end, tuple(meant)))
    return LookedUp(sorted(runs, key=lambda run: run.start), newest_word, public_terms)


def _by_form(run: Sequence[Word], meanings: list[Meaning]) -> list[Meaning]:
    """Choose meanings by form: «амурские парки» are in Амурская область, «парки Амурска» in the city's region."""
    regions = [meaning for meaning in meanings if meaning.is_region]
    if len({meaning.slug for meaning in regions}) < 2 or len({meaning.is_by_city for meaning in regions}) < 2:
        return meanings
    is_adjective = readings_of(run[-1].shown)[0][1] == "ADJF"
    return [one for one in meanings if not one.is_region or one.is_by_city != is_adjective]


def _readings(run: Sequence[Word]) -> list[str]:
    """The keys that the words may have."""
    if any(word.is_quoted for word in run):
        return []
    ways = [[*word.alternatives[:3], *(related.terms for related in word.related[:3])] for word in run]
    options = [[" ".join(terms) for terms in of_word] for of_word in ways]
    if len(run) == 1 and run[0].shown.isalpha() and len(run[0].shown) <= MOST_INITIALS:
        options[0].append(" ".join(run[0].shown))  # «жд» for «ж/д»
    return [" ".join(reading) for reading, _ in zip(product(*options), range(MOST_OPTIONS), strict=False)]


def _meanings(keys: set[str], terms: set[str], access: ReaderAccess) -> tuple[dict[str, list[Meaning]], int, set[str]]:
    """{key: meanings}, the newest word of the vocabulary and the public terms, all from one query.

    A synonym of a name of a row also means the row: «Питер» is a region.
    """
    groups, rows, newest_word, public_terms = _select(keys, terms, access)
    others = {key: {other for names in of_key for other in keys_of(names)} - {key} for key, of_key in groups.items()}
    for key, of_key in list(others.items()):
        if f"{CITY}{key}" in keys:
            others[key] = of_key | {f"{CITY}{other}" for other in of_key}
    if further := frozenset().union(*others.values()) - keys:
        rows |= _rows_named(further, access)
    found: dict[str, list[Meaning]] = {}
    for key in sorted(keys):
        meanings = [Meaning("", "", names) for names in groups.get(key, ())]
        for other in (key, *sorted(others.get(key, ()))):
            meanings += rows.get(other, ())
        if meanings:
            found[key] = meanings
    return found, newest_word, public_terms


def _rows_named(keys: frozenset[str], access: ReaderAccess) -> "Rows":
    """Asked of the same synonyms by most queries."""
    known = remembered(("rows with names", keys), lambda: _select(set(keys), set(), access)[1], of_reader=True)
    return _select(set(keys), set(), access)[1] if known is None else known


Groups = dict[str, list[tuple[str, ...]]]  # {key: the members of each group with that key}
Rows = dict[str, list[Meaning]]  # {key: the rows with that name that the reader may find}


def _select(keys: set[str], terms: set[str], access: ReaderAccess) -> tuple[Groups, Rows, int, set[str]]:
    condition, params = access.condition(connection.ops.adapt_datetimefield_value)
    some_keys, some_terms = _padded(keys), _padded(terms)
    marks, of_terms = (", ".join(["%s"] * len(some)) or "NULL" for some in (some_keys, some_terms))
    sql = (
        f"SELECT * FROM (SELECT a.key, a.synonym_id, '' AS kind, '' AS shown, o.id, o.words"
        f" FROM {ALIASES} a JOIN {ALIASES} o ON o.synonym_id = a.synonym_id"
        f" WHERE a.synonym_id IS NOT NULL AND a.key IN ({marks}) ORDER BY a.synonym_id, o.id LIMIT {MOST_ROWS}) s"
        f" UNION ALL SELECT * FROM (SELECT a.key, d.id, d.kind, d.shown, o.id AS alias, o.words FROM {ALIASES} a"
        f" JOIN {DOCUMENTS} d ON d.id = a.document_id JOIN {ALIASES} o ON o.document_id = a.document_id"
        f" WHERE a.key IN ({marks}) AND {condition} ORDER BY d.id, o.id LIMIT {MOST_ROWS}) r"
        " UNION ALL SELECT '', COALESCE(MAX(id), 0), '', '', 0, '' FROM search_searchword"
        f" UNION ALL SELECT '', 0, '', '', 0, term FROM {TERMS} WHERE term IN ({of_terms}) AND public_documents > 0"
    )
    found = engine().rows_of_prepared(sql, [*some_keys, *some_keys, *params, *some_terms])
    names: dict[tuple[str, int, str, str], list[tuple[int, str]]] = {}
    newest_word, public_terms = 0, set[str]()
    for key, owner, kind, shown, alias, name in found:
        if key:
            names.setdefault((key, owner, kind, shown), []).append((alias, name))
        elif name:
            public_terms.add(name)
        else:
            newest_word = owner
    groups: Groups = {}
    rows: Rows = {}
    for key, owner, kind, shown in sorted(names, key=lambda one: one[:2]):
        in_order = tuple(name for _, name in sorted(names[key, owner, kind, shown]) if not name.startswith(CITY))
        if kind:
            is_by_city = key.startswith(CITY)
            rows.setdefault(key, []).append(Meaning(kind, json.loads(shown)["slug"], in_order, is_by_city))
        else:
            groups.setdefault(key, []).append(in_order)
    return groups, rows, newest_word, public_terms


def _padded(some: set[str]) -> list[str]:
    """In order, and in few numbers, so that there are few statements."""
    size = next(size for size in (0, 4, 16, 64, len(some)) if size >= len(some))
    return sorted(some) + [next(iter(some))] * (size - len(some)) if some else []


def region_beginning(start: str, access: ReaderAccess) -> str:
    """The slug of the only region with a name that begins so; "" if there are none or several."""
    condition, params = access.condition(connection.ops.adapt_datetimefield_value)
    sql = (
        f"SELECT DISTINCT d.shown FROM {DOCUMENTS} d JOIN {ALIASES} a ON a.document_id = d.id"
        f" WHERE d.kind = %s AND substr(a.key, 1, %s) = %s AND {condition} LIMIT 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [Kind.REGION, len(start), start, *params])
        found = cursor.fetchall()
    return json.loads(found[0][0])["slug"] if len(found) == 1 else ""
