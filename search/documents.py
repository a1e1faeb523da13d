"""The stored documents of given rows: which there are, how they are written, and when they change by themselves.

Their statements are put together here: Django took longer to make them than the database to do what they say.
"""

# ruff: noqa: S608  only names of our own tables are put into the SQL; everything else is a parameter

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from django.db import connection, models
from django.utils import timezone

from core.morphology import terms_of

from . import words
from .frequencies import INDEX_SIZES
from .interface import Kind
from .keys import adjacent_pair, bucket_of, exact_form, heading_term, row_term
from .lexicon import keys_of
from .models import SearchAlias, SearchDocument, SearchName, SearchStale, SearchTerm, SearchWord
from .sources.document import SourceDocument, lines

AT_ONCE = 500  # keys in a statement
MOST_PARAMETERS = 5000
LONG, LONGEST = 500, 20_000  # characters of a text whose words are remembered
IGNORE = "ON CONFLICT DO NOTHING"
RETRY_AFTER = dt.timedelta(minutes=10)

Rows = Mapping[Kind, list[int]]


def stored(rows: Rows) -> dict[tuple[str, int], tuple[int, str]]:
    """(kind, object_id) → (document key, digest) of what the index has of these rows; slides come with materials."""
    parts = [_among("material_id", keys) for kind, keys in rows.items() if kind == Kind.MATERIAL]
    parts += [_of_kind(kind, keys) for kind, keys in rows.items() if kind != Kind.MATERIAL]
    condition, parameters = _any_of(parts)
    found = _execute(
        f"SELECT kind, object_id, id, digest FROM {SearchDocument._meta.db_table} WHERE {condition}", parameters
    )
    return {(kind, object_id): (key, digest) for kind, object_id, key, digest in found}


def remove_names(keys: list[int]) -> None:
    for some in _some(keys):
        for model in (SearchName, SearchAlias):
            condition, parameters = _among("document_id", some)
            _execute(f"DELETE FROM {model._meta.db_table} WHERE {condition}", parameters)


def remove(keys: list[int]) -> None:
    for some in _some(keys):
        condition, parameters = _among("id", some)
        _execute(f"DELETE FROM {SearchDocument._meta.db_table} WHERE {condition}", parameters)


def write(changed: list[tuple[SourceDocument, str]]) -> None:
    """Write the documents by ascending keys, each over the one that has its key.

    So SQLite's index takes them all in at once. For each key that is not above the last one it would write a part of
    its own, and many small parts are what it merges most of the time.
    """
    changed = sorted(changed, key=lambda pair: pair[0].key)
    analyse = cache(_analyse)  # the slides of a presentation share their contexts
    vocabulary: dict[str, str] = {}
    rows = [_row(document, digest, analyse, vocabulary) for document, digest in changed]
    names = [(document.key, *name) for document, _ in changed for name in _name_keys(document.names)]
    aliases = [(document.key, *alias) for document, _ in changed for alias in keys_of(document.aliases).items()]
    written = ", ".join(f"{name} = excluded.{name}" for name in rows[0] if name != "id")
    insert(
        SearchDocument,
        list(rows[0]),
        [tuple(row.values()) for row in rows],
        f"ON CONFLICT (id) DO UPDATE SET {written}",
    )
    insert(SearchAlias, ["document_id", "key", "words"], aliases)
    insert(SearchName, ["document_id", "key", "whole"], names)
    _add_buckets({bucket_of(row["id"]) for row in rows})
    _add_to_vocabulary(vocabulary)


def _analyse(text: str) -> words.Analysed:
    """Most saves leave the long texts as they are."""
    return _analysed_lately(text) if LONG <= len(text) <= LONGEST else words.analyse(text)


_analysed_lately = lru_cache(maxsize=16)(words.analyse)


def schedule(rows: Rows, documents: list[SourceDocument], marks: Iterable[SearchStale] = ()) -> None:
    """Mark documents that will change by themselves, because something they show is published at a known moment.

    The marks that led here go, and those that an earlier document has left for later.
    """
    later, parameters = _any_of([_of_kind(kind, keys) for kind, keys in rows.items()])
    done, done_keys = _among("id", [mark.pk for mark in marks])
    _execute(
        f"DELETE FROM {SearchStale._meta.db_table} WHERE ({later}) AND due_at > %s OR {done}",
        [*parameters, _moment(timezone.now() + RETRY_AFTER), *done_keys],
    )
    dated = [(one.kind, one.object_id, False, one.due_at) for one in documents if one.due_at]
    insert(SearchStale, ["kind", "object_id", "with_dependents", "due_at"], dated)


