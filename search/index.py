"""Maintain the index: rebuild the documents of given rows, catch up with marked rows, rebuild everything."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db import transaction
from django.utils import timezone

from core.compiled import CompiledQuery, QueryOfKeys, now

from . import documents as store
from . import words
from .dependents import NO_DOCUMENTS, dependents_of
from .engines import engine
from .frequencies import INDEX_SIZES
from .interface import Kind
from .keys import EXACT
from .lexicon import store_synonyms
from .models import SearchDocument, SearchStale, SearchState, SearchTerm, SearchWord, Synonym
from .sources import SOURCES

log = logging.getLogger(__name__)

BATCH: dict[str, int] = {Kind.MATERIAL: 20}
USUAL_BATCH = 200
TOGETHER = 60  # rows of all kinds in one transaction
MOST_OF_A_FIRST_BUILD = 0.1  # the share that saves have indexed before the first build
INSERTED_AT_ONCE, RETRY_AFTER = store.AT_ONCE, store.RETRY_AFTER
_DUE = CompiledQuery(lambda: SearchStale.objects.filter(due_at__lte=now()).order_by("due_at", "pk"))
_MARKS = QueryOfKeys(lambda keys: SearchStale.objects.filter(pk__in=keys))


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
        stored = store.stored(rows)
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
        store.remove_names(gone + replaced)
        store.remove(gone + moved)
        if changed:
            store.write(changed)
        store.schedule(rows, documents, marks)
    return len(changed) + len(gone)


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


def take_in(keys: Iterable[int], at_most: int) -> None:
    """Rebuild what the marks with these keys stand for: how an ordinary save is indexed.

    What others have marked is left to the worker, and so are the documents that show parts of the saved rows where
    there are too many of them.
    """
    marks = list(_MARKS.rows(keys))
    if not marks or _process_together(marks, at_most) is not None:
        return
    own = {(mark.kind, mark.object_id) for mark in marks if mark.kind not in NO_DOCUMENTS}
    if len(own) > at_most:
        return
    try:
        _refresh(_by_kind(own))
    except Exception:
        log.info("The worker takes in marked rows one by one", exc_info=True)


def _marked(at_most: int) -> list[SearchStale]:
    return list(_DUE.rows(slice(at_most)))


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
            if len(members) > at_most:
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
