"""Tell visitors how many materials for members match, without revealing what those materials say.

The number counts materials, not slides, and only those whose locked row the visitor sees in the lists. It is given only
when each word also occurs in something the visitor may find, so that nobody can probe for a word of a closed slide. It
is never given for phrases and exclusions, and never exceeds MOST_HIDDEN.
"""

from dataclasses import replace

from . import keys
from .expressions import AllOf
from .interface import Kind
from .retrieval import Retriever, filter_tags
from .understand import Interpretation

MOST_HIDDEN = 9
MOST_LOOKED_AT = 200


def count_hidden(interpretation: Interpretation, retriever: Retriever) -> tuple[int, bool]:
    """The number of matching materials for members, and whether there are more than that."""
    if retriever.access.is_staff or retriever.access.is_member or not _may_be_counted(interpretation, retriever):
        return 0, False
    tags = filter_tags(replace(retriever.filters, kind=""))
    expression = AllOf((*interpretation.query.expression().parts, keys.ANNOUNCED, *tags), (keys.PUBLIC,))
    materials = retriever.engine.announced_materials(
        expression, retriever.access.attended, MOST_LOOKED_AT, interpretation.frequencies
    )
    return min(len(materials), MOST_HIDDEN), len(materials) > MOST_HIDDEN


def _may_be_counted(interpretation: Interpretation, retriever: Retriever) -> bool:
    query = interpretation.query
    if interpretation.is_partial or query.phrases or query.excluded:
        return False
    if retriever.filters.kind not in ("", Kind.MATERIAL, Kind.SLIDE):
        return False
    if interpretation.candidates:
        return True
    answers, _counts = retriever.have_matches([word.expression() for word in query.words])
    return all(answers)
