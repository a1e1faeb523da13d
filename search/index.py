"""Maintain the index: rebuild the documents of given rows, catch up with marked rows, rebuild everything."""

import datetime as dt
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import pairwise
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.morphology import terms_of

from . import words
from .dependents import NO_DOCUMENTS, dependents_of
from .engines import engine
from .frequencies import INDEX_SIZES
from .interface import Kind
from .keys import EXACT, adjacent_pair, bucket_of, exact_form, heading_term, row_term
from .lexicon import keys_of, store_synonyms
from .models import (
    SearchAlias,
    SearchDocument,
    SearchName,
    SearchStale,
    SearchState,
    SearchTerm,
    SearchWord,
    Synonym,
)
from .sources import SOURCES
from .sources.document import SourceDocument, lines

log = logging.getLogger(__name__)

BATCH: dict[str, int] = {Kind.MATERIAL: 20}
USUAL_BATCH = 200
TOGETHER = 60  # rows of all kinds in one transaction
INSERTED_AT_ONCE = 500
MOST_OF_A_FIRST_BUILD = 0.1  # the share that saves have indexed before the first build
RETRY_AFTER = dt.timedelta(minutes=10)
_WRITTEN = [field.name for field in SearchDocument._meta.concrete_fields if not field.primary_key]


def refresh(kind: Kind, keys: Iterable[int], *, anyway: bool = False) -> int:
    """Rebuild the documents of these rows and remove those of rows that are gone.

    A document whose source did not change is left alone, unless `anyway`. Returns how many were written or removed.
    """
    return _refresh({kind: list(keys)}, anyway=anyway)


def _refresh(rows: Mapping[Kind, list[int]], *, marks: Iterable[SearchStale] = (), anyway: bool = False) -> int:
    """Rows of several kinds are read one kind after another and written together; their marks go."""
    if not rows:
        SearchStale.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        return 0
    with transaction.atomic(savepoint=False):
        engine().lock()
        documents = [document for kind, keys in rows.items() for document in SOURCES[kind].documents(keys)]
        stored = _stored(rows)
        changed, replaced, moved = [], [], []
        for document in documents:
            digest = document.digest()
            key, stored_digest = stored.pop((document.kind, document.object_id), (None, None))
            if anyway or digest != stored_digest:
                changed.append((document, digest))
                if key is not None:
                    replaced.append(key)
                    if key != document.key:
                        moved.append(key)
        gone = [key for key, _ in stored.values()]
        _remove_names(gone + replaced)
        _remove(gone + moved)
        if changed:
            _write(changed)
        _schedule(rows, documents, marks)
    return len(changed) + len(gone)


def _stored(rows: Mapping[Kind, list[int]]) -> dict[tuple[str, int], tuple[int, str]]:
    """(kind, object_id) → (document key, digest) of what the index has of these rows; slides come with materials."""
    of_rows = reduce(or_, (_documents_of(kind, keys) for kind, keys in rows.items()))
    found = SearchDocument.objects.filter(of_rows).values_list("kind", "object_id", "id", "digest")
    return {(kind, object_id): (key, digest) for kind, object_id, key, digest in found}


def _documents_of(kind: Kind, keys: list[int]) -> Q:
    return Q(material_id__in=keys) if kind == Kind.MATERIAL else Q(kind=kind, object_id__in=keys)


def _remove_names(keys: list[int]) -> None:
    for start in range(0, len(keys), INSERTED_AT_ONCE):
        some = keys[start : start + INSERTED_AT_ONCE]
        SearchName.objects.filter(document__in=some).delete()
        SearchAlias.objects.filter(document__in=some).delete()


def _remove(keys: list[int]) -> None:
    for start in range(0, len(keys), INSERTED_AT_ONCE):
        SearchDocument.objects.filter(pk__in=keys[start : start + INSERTED_AT_ONCE]).delete()


def _write(changed: list[tuple[SourceDocument, str]]) -> None:
    """Write the documents by ascending keys, each over the one that has its key.

    So SQLite's index takes them all in at once. For each key that is not above the last one it would write a part of
    its own, and many small parts are what it merges most of the time.
    """
    changed = sorted(changed, key=lambda pair: pair[0].key)
    rows, names, aliases = [], [], []
    vocabulary: dict[str, str] = {}
    for document, digest in changed:
        row = _row(document, digest, vocabulary)
        rows.append(row)
        names += [SearchName(document=row, key=key, whole=whole) for key, whole in _name_keys(document.names)]
        aliases += [SearchAlias(document=row, key=key, words=name) for key, name in keys_of(document.aliases).items()]
    SearchDocument.objects.bulk_create(
        rows, batch_size=INSERTED_AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN
    )
    SearchAlias.objects.bulk_create(aliases, batch_size=INSERTED_AT_ONCE)
    SearchName.objects.bulk_create(names, batch_size=INSERTED_AT_ONCE)
    _add_buckets({bucket_of(row.id) for row in rows})
    _add_to_vocabulary(vocabulary)


