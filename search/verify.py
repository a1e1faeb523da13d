"""The final check of access: a row is shown only if its own `visible_to` returns it, whatever the index says."""

import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from core.compiled import CompiledQuery
from events.models import Event, Material, Person, Slide
from events.models.access import Reader as AccessReader
from parks.models import Organization, Park, Region

from .engines import engine
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
LABELS: dict[str, tuple[Any, str, str, str]] = {
    REGION_LABEL: (Region, "slug", "name", ""),
    PARK_LABEL: (Park, "slug", "name", ""),
}
TEXTS = {Kind.SLIDE: ("text", "word_boxes")}
READER = -1


class Visible(NamedTuple):
    """A visible row. The texts are those of a slide, and "" for other kinds."""

    text: str
    word_boxes: str


def visible_rows(
    user: Reader, wanted: list[tuple[str, int]], *, regions: Iterable[str] = (), parks: Iterable[str] = ()
) -> dict[tuple[str, str], Visible]:
    """{(kind, key as text): Visible} for those of `wanted` that the user may see, in one query.

    It also has the names of the given regions and parks, as (REGION_LABEL, slug) and (PARK_LABEL, slug).
    """
    parts: dict[str, list[Any]] = {}
    for kind, object_id in wanted:
        parts.setdefault(kind, []).append(object_id)
    parts |= {label: slugs for label, slugs in ((REGION_LABEL, list(regions)), (PARK_LABEL, list(parks))) if slugs}
    if not parts:
        return {}
    reader = AccessReader.like(user, pk=READER)
    selects, params = [], list[Any]()
    for part, values in sorted(parts.items()):
        size = _rounded_up(len(values))
        padded = [*values, *[values[0]] * (size - len(values))]
        if statement := _query(reader, part, size).statement(user=user.pk, keys=padded):
            selects.append(statement[0])
            params += statement[1]
    if not selects:
        return {}
    rows = engine().rows(" UNION ALL ".join(selects), params)
    found = {(part, key): Visible(text, boxes) for part, key, text, boxes in rows}
    for kind, object_id in wanted:
        if (str(kind), str(object_id)) not in found:
            log.warning("The search index was about to show %s %s to user %s", kind, object_id, user.pk)
    return found


def _rounded_up(number: int) -> int:
    """The number rounded up to one of few sizes, so that few queries must be compiled."""
    return next(size for size in (20, 100, number) if size >= number)


@lru_cache(maxsize=500)
def _query(reader: AccessReader, part: str, size: int) -> CompiledQuery:
    """The query for rows of one kind or label by this many keys. Each is compiled by itself and then combined."""
    keys = range(-10_000, size - 10_000)
    sample: Any = [f"sample {key}" for key in keys] if part in LABELS else keys
    return CompiledQuery(lambda user, keys: _select(reader, part, keys), user=READER, keys=sample)


def _select(reader: AccessReader, part: str, values: Any) -> Any:
    model, key, text, boxes = LABELS.get(part) or (MODELS[Kind(part)], "pk", *TEXTS.get(Kind(part), ("", "")))
    columns = {
        "found_kind": Value(part, CharField()),
        "found_key": Cast(key, CharField()),
        "found_text": Cast(text, TextField()) if text else Value("", TextField()),
        "found_boxes": Cast(boxes, TextField()) if boxes else Value("", TextField()),
    }
    rows = model.objects.visible_to(reader).filter(**{f"{key}__in": values})
    return rows.order_by().annotate(**columns).values_list(*columns)
