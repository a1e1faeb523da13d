"""Tell visitors how many materials for members match, by the text of their locked rows.

A row shows the title, the speakers, the kind and the event. Nothing else of a material counts, so the number reveals no
more than the lists do. It counts only materials whose row the visitor sees there, and is at most MOST_HIDDEN.
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
    """The number of materials for members whose row has all words, and whether there are more than that."""
    if retriever.access.is_staff or retriever.access.is_member or not _may_be_counted(interpretation, retriever):
        return 0, False
    tags = filter_tags(replace(retriever.filters, kind=Kind.MATERIAL))
    words = [word.expression(keys.row_term) for word in interpretation.query.words]
    materials = retriever.engine.announced_materials(
        AllOf((*words, keys.ANNOUNCED, *tags), (keys.PUBLIC,)),
        retriever.access.participant,
        MOST_LOOKED_AT,
        interpretation.frequencies,
    )
    return min(len(materials), MOST_HIDDEN), len(materials) > MOST_HIDDEN


def _may_be_counted(interpretation: Interpretation, retriever: Retriever) -> bool:
    query = interpretation.query
    if interpretation.is_partial or query.phrases or query.excluded or not query.words:
        return False
    return retriever.filters.kind in ("", Kind.MATERIAL, Kind.SLIDE)