def _add_buckets(buckets: set[str]) -> None:
    """Make new buckets known before the next count: common words are looked for by buckets."""
    new = buckets - set(SearchTerm.objects.filter(term__in=buckets).values_list("term", flat=True))
    if new:
        SearchTerm.objects.bulk_create(
            [SearchTerm(term=bucket, documents=1) for bucket in sorted(new)], ignore_conflicts=True
        )
        INDEX_SIZES.forget()


def _row(document: SourceDocument, digest: str, vocabulary: dict[str, str]) -> SearchDocument:
    """Analyse the texts of a document; its words are added to `vocabulary`."""
    texts = (document.heading, lines(document.body, document.unshown), document.context)
    heading, body, context = map(words.analyse, texts)
    context.others.update(document.date_terms)
    for analysed in (heading, body, context):
        vocabulary.update((word, terms_of(word)[0]) for word in analysed.words if _is_worth_guessing(word))
    in_heading = [heading_term(term) for term in heading.distinct()]
    in_row = [row_term(term) for term in words.analyse(document.row).distinct()]
    visibility = document.visibility
    return SearchDocument(
        id=document.key,
        kind=document.kind,
        object_id=document.object_id,
        event_id=document.event_id,
        material_id=document.material_id,
        public_from=visibility.public,
        members_from=visibility.members,
        participants_from=visibility.participants,
        year=document.year,
        event_type=document.event_type,
        regions=" ".join(document.regions),
        parks=" ".join(document.parks),
        has_files=document.has_files,
        heading=heading.stored() + ("" if document.kind == Kind.SLIDE else exact_forms(heading.in_order)),
        body=body.stored(),
        context=context.stored(),
        tags=f" {' '.join(document.tags() + in_heading + in_row)} ",
        pairs=_pairs(heading.terms, body.terms),
        digest=digest,
        shown=json.dumps(document.shown, ensure_ascii=False),
        text=document.text,
    )


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
    spelled = sorted(vocabulary)
    for start in range(0, len(spelled), INSERTED_AT_ONCE):
        some = spelled[start : start + INSERTED_AT_ONCE]
        known = set(SearchWord.objects.filter(word__in=some).values_list("word", flat=True))
        new = [SearchWord(word=word, term=vocabulary[word]) for word in some if word not in known]
        SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def _schedule(
    rows: Mapping[Kind, list[int]], documents: list[SourceDocument], marks: Iterable[SearchStale] = ()
) -> None:
    """Mark documents that will change by themselves, because something they show is published at a known moment.

    The marks that led here go, and those that an earlier document has left for later.
    """
    of_rows = reduce(or_, (Q(kind=kind, object_id__in=keys) for kind, keys in rows.items()))
    later = of_rows & Q(due_at__gt=timezone.now() + RETRY_AFTER)
    SearchStale.objects.filter(later | Q(pk__in=[mark.pk for mark in marks])).delete()
    SearchStale.objects.bulk_create(
        SearchStale(kind=document.kind, object_id=document.object_id, due_at=document.due_at)
        for document in documents
        if document.due_at
    )


def catch_up(at_most: int | None = None) -> int:
    """Rebuild the documents of marked rows, at most so many; the rest stays marked. Returns how many were done."""
    few = _marked(TOGETHER + 1)
    if not few:
        return 0
    done = _process_together(few, TOGETHER if at_most is None else min(at_most, TOGETHER))
    if done is not None:
        return done
    done = 0
    _expand_dependents()
    while at_most is None or done < at_most:
        size = USUAL_BATCH if at_most is None else min(USUAL_BATCH, at_most - done)
        marked = _marked(size)
        for rows in _batches(marked):
            _process(rows)
        done += len(marked)
        if len(marked) < size:
            break
    return done


