"""Search over events, people, parks, organizations, regions, materials and each slide.

    search(text, user, filters=SearchFilters(), sort="relevance", page=1, exact=False)  ->  Answer
    suggest(text, user, limit=8)    ->  [Suggestion], people, parks and events first
    highlight(text, query)          ->  safe HTML with the query's words in <mark>
    marks_on_slide(slide, query)    ->  Marks: boxes around the words on the slide's picture, or None

`user` may be anonymous. Hits, counts, facets, corrections and suggestions come only from what `visible_to(user)`
returns. No input raises. All words of a query must match, in any inflected form; words "in quotes" must be adjacent and
in order; a word after a minus must be absent. With `exact` no spelling correction or partial match is tried.

Saved rows are indexed after the commit. A test that runs inside a transaction calls `search.index.catch_up()`.
"""

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from .interface import NO_FILTERS, PAGE_SIZE, Answer, FacetChoice, Hit, Kind, Marks, Reader, SearchFilters, Suggestion

if TYPE_CHECKING:  # its models are not ready yet
    from events.models import Slide

__all__ = [
    "PAGE_SIZE",
    "Answer",
    "FacetChoice",
    "Hit",
    "Kind",
    "Marks",
    "SearchFilters",
    "Suggestion",
    "highlight",
    "marks_on_slide",
    "search",
    "suggest",
]

# Imports are inside the functions because Django imports this package before its models are ready.


def search(
    text: str,
    user: Reader,
    *,
    filters: SearchFilters = NO_FILTERS,
    sort: str = "relevance",
    page: int | str = 1,
    exact: bool = False,
) -> Answer:
    from .answer import answer_query

    return answer_query(text, user, filters=filters, sort=sort, page=page, exact=exact)


def suggest(text: str, user: Reader, limit: int = 8) -> list[Suggestion]:
    from .suggestions import suggestions_for

    return suggestions_for(text, user, limit)


def highlight(text: str, query: str) -> SafeString:
    from .highlighting import highlight_words

    return highlight_words(text, query)


def marks_on_slide(slide: "Slide", query: str) -> Marks | None:
    from .highlighting import mark_slide

    return mark_slide(slide, query)
