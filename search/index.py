"""The acts on the index: make the documents of some rows anew, catch up with what was saved, rebuild it all."""

import datetime as dt
import json
import logging
from collections import defaultdict
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from core.morphology import terms_of

from . import frequencies, words
from .dependents import VERSION, family_of
from .engines import engine
from .interface import Kind
from .keys import in_heading, pair, stretch
from .models import SearchDocument, SearchName, SearchStale, SearchState, SearchTerm, SearchWord
from .sources import SOURCES

log = logging.getLogger(__name__)

BATCH = {Kind.MATERIAL: 20}
USUAL_BATCH = 200
INSERTED_AT_ONCE = 500
AGAIN_AFTER = dt.timedelta(minutes=10)


def refresh(kind, keys, *, anyway=False):
    """Makes the documents of these rows what the rows are now, and forgets those of rows that are gone.

    A document whose words did not change is left alone, unless `anyway`. Returns how many were written or removed.
    """
    keys = list(keys)
    with transaction.atomic():
        engine().lock()
        drafts = list(SOURCES[kind].drafts(keys))
        if kind == Kind.MATERIAL:
            held = SearchDocument.objects.filter(material_id__in=keys)
        else:
            held = SearchDocument.objects.filter(kind=kind, object_id__in=keys)
        held = {
            (row_kind, object_id): (key, digest)
            for row_kind, object_id, key, digest in held.values_list("kind", "object_id", "id", "digest")
        }
        changed, gone = [], dict(held)
        for draft in drafts:
            digest = draft.digest()
            key, known = gone.pop((draft.kind, draft.object_id), (None, None))
            if anyway or digest != known:
                changed.append((draft, digest))
                if key is not None:
                    gone[draft.kind, draft.object_id] = (key, known)
        _remove([key for key, _ in gone.values()])
        _write(changed)
        _remind(kind, keys, drafts)
    return len(changed) + len(gone.keys() - {(draft.kind, draft.object_id) for draft, _ in changed})


def _remove(keys):
    for start in range(0, len(keys), INSERTED_AT_ONCE):
        some = keys[start : start + INSERTED_AT_ONCE]
        SearchName.objects.filter(document__in=some)._raw_delete("default")
        SearchDocument.objects.filter(pk__in=some)._raw_delete("default")


def _write(changed):
    documents, names, written = [], [], {}
    for draft, digest in changed:
        document = _document(draft, digest, written)
        documents.append(document)
        names += [SearchName(document=document, key=key, whole=whole) for key, whole in _keys_of_names(draft.names)]
    SearchDocument.objects.bulk_create(documents, batch_size=INSERTED_AT_ONCE)
    SearchName.objects.bulk_create(names, batch_size=INSERTED_AT_ONCE)
    _open_stretches(documents)
    _learn(written)


def _open_stretches(documents):
    """A month of which there was nothing is known before the next count: common words are looked for by months."""
    marks = {stretch(document.id) for document in documents}
    known = set(SearchTerm.objects.filter(term__in=marks).values_list("term", flat=True))
    if marks - known:
        new = [SearchTerm(term=mark, documents=1) for mark in sorted(marks - known)]
        SearchTerm.objects.bulk_create(new, ignore_conflicts=True)
        frequencies.forget()


def _document(draft, digest, written):
    heading, body, context = (words.analyse(text) for text in (draft.heading, draft.body, draft.context))
    for analysed in (heading, body, context):
        written.update((word, terms_of(word)[0]) for word in analysed.words if _is_worth_guessing(word))
    in_headings = [in_heading(term) for term in dict.fromkeys([*heading.terms, *sorted(heading.others)])]
    reach = draft.reach
    return SearchDocument(
        id=draft.key,
        kind=draft.kind,
        object_id=draft.object_id,
        event_id=draft.event_id,
        material_id=draft.material_id,
        public_from=reach.public,
        members_from=reach.members,
        participants_from=reach.participants,
        year=draft.year,
        event_type=draft.event_type,
        regions=" ".join(draft.regions),
        parks=" ".join(draft.parks),
        has_files=draft.has_files,
        heading=heading.stored(),
        body=body.stored(),
        context=context.stored(),
        marks=f" {' '.join(draft.marks() + in_headings)} ",
        pairs=_pairs(heading.terms, body.terms),
        digest=digest,
        shown=json.dumps(draft.shown, ensure_ascii=False),
        text=draft.text,
    )


def _pairs(*fields):
    found = dict.fromkeys(pair(left, right) for terms in fields for left, right in pairwise(terms))
    return f" {' '.join(found)} " if found else ""


def _keys_of_names(names):
    """(name from one of its words on, the whole name) for each of its words that somebody may begin with."""
    found = {}
    for name in names:
        parts = [part for token in words.tokens(name) for part in token.parts]
        whole = " ".join(parts)[:300]
        for place, part in enumerate(parts[:12]):
            if part not in words.STOP_WORDS and part not in words.LEGAL_FORMS:
                found[" ".join(parts[place:])[:120], whole] = None
    return list(found)


def _is_worth_guessing(word):
    return 3 < len(word) <= 30 and word.isalpha()


