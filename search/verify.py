"""The last word on access: whatever the index says, a row is shown only if its own `visible_to` gives it."""

import logging

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from events.models import Event, Material, Person, Slide
from parks.models import Organization, Park, Region

from .interface import Kind

log = logging.getLogger(__name__)

MODELS = {
    Kind.EVENT: Event,
    Kind.PERSON: Person,
    Kind.PARK: Park,
    Kind.ORGANIZATION: Organization,
    Kind.REGION: Region,
    Kind.MATERIAL: Material,
    Kind.SLIDE: Slide,
}
REGION_LABEL, PARK_LABEL = "region label", "park label"


def verified(user, wanted, *, regions=(), parks=()):
    """{(kind, key): text} of what of `wanted` the user may see, a slide with its text; in one query.

    Names of regions and parks by their slugs come along as (REGION_LABEL, slug) and (PARK_LABEL, slug).
    """
    by_kind = {}
    for kind, object_id in wanted:
        by_kind.setdefault(Kind(kind), []).append(object_id)
    arms = [
        _arm(
            MODELS[kind].objects.visible_to(user).filter(pk__in=keys),
            kind,
            "pk",
            "text" if kind == Kind.SLIDE else None,
        )
        for kind, keys in by_kind.items()
    ]
    if regions:
        arms.append(_arm(Region.objects.visible_to(user).filter(slug__in=regions), REGION_LABEL, "slug", "name"))
    if parks:
        arms.append(_arm(Park.objects.visible_to(user).filter(slug__in=parks), PARK_LABEL, "slug", "name"))
    if not arms:
        return {}
    first, *others = arms
    rows = first.union(*others, all=True) if others else first
    found = {(kind, key): text for kind, key, text in rows}
    for kind, object_id in wanted:
        if (str(kind), str(object_id)) not in found:
            log.warning("The search index was about to show %s %s to user %s", kind, object_id, user.pk)
    return found


def _arm(rows, kind, key, text):
    shown = Cast(text, TextField()) if text else Value("", TextField())
    columns = {"arm_kind": Value(str(kind), CharField()), "arm_key": Cast(key, CharField()), "arm_text": shown}
    return rows.order_by().annotate(**columns).values_list("arm_kind", "arm_key", "arm_text")
