"""Search over everything: people, parks, events, organizations, regions, materials and each of their slides.

    search(text, user, filters=Filters(), sort="relevance", page=1, exact=False)  ->  Answer
    suggest(text, user, limit=8)                                     ->  [Suggestion], people, parks and events first
    mark(text, query)                                                ->  safe HTML, the query's words in <mark>
    index.catch_up()                                                 what changed is found from now on

With `exact` the words are taken as typed, and nothing else is tried when they are not found.

`user` is any user, the anonymous one included: hits, counts, facets, corrections and suggestions speak only of what
`visible_to(user)` gives them. Nothing a reader types raises. In the query all words are looked for, in any form;
"in quotes" they stand together in that order; a word with a minus before it must not be there.

A saved row is found after the commit; a test inside a transaction calls `index.catch_up()` itself.
"""

from .interface import NO_FILTERS, PAGE_SIZE, Answer, Choice, Filters, Hit, Kind, Suggestion

__all__ = ["PAGE_SIZE", "Answer", "Choice", "Filters", "Hit", "Kind", "Suggestion", "mark", "search", "suggest"]


def search(text, user, *, filters=NO_FILTERS, sort="relevance", page=1, exact=False):
    from .answer import answer

    return answer(text, user, filters=filters, sort=sort, page=page, exact=exact)


def suggest(text, user, limit=8):
    from .suggestions import suggestions

    return suggestions(text, user, limit)


def mark(text, query):
    from .highlight import mark_words

    return mark_words(text, query)
