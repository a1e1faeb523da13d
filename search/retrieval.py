"""Retrieve candidates for a query, within the filters and the access of one reader.

The cost of an answer does not depend on the number of matches: each pool (see `keys`) yields at most POOL_LIMITS
candidates, and only these are ranked and counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from . import keys
from .access import ReaderAccess
from .engines import engine
from .engines.base import Candidate, Phrase, PoolQuery
from .expressions import AllOf, Expression
from .frequencies import TermCount, TermFrequencies
from .interface import NO_FILTERS, Kind, Reader, SearchFilters
from .query import Query, Word

POOL_LIMITS = {keys.DIRECTORY: 200, keys.EVENTS: 240, keys.SLIDES: 240}
HEADING_LIMITS = {keys.EVENTS: 60, keys.SLIDES: 80}
ONE_KIND_LIMIT = 600  # a filter by kind leaves only one pool

Candidates = tuple[list[Candidate], bool]  # the candidates, and whether there may be more


class Retriever:
    def __init__(self, user: Reader, filters: SearchFilters) -> None:
        self.user, self.filters, self.engine = user, filters, engine()
        self.access = ReaderAccess.of(user)
        self.is_unfiltered = filters == NO_FILTERS
        self.narrowed = [*filter_tags(filters), self.access.expression()]
        self.tags = [*self.narrowed, keys.PUBLIC, keys.ANNOUNCED]
        kind = filters.kind if filters.kind in set(Kind) else None
        self.pools = [keys.pool_of(kind)] if kind else list(keys.POOLS)
        self.limits = dict.fromkeys(self.pools, ONE_KIND_LIMIT) if kind else POOL_LIMITS

    def find(self, query: Query, frequencies: TermFrequencies) -> Candidates:
        """The newest matches of each pool and, if it has more of them, the newest matches in headings."""
        pools = [PoolQuery(pool, query.expression(*self.narrowed), self.limits[pool]) for pool in self.pools]
        found, full = self._collect(pools, frequencies, query.phrases)
        if query.words and len(self.pools) > 1:
            in_headings = query.heading_expression(*self.narrowed)
            more = [PoolQuery(pool, in_headings, limit) for pool, limit in HEADING_LIMITS.items() if pool in full]
            found |= self._collect(more, frequencies, query.phrases)[0] if more else {}
        return list(found.values()), bool(full)

    def find_any(self, query: Query, words: Iterable[Word], frequencies: TermFrequencies) -> Candidates:
        """Matches of at least one of the words."""
        expression = query.partial_expression(words, *self.narrowed)
        pools = [PoolQuery(pool, expression, self.limits[pool] // 2) for pool in self.pools]
        found, full = self._collect(pools, frequencies, ())
        return list(found.values()), bool(full)

    def _collect(
        self, pools: list[PoolQuery], frequencies: TermFrequencies, phrases: Sequence[Phrase]
    ) -> tuple[dict[int, Candidate], set[int]]:
        """{key: candidate}, and the pools that may have more of them."""
        found = {candidate.id: candidate for candidate in self.engine.find(pools, self.access, frequencies, phrases)}
        counted = Counter(keys.pool_of(candidate.kind) for candidate in found.values())
        return found, {query.pool for query in pools if counted[query.pool] >= query.limit}

    def have_matches(
        self, expressions: Iterable[Expression], terms: Iterable[str] = (), most: int = 1
    ) -> tuple[list[int], dict[str, TermCount]]:
        """For each expression, the number of findable documents up to a limit; and the counts of the terms."""
        narrowed = [part for part in self.narrowed if part is not None]
        return self.engine.have_matches(
            [AllOf((expression, *narrowed)) for expression in expressions], self.access, terms, most
        )


def filter_tags(filters: SearchFilters) -> list[str]:
    named = [
        (keys.KIND, filters.kind),
        (keys.REGION, filters.region),
        (keys.PARK, filters.park),
        (keys.YEAR, filters.year),
        (keys.EVENT_TYPE, filters.event_type),
        (keys.OF_EVENT, filters.event),
        (keys.OF_MATERIAL, filters.material),
    ]
    tags = [keys.tag(name, value) for name, value in named if value not in ("", None)]
    return [*tags, keys.HAS_FILES] if filters.has_files else tags
