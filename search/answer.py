"""The answer to a reader: what was understood, what was found, in which order, and how it is shown.

An answer costs the same however much there is to be found: of each pool (see `keys`) so many candidates are taken as
POOL_LIMITS says, these are ranked and counted, and only the documents of one page are read.

What a visitor learns of materials for members is one number, and it must not tell what stands in them. So it counts
materials (not slides) whose row the visitor sees anyway, locked; only for words each of which also stands in something
the visitor may see, so that a word of a closed slide cannot be probed; never with a phrase or an exclusion; and never
beyond HIDDEN_CAP.
"""

import json
from collections import Counter
from dataclasses import replace

from django.utils import timezone

from events.models import Event

from . import addresses, keys
from . import query as queries
from .audience import Audience
from .engines import engine
from .engines.base import Pool
from .expressions import All
from .frequencies import Statistics
from .highlight import Marker
from .interface import EMPTY, PAGE_SIZE, Answer, Choice, Hit, Kind
from .models import SearchDocument
from .ranking import Measure, by_date, by_relevance
from .typos import VOCABULARY, as_spelled, other_layout
from .verify import PARK_LABEL, REGION_LABEL, verified

POOL_LIMITS = {keys.DIRECTORY: 200, keys.HALL: 240, keys.SLIDES: 360}
TITLED_LIMITS = {keys.HALL: 60, keys.SLIDES: 100}
NARROWED_LIMIT = 800  # when a kind was chosen, there is but one pool
LEAST_COVERED = 0.5
MOST_WORDS_GUESSED = 6
HIDDEN_CAP = 9
MOST_HIDDEN_LOOKED_AT = 200


