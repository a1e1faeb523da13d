"""The last check of access: a row is shown only if its own `visible_to` returns it, whatever the index says."""

import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from events.models import Event, Material, Person, Slide
from parks.models import Organization, Park, Region

from .interface import Kind, Reader

log = logging.getLogger(__name__)

MODELS: dict[Kind, Any] = {
    Kind.EVENT: Event,
    Kind.PERSON: Person,
    Kind.PARK: Park,
    Kind.ORGANIZATION: Organization,
    Kind.REGION: Region,
    Kind.MATERIAL: Material,
    Kind.SLIDE: Slide,
}
REGION_LABEL, PARK_LABEL = "region label", "park label"


class Visible(NamedTuple):
    """Only slides have texts; they are "" for other kinds."""

    text: str
    word_boxes: str


def visible_rows(
    user: Reader, wanted: list[tuple[str, int]], *, regions: Iterable[str] = (), parks: Iterable[str] = ()
) -> dict[tuple[str, str], Visible]:
    """{(kind, key as text): Visible} for those of `wanted` that the user may see, in one query.

    The names of the given regions and parks are the texts of (REGION_LABEL, slug) and (PARK_LABEL, slug).
    """
    by_kind: dict[Kind, list[int]] = {}
    for kind, object_id in wanted:
        by_kind.setdefault(Kind(kind), []).append(object_id)
    selects = [
        _select(
            MODELS[kind].objects.visible_to(user).filter(pk__in=keys),
            kind,
            "pk",
            *(("text", "word_boxes") if kind == Kind.SLIDE else ()),
        )
        for kind, keys in by_kind.items()
    ]
    if regions:
        visible = Region.objects.visible_to(user).filter(slug__in=regions)
        selects.append(_select(visible, REGION_LABEL, "slug", "name"))
    if parks:
        selects.append(_select(Park.objects.visible_to(user).filter(slug__in=parks), PARK_LABEL, "slug", "name"))
    if not selects:
        return {}
    first, *others = selects
    rows = first.union(*others, all=True) if others else first
    found = {(kind, key): Visible(text, boxes) for kind, key, text, boxes in rows}
    for kind, object_id in wanted:
        if (str(kind), str(object_id)) not in found:
            log.warning("The search index was about to show %s %s to user %s", kind, object_id, user.pk)
    return found


def _select(rows: Any, kind: str, key: str, text: str = "", word_boxes: str = "") -> Any:
    columns = {
        "found_kind": Value(str(kind), CharField()),
        "found_key": Cast(key, CharField()),
        "found_text": Cast(text, TextField()) if text else Value("", TextField()),
        "found_boxes": Cast(word_boxes, TextField()) if word_boxes else Value("", TextField()),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)