def _learn(written):
    """The vocabulary gets the words it has not seen, in one order for all writers."""
    spelled = sorted(written)
    for start in range(0, len(spelled), INSERTED_AT_ONCE):
        some = spelled[start : start + INSERTED_AT_ONCE]
        known = set(SearchWord.objects.filter(word__in=some).values_list("word", flat=True))
        new = [SearchWord(word=word, term=written[word]) for word in some if word not in known]
        SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def _remind(kind, keys, drafts):
    """What changes at a moment known now, because something in it is published then, is marked for that moment."""
    now = timezone.now()
    SearchStale.objects.filter(kind=kind, object_id__in=keys, due_at__gt=now + AGAIN_AFTER).delete()
    due = [SearchStale(kind=kind, object_id=draft.object_id, due_at=draft.due_at) for draft in drafts if draft.due_at]
    SearchStale.objects.bulk_create(due)


def catch_up(at_most=None):
    """Makes anew what was marked as stale, at most so many rows; the rest stays marked. Returns how many were done."""
    done = 0
    _spread()
    while at_most is None or done < at_most:
        size = USUAL_BATCH if at_most is None else min(USUAL_BATCH, at_most - done)
        marked = list(SearchStale.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")[:size])
        if not marked:
            break
        by_kind = defaultdict(list)
        for row in marked:
            by_kind[row.kind].append(row)
        for kind, rows in by_kind.items():
            for start in range(0, len(rows), BATCH.get(kind, USUAL_BATCH)):
                _settle(kind, rows[start : start + BATCH.get(kind, USUAL_BATCH)])
        done += len(marked)
    return done


def _spread():
    """Instead of a row and its family, each row by itself: so the work can be cut anywhere."""
    families = SearchStale.objects.filter(with_family=True, due_at__lte=timezone.now())
    while rows := list(families.order_by("pk")[:USUAL_BATCH]):
        _spread_some(rows)


def _spread_some(rows):
    with transaction.atomic():
        members = {(row.kind, row.object_id) for row in rows}
        versions = {member for member in members if member[0] == VERSION}
        for kind, object_id in list(members):
            members |= family_of(kind, object_id)
        spread = [SearchStale(kind=kind, object_id=object_id) for kind, object_id in sorted(members - versions)]
        SearchStale.objects.bulk_create(spread, batch_size=INSERTED_AT_ONCE)
        SearchStale.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _settle(kind, rows):
    """The marks go in the transaction that obeys them. A row that cannot be taken in does not keep the others."""
    try:
        with transaction.atomic():
            refresh(kind, {row.object_id for row in rows})
            SearchStale.objects.filter(pk__in=[row.pk for row in rows]).delete()
    except Exception:
        if len(rows) > 1:
            for row in rows:
                _settle(kind, [row])
            return
        log.exception("The search could not take in %s %s", kind, rows[0].object_id)
        SearchStale.objects.filter(pk=rows[0].pk).update(due_at=timezone.now() + AGAIN_AFTER)


def rebuild(*, anyway=False, tell=lambda done, total: None):
    """Goes through everything that can be found, in short transactions: whoever searches meanwhile finds as before.

    Mends whatever bypassed the signals. Returns how many documents were written or removed.
    """
    changed, done = 0, 0
    # These and no others: a change that is committed only while this runs may bring a mark with a lower key.
    obeyed = list(SearchStale.objects.filter(due_at__lte=timezone.now()).values_list("pk", flat=True))
    everything = {kind: list(source.keys()) for kind, source in SOURCES.items()}
    total = sum(map(len, everything.values()))
    is_first = not SearchDocument.objects.exists()
    if is_first:
        engine().before_filling()
    tell(0, total)
    for kind, keys in everything.items():
        keys += _orphans(kind, keys)
        size = BATCH.get(kind, USUAL_BATCH)
        for start in range(0, len(keys), size):
            changed += refresh(kind, keys[start : start + size], anyway=anyway)
            done += len(keys[start : start + size])
            tell(min(done, total), total)
    for start in range(0, len(obeyed), INSERTED_AT_ONCE):
        SearchStale.objects.filter(pk__in=obeyed[start : start + INSERTED_AT_ONCE]).delete()
    engine().after_filling()
    if changed:
        engine().tidy()
    count_terms()
    SearchState.objects.update_or_create(pk=1, defaults={"version": words.VERSION})
    return changed


def _orphans(kind, keys):
    """What the index still holds of rows that are gone."""
    if kind == Kind.MATERIAL:
        held = SearchDocument.objects.filter(material_id__isnull=False).values_list("material_id", flat=True).distinct()
    else:
        held = SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True)
    return sorted(set(held) - set(keys))


def count_terms():
    """In how many documents each term stands; the vocabulary forgets what stands in none."""
    counted = dict(engine().count_terms())
    with transaction.atomic():
        SearchTerm.objects.all()._raw_delete("default")
        terms = [SearchTerm(term=term[:60], documents=count) for term, count in counted.items() if len(term) <= 60]
        SearchTerm.objects.bulk_create(terms, batch_size=5000)
    unused = [key for key, term in SearchWord.objects.values_list("pk", "term") if term not in counted]
    for start in range(0, len(unused), INSERTED_AT_ONCE):
        SearchWord.objects.filter(pk__in=unused[start : start + INSERTED_AT_ONCE]).delete()
    frequencies.forget()