class Looking:
    """One question of one reader: what is found for a query, with the filters and the access of that reader."""

    def __init__(self, user, filters):
        self.user, self.filters, self.engine = user, filters, engine()
        self.audience = Audience.of(user)
        self.narrowed = [*_marks(filters), self.audience.expression()]
        self.marks = [*self.narrowed, keys.PUBLIC, keys.ANNOUNCED]
        kind = filters.kind if filters.kind in set(Kind) else None
        self.pools = [keys.pool_of(Kind(kind))] if kind else list(keys.POOLS)
        self.limits = dict.fromkeys(self.pools, NARROWED_LIMIT) if kind else POOL_LIMITS

    def find(self, query, statistics):
        """(candidates, whether there are more): of each pool the newest, and those that are so called."""
        pools = [Pool(pool, query.expression(*self.narrowed), self.limits[pool]) for pool in self.pools]
        if query.words and len(self.pools) > 1:
            titled = query.in_heading(*self.narrowed)
            pools += [Pool(pool, titled, TITLED_LIMITS[pool]) for pool in self.pools if pool in TITLED_LIMITS]
        return self._collect(pools, statistics, query.phrases)

    def find_some(self, query, words, statistics):
        """Whatever has one of the words."""
        expression = query.any_of(words, *self.narrowed)
        pools = [Pool(pool, expression, self.limits[pool] // 2) for pool in self.pools]
        return self._collect(pools, statistics, ())

    def _collect(self, pools, statistics, phrases):
        found = {row.id: row for row in self.engine.find(pools, self.audience, statistics, phrases)}
        counted = Counter(keys.pool_of(row.kind) for row in found.values())
        limits = {pool.number: pool.limit for pool in pools[: len(self.pools)]}
        return list(found.values()), any(counted[pool] >= limit for pool, limit in limits.items())

    def holds(self, expressions, terms=()):
        narrowed = [part for part in self.narrowed if part is not None]
        return self.engine.holds([All((expression, *narrowed)) for expression in expressions], self.audience, terms)


def _marks(filters):
    marks = []
    if filters.kind:
        marks.append(keys.mark("k", filters.kind))
    if filters.region:
        marks.append(keys.mark("r", filters.region))
    if filters.park:
        marks.append(keys.mark("q", filters.park))
    if filters.year:
        marks.append(keys.mark("y", filters.year))
    if filters.event_type:
        marks.append(keys.mark("t", filters.event_type))
    if filters.has_files:
        marks.append(keys.mark("f"))
    return marks


def answer(text, user, *, filters, sort, page, exact=False):
    text = queries.readable(text)
    query = queries.parse(text)
    told = Answer(
        text=text[: queries.MOST_CHARACTERS],
        only_stop_words=query.only_stop_words,
        was_cut=query.was_cut,
    )
    if not query.words:
        return told
    looking = Looking(user, filters)
    found = _understand(text, query, looking, exact)
    measure = Measure(found.measured or found.query, found.statistics, timezone.localdate())
    ranked = by_relevance(found.candidates, measure, LEAST_COVERED if found.is_partial else 0.0)
    if sort == "date":
        ranked = by_date(ranked)
    told = replace(told, corrected=found.corrected, is_partial=found.is_partial and bool(ranked))
    told = _show(told, ranked, found, looking, page)
    if not looking.audience.is_staff and not looking.audience.is_member:
        told = _tell_of_hidden(told, found, looking)
    return told


class Found:
    def __init__(self, query, statistics, candidates, has_more, corrected="", measured=None):
        self.query, self.statistics, self.candidates = query, statistics, candidates
        self.has_more, self.corrected = has_more, corrected
        self.measured = measured  # of a partial answer: the query without the words that stand nowhere

    @property
    def is_partial(self):
        return self.measured is not None


def _understand(text, query, looking, exact):
    """As typed; else without «ёлочки», in the other layout, with letters put right; else as many words as can be."""
    statistics = Statistics(query.terms, looking.marks)
    candidates, has_more = looking.find(query, statistics)
    if candidates:
        return Found(query, statistics, candidates, has_more)
    is_softer, query = query != query.strict(), query.strict()
    meant, corrected, known = (query, "", set()) if exact else _meant(text, query, looking, statistics)
    if corrected or is_softer:
        candidates, has_more = looking.find(meant, statistics)
        if candidates:
            return Found(meant, statistics, candidates, has_more, corrected)
    if exact:
        return Found(query, statistics, [], False)
    words = [word for word in meant.words if word.shown in known]
    if query.phrases or not words or len(meant.words) < 2:
        return Found(query, statistics, [], False)
    telling = sorted(words, key=lambda word: -statistics.weight_of(word.terms))
    telling = telling[: max(1, (len(telling) + 1) // 2)]
    candidates, has_more = looking.find_some(meant, telling, statistics)
    return Found(
        meant, statistics, candidates, has_more, corrected if candidates else "", replace(meant, words=tuple(words))
    )


def _meant(text, query, looking, statistics):
    """(query, how it reads, the words of it that stand somewhere): all judged by what this reader may see."""
    VOCABULARY.refresh(statistics.newest_word)
    swapped = other_layout(text)
    other = queries.parse(swapped) if swapped else None
    guesses = {
        word.shown: [queries.word_of(near) for near in _perhaps(word.shown)]
        for word in query.words[:MOST_WORDS_GUESSED]
    }
    asked = [word.expression() for word in query.words]
    asked += [guess.expression() for near in guesses.values() for guess in near]
    asked += [other.expression()] if other and other.words else []
    terms = set().union(*(guess.terms for near in guesses.values() for guess in near), other.terms if other else ())
    answers, counts = looking.holds(asked, terms)
    statistics.counts |= counts
    found = dict(zip(asked, answers, strict=True))
    if other and other.words and found[other.expression()]:
        return other, " ".join(swapped.split()), {word.shown for word in other.words}
    known, words, corrected = set(), [], text
    for word in query.words:
        if not found[word.expression()]:
            near = next((guess for guess in guesses.get(word.shown, ()) if found[guess.expression()]), None)
            if near:
                corrected, word = _reworded(corrected, word.shown, near.shown), near
                known.add(near.shown)
        else:
            known.add(word.shown)
        words.append(word)
    changed = corrected != text
    return replace(query, words=tuple(words)), " ".join(corrected.split()) if changed else "", known


def _perhaps(word):
    """What a word that stands nowhere may have been meant to be: one word of several may be of the other layout."""
    swapped = other_layout(word)
    return [*([swapped] if swapped and swapped.isalpha() else []), *VOCABULARY.near(word)]


def _reworded(text, wrong, right):
    """The text with each place of the wrong word put right."""
    pieces, done = [], 0
    for token in queries.words.tokens(text):
        if wrong in ("-".join(token.parts), *token.parts):
            pieces += [text[done : token.start], right]
            done = token.end
    return "".join(pieces) + text[done:]


def _show(told, ranked, found, looking, page):
    """The answer with the hits of one page and the facets."""
    pages = max(1, -(-len(ranked) // PAGE_SIZE))
    page = min(max(_number(page), 1), pages)
    shown = ranked[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    documents = {
        document["id"]: document
        for document in SearchDocument.objects.filter(pk__in=[row.id for row in shown]).values(
            "id", "kind", "object_id", "material_id", "shown", "text"
        )
    }
    facets = _count(ranked)
    documents = [documents[row.id] for row in shown if row.id in documents]
    wanted = [(document["kind"], document["object_id"]) for document in documents]
    allowed = verified(looking.user, wanted, regions=list(facets["region"]), parks=list(facets["park"]))
    if told.corrected:
        texts = [
            f"{json.loads(document['shown'])['title']}\n{text or document['text']}"
            for document in documents
            if (text := allowed.get((document["kind"], str(document["object_id"])))) is not None
        ]
        told = replace(told, corrected=as_spelled(told.corrected, told.text, texts))
    marker = Marker(found.query)
    typed = told.corrected or told.text
    hits = [
        _hit(document, marker, allowed[document["kind"], str(document["object_id"])], typed)
        for document in documents
        if (document["kind"], str(document["object_id"])) in allowed
    ]
    total = len(ranked) - (len(documents) - len(hits))
    if found.has_more:
        total = max(total // 100 * 100, PAGE_SIZE)
    return replace(
        told,
        hits=hits,
        total=total,
        total_is_more=found.has_more,
        facets=_labelled(facets, allowed, looking.filters),
        page=page,
        pages=pages,
    )


def _number(page):
    try:
        return int(page)
    except (TypeError, ValueError, OverflowError):
        return 1


def _count(ranked):
    counts = {name: Counter() for name in ("kind", "region", "year", "event_type", "park", "has_files")}
    counts["kind"].update(row.kind for row in ranked)
    counts["year"].update(row.year for row in ranked if row.year)
    counts["event_type"].update(row.event_type for row in ranked if row.event_type)
    counts["has_files"].update("1" for row in ranked if row.has_files)
    for name, slugs in (("region", [row.regions for row in ranked]), ("park", [row.parks for row in ranked])):
        for together, count in Counter(slugs).items():
            for slug in together.split():
                counts[name][slug] += count
    counts["region"] = dict(counts["region"].most_common(100))
    counts["park"] = dict(counts["park"].most_common(50))
    return counts


def _labelled(counts, allowed, filters):
    def choices(name, labelled, chosen):
        return [
            Choice(str(value), str(label), counts[name][value], str(value) == str(chosen)) for value, label in labelled
        ]

    def named(name, arm):
        known = [(slug, allowed[arm, slug]) for slug in counts[name] if (arm, slug) in allowed]
        return choices(name, known, getattr(filters, name))

    types = [(value, label) for value, label in Event.Type.choices if value in counts["event_type"]]
    return {
        "kind": choices("kind", [(kind, kind.label) for kind in Kind if counts["kind"][kind]], filters.kind),
        "region": named("region", REGION_LABEL),
        "year": choices("year", [(year, year) for year in sorted(counts["year"], reverse=True)], filters.year),
        "event_type": choices("event_type", types, filters.event_type),
        "park": named("park", PARK_LABEL),
        "has_files": [Choice("1", "", counts["has_files"]["1"], filters.has_files)] if counts["has_files"] else [],
    }


def _hit(document, marker, text, typed):
    kind, shown = Kind(document["kind"]), json.loads(document["shown"])
    if kind == Kind.SLIDE:
        snippet = text.removeprefix(shown["title"]).lstrip()
    else:
        snippet = document["text"] if kind == Kind.EVENT else document["text"].replace("\n", "\u00a0· ")
    return Hit(
        kind=kind,
        object_id=document["object_id"],
        title=shown["title"],
        marked_title=marker.mark(shown["title"]),
        url=addresses.address(kind, document["object_id"], document["material_id"], shown, typed),
        snippet=marker.snippet(snippet) if snippet else EMPTY,
        date=shown.get("date", ""),
        place=shown.get("place", ""),
        event=shown.get("event", ""),
        event_url=addresses.event_page(shown),
        number=shown.get("number"),
        material=shown.get("material", ""),
        picture=addresses.picture(kind, document["material_id"], shown),
        note=shown.get("note", ""),
    )


def _tell_of_hidden(told, found, looking):
    """See the module's first words: of materials for members a number, and only where it tells nothing else."""
    query = found.query
    if (
        found.is_partial
        or query.phrases
        or query.excluded
        or looking.filters.kind not in ("", Kind.MATERIAL, Kind.SLIDE)
    ):
        return told
    if not found.candidates and not all(looking.holds([word.expression() for word in query.words])[0]):
        return told
    narrowed = _marks(replace(looking.filters, kind=""))
    expression = All((*query.expression().parts, keys.ANNOUNCED, *narrowed), (keys.PUBLIC,))
    open_ones = looking.audience.attended
    materials = looking.engine.announced(expression, open_ones, MOST_HIDDEN_LOOKED_AT, found.statistics)
    return replace(told, hidden_for_members=min(len(materials), HIDDEN_CAP), hidden_is_more=len(materials) > HIDDEN_CAP)