def _marked(at_most: int) -> list[SearchStale]:
    return list(SearchStale.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")[:at_most])


def _batches(rows: list[SearchStale]) -> Iterator[list[SearchStale]]:
    """What one transaction rebuilds: rows of all kinds, but few materials, which bring their slides."""
    batch: list[SearchStale] = []
    materials = 0
    for row in rows:
        if len(batch) == TOGETHER or (row.kind == Kind.MATERIAL and materials == BATCH[Kind.MATERIAL]):
            yield batch
            batch, materials = [], 0
        batch.append(row)
        materials += row.kind == Kind.MATERIAL
    if batch:
        yield batch


def _process_together(marks: list[SearchStale], at_most: int) -> int | None:
    """Rebuild what few marks stand for, dependents included, in one transaction: how an ordinary save is indexed.

    Returns how many rows were done, or None if they are too many, or if one fails and they must be tried one by one.
    """
    try:
        with transaction.atomic():
            members = {(mark.kind, mark.object_id) for mark in marks}
            if len(marks) > at_most:
                return None
            for kind, object_id in {(mark.kind, mark.object_id) for mark in marks if mark.with_dependents}:
                members |= dependents_of(kind, object_id)
            rows = _by_kind((kind, object_id) for kind, object_id in members if kind not in NO_DOCUMENTS)
            done = sum(map(len, rows.values()))
            if done > at_most or len(rows.get(Kind.MATERIAL, ())) > BATCH[Kind.MATERIAL]:
                return None
            _refresh(rows, marks=marks)
            return done
    except Exception:
        log.info("The search takes in marked rows one by one", exc_info=True)
        return None


def _by_kind(members: Iterable[tuple[str, int]]) -> dict[Kind, list[int]]:
    found = defaultdict(list)
    for kind, object_id in sorted(set(members)):
        found[Kind(kind)].append(object_id)
    return found


def _expand_dependents() -> None:
    """Replace marks that include dependents by a mark for each row, so that the work can stop anywhere."""
    with_dependents = SearchStale.objects.filter(with_dependents=True, due_at__lte=timezone.now())
    while rows := list(with_dependents.order_by("pk")[:USUAL_BATCH]):
        with transaction.atomic():
            members = {(row.kind, row.object_id) for row in rows}
            for kind, object_id in list(members):
                members |= dependents_of(kind, object_id)
            marks = [
                SearchStale(kind=kind, object_id=object_id)
                for kind, object_id in sorted(members)
                if kind not in NO_DOCUMENTS
            ]
            SearchStale.objects.bulk_create(marks, batch_size=INSERTED_AT_ONCE)
            SearchStale.objects.filter(pk__in=[row.pk for row in rows]).delete()
        if len(rows) < USUAL_BATCH:
            break


def _process(rows: list[SearchStale]) -> None:
    """Marks are deleted in the transaction that rebuilds. A row that fails is retried later and stops no others."""
    try:
        with transaction.atomic():
            _refresh(_by_kind((row.kind, row.object_id) for row in rows), marks=rows)
    except Exception:
        if len(rows) > 1:
            for row in rows:
                _process([row])
            return
        log.exception("The search could not take in %s %s", rows[0].kind, rows[0].object_id)
        SearchStale.objects.filter(pk=rows[0].pk).update(due_at=timezone.now() + RETRY_AFTER)


def rebuild(*, anyway: bool = False, report: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Go through everything that can be found, in short transactions: searches meanwhile work as before.

    Repairs whatever bypassed the signals. `report` gets the rows done and their total. Returns how many documents were
    written or removed.
    """
    changed, done = 0, 0
    # Only these marks may be deleted at the end. A transaction that commits meanwhile can add one with a lower key.
    marks = list(SearchStale.objects.filter(due_at__lte=timezone.now()).values_list("pk", flat=True))
    everything = {kind: list(source.keys()) for kind, source in SOURCES.items()}
    total = sum(map(len, everything.values()))
    if SearchDocument.objects.count() < total * MOST_OF_A_FIRST_BUILD:
        engine().before_first_build()
    report(0, total)
    for kind, keys in everything.items():
        keys += _orphans(kind, keys)
        size = BATCH.get(kind, USUAL_BATCH)
        for start in range(0, len(keys), size):
            some = keys[start : start + size]
            changed += refresh(kind, some, anyway=anyway)
            done += len(some)
            report(min(done, total), total)
    for start in range(0, len(marks), INSERTED_AT_ONCE):
        SearchStale.objects.filter(pk__in=marks[start : start + INSERTED_AT_ONCE]).delete()
    engine().after_build()
    if changed:
        engine().optimize()
    count_terms()
    store_synonyms(Synonym.objects.all())
    SearchState.objects.update_or_create(pk=1, defaults={"version": words.VERSION})
    return changed


def _orphans(kind: Kind, keys: list[int]) -> list[int]:
    """Keys of rows that are gone but still have documents."""
    if kind == Kind.MATERIAL:
        stored = SearchDocument.objects.filter(material_id__isnull=False).values_list("material_id", flat=True)
    else:
        stored = SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True)
    return sorted(set(stored.distinct()) - set(keys))


def _count_public_terms() -> Counter[str]:
    """The documents of each term that everybody may find now. Counted here, so that both databases count alike."""
    counts: Counter[str] = Counter()
    public = SearchDocument.objects.filter(public_from__lte=timezone.now())
    for fields in public.values_list("heading", "body", "context", "tags").iterator(chunk_size=500):
        counts.update({term for field in fields for term in field.split(" ")})
    return counts


def count_terms() -> None:
    """Count the documents of each term, and remove words that no document has from the vocabulary."""
    counted, public = dict(engine().count_terms()), _count_public_terms()
    with transaction.atomic():
        SearchTerm.objects.all().delete()
        terms = [
            SearchTerm(term=term, documents=count, public_documents=public[term])
            for term, count in counted.items()
            if len(term) <= 60 and not term.startswith(EXACT)
        ]
        SearchTerm.objects.bulk_create(terms, batch_size=5000)
    unused = [key for key, term in SearchWord.objects.values_list("pk", "term") if term not in counted]
    for start in range(0, len(unused), INSERTED_AT_ONCE):
        SearchWord.objects.filter(pk__in=unused[start : start + INSERTED_AT_ONCE]).delete()
    INDEX_SIZES.forget()
