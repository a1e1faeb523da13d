"""What may be meant while somebody types: names that begin so, of people, parks and events first."""

import json

from . import addresses, keys, words
from . import query as queries
from .audience import Audience
from .engines import engine
from .engines.base import Pool
from .frequencies import Statistics
from .interface import Kind, Suggestion
from .models import SearchDocument
from .typos import other_layout
from .verify import verified

LEAST_LETTERS, MOST_LETTERS, LOOKED_AT = 2, 80, 150
FIRST = [Kind.PERSON, Kind.PARK, Kind.EVENT, Kind.ORGANIZATION, Kind.REGION, Kind.MATERIAL]


def suggestions(text, user, limit):
    text = queries.readable(text)[:MOST_LETTERS]
    typed = _typed(text)
    if not typed:
        return []
    audience = Audience.of(user)
    found = _beginning(typed, audience, limit)
    if not found and (swapped := other_layout(text)) and (typed_so := _typed(swapped)):
        found = _beginning(typed_so, audience, limit)
    if not found:
        found = _inflected(text, audience, limit)
    allowed = verified(user, [(kind, object_id) for _, kind, object_id, _ in found])
    shown = [one for one in found if (one[1], str(one[2])) in allowed]
    return [
        Suggestion(Kind(kind), shown["title"], addresses.address(Kind(kind), object_id, None, shown), _note(shown))
        for _, kind, object_id, shown in shown[:limit]
    ]


def _note(shown):
    return ", ".join(shown[name] for name in ("note", "date") if shown.get(name))


def _typed(text):
    """The typed words, the last of which may not be finished; [] while there is too little of it."""
    parts = [part for token in words.tokens(text) for part in token.parts]
    finished = [part for part in parts[:-1] if part not in words.STOP_WORDS and part not in words.LEGAL_FORMS]
    typed = finished + parts[-1:]
    return typed if sum(map(len, typed)) >= LEAST_LETTERS else []


def _beginning(typed, audience, limit):
    """Documents with a name one word of which begins as the last typed one, and that has the others."""
    *others, prefix = typed
    rows = engine().names(prefix, others, audience, LOOKED_AT)
    best = {}
    for key, whole, document, kind, object_id, shown in rows:
        shown = json.loads(shown)
        begins = whole.startswith(" ".join(typed))
        order = (
            FIRST.index(kind),
            not begins,
            key != whole,
            document if kind == Kind.EVENT else 0,
            shown["title"],
        )
        if document not in best or order < best[document][0]:
            best[document] = (order, kind, object_id, shown)
    return _mixed(sorted(best.values(), key=lambda one: one[0]), limit)


def _mixed(found, limit):
    """No kind takes all the places while another has something to suggest."""
    most = max(2, limit // 2)
    first, later, taken = [], [], {}
    for one in found:
        taken[one[1]] = taken.get(one[1], 0) + 1
        (first if taken[one[1]] <= most else later).append(one)
    return sorted((first + later)[:limit], key=lambda one: one[0])


def _inflected(text, audience, limit):
    """«Ровбеля» begins no name, but is one."""
    query = queries.parse(text)
    if not query.words:
        return []
    titled = query.in_heading(audience.expression())
    pools = [Pool(pool, titled, limit) for pool in (keys.DIRECTORY, keys.HALL)]
    found = engine().find(pools, audience, Statistics(query.terms, [audience.expression()]))
    documents = SearchDocument.objects.in_bulk([row.id for row in found])
    rows = [documents[row.id] for row in found if row.id in documents]
    rows.sort(key=lambda row: (FIRST.index(row.kind), row.id))
    return [(None, row.kind, row.object_id, json.loads(row.shown)) for row in rows[:limit]]