def insert(
    model: type[models.Model], columns: list[str], rows: Collection[tuple[Any, ...]], and_then: str = ""
) -> list[tuple[Any, ...]]:
    """Inserts the rows; `and_then` says what to do about a conflict, or what to return."""
    found: list[tuple[Any, ...]] = []
    into = f"{model._meta.db_table} ({', '.join(columns)})"
    one = f"({', '.join(['%s'] * len(columns))})"
    for some in _some(list(rows), MOST_PARAMETERS // len(columns)):
        values = [_moment(value) if isinstance(value, dt.datetime) else value for row in some for value in row]
        found += _execute(f"INSERT INTO {into} VALUES {', '.join([one] * len(some))} {and_then}", values)
    return found


def _execute(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def _moment(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _some(rows: list[Any], most: int = AT_ONCE) -> Iterator[list[Any]]:
    return (rows[start : start + most] for start in range(0, len(rows), most))


Condition = tuple[str, list[Any]]


def _among(column: str, keys: list[int]) -> Condition:
    return (f"{column} IN ({', '.join(['%s'] * len(keys))})", keys) if keys else ("1 = 0", [])


def _of_kind(kind: Kind, keys: list[int]) -> Condition:
    condition, parameters = _among("object_id", keys)
    return f"kind = %s AND {condition}", [kind.value, *parameters]


def _any_of(parts: list[Condition]) -> Condition:
    return " OR ".join(f"({condition})" for condition, _ in parts), [one for _, its in parts for one in its]


def _add_buckets(buckets: set[str]) -> None:
    """Make new buckets known before the next count: common words are looked for by buckets."""
    new = buckets - _known(SearchTerm, "term", sorted(buckets))
    if new:
        insert(
            SearchTerm, ["term", "documents", "public_documents"], [(bucket, 1, 0) for bucket in sorted(new)], IGNORE
        )
        INDEX_SIZES.forget()


def _known(model: type[models.Model], column: str, texts: list[str]) -> set[str]:
    condition, parameters = _among(column, texts)  # type: ignore[arg-type]
    return {text for (text,) in _execute(f"SELECT {column} FROM {model._meta.db_table} WHERE {condition}", parameters)}


def _row(
    document: SourceDocument, digest: str, analyse: Callable[[str], words.Analysed], vocabulary: dict[str, str]
) -> dict[str, Any]:
    """Analyse the texts of a document; its words are added to `vocabulary`."""
    texts = (document.heading, lines(document.body, document.unshown), document.context)
    heading, body, context = map(analyse, texts)
    context = replace(context, others=context.others.union(document.date_terms))
    for analysed in (heading, body, context):
        vocabulary.update((word, terms_of(word)[0]) for word in analysed.words if _is_worth_guessing(word))
    in_heading = [heading_term(term) for term in heading.distinct()]
    in_row = [row_term(term) for term in analyse(document.row).distinct()]
    visibility = document.visibility
    return {
        "id": document.key,
        "kind": str(document.kind),
        "object_id": document.object_id,
        "event_id": document.event_id,
        "material_id": document.material_id,
        "public_from": visibility.public,
        "members_from": visibility.members,
        "participants_from": visibility.participants,
        "year": document.year,
        "event_type": document.event_type,
        "regions": " ".join(document.regions),
        "parks": " ".join(document.parks),
        "has_files": document.has_files,
        "heading": heading.stored() + ("" if document.kind == Kind.SLIDE else exact_forms(heading.in_order)),
        "body": body.stored(),
        "context": context.stored(),
        "tags": f" {' '.join(document.tags() + in_heading + in_row)} ",
        "pairs": _pairs(heading.terms, body.terms),
        "digest": digest,
        "shown": json.dumps(document.shown, ensure_ascii=False),
        "text": document.text,
    }


def exact_forms(typed: Iterable[str]) -> str:
    """The words of a heading as they are written: «Иванов» is worth more than a stem that «Иван» shares."""
    return f"| {' '.join(exact_form(word) for word in dict.fromkeys(typed))} " if typed else ""


def _pairs(*fields: list[str]) -> str:
    found = dict.fromkeys(adjacent_pair(left, right) for terms in fields for left, right in pairwise(terms))
    return f" {' '.join(found)} " if found else ""


def _name_keys(names: list[str]) -> list[tuple[str, str]]:
    """(name from one of its words on, the whole name), for each word that somebody may type first."""
    found: dict[tuple[str, str], None] = {}
    for name in names:
        parts = [part for token in words.tokens(name) for part in token.parts]
        whole = " ".join(parts)[:300]
        for number, part in enumerate(parts[:12]):
            if part not in words.STOP_WORDS and part not in words.LEGAL_FORMS:
                found[" ".join(parts[number:])[:120], whole] = None
    return list(found)


def _is_worth_guessing(word: str) -> bool:
    return 3 < len(word) <= 30 and word.isalpha()


def _add_to_vocabulary(vocabulary: dict[str, str]) -> None:
    """Add new words. All writers use one order, so that they cannot deadlock."""
    for some in _some(sorted(vocabulary)):
        known = _known(SearchWord, "word", some)
        insert(SearchWord, ["word", "term"], [(word, vocabulary[word]) for word in some if word not in known], IGNORE)
