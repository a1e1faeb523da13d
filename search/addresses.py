"""URLs of hits. They are built when a hit is shown, so the index stores none."""

from django.urls import reverse
from django.utils.http import urlencode

from .interface import Kind

_PAGES = {
    Kind.EVENT: "events:event",
    Kind.PERSON: "events:person",
    Kind.PARK: "parks:park",
    Kind.ORGANIZATION: "parks:organization",
    Kind.REGION: "parks:region",
}


def hit_url(kind: Kind, object_id: int, material_id: int | None, shown: dict, query: str = "") -> str:
    """The page of a hit; a slide's page also gets the query, to highlight its words."""
    if kind == Kind.SLIDE:
        page = reverse("events:slide", args=[material_id, shown["number"]])
        params = {"v": shown["version"]} if shown["is_former"] else {}
        params |= {"q": query} if query else {}
        return f"{page}?{urlencode(params)}" if params else page
    if kind == Kind.MATERIAL:
        return reverse("events:material", args=[object_id])
    return reverse(_PAGES[kind], args=[shown["slug"]])


def picture_url(material_id: int, shown: dict) -> str:
    """The small picture of a slide; "" without one."""
    if not shown["picture"]:
        return ""
    page = reverse("events:slide_image", args=[material_id, shown["number"]])
    return f"{page}?v={shown['version']}&size=small"


def slides_url(material_id: int, query: str) -> str:
    """The search page with all slides of a material that match."""
    return f"{reverse('search:search')}?{urlencode({'q': query, 'kind': Kind.SLIDE, 'material': material_id})}"


def event_url(shown: dict) -> str:
    return reverse("events:event", args=[shown["event_slug"]]) if shown.get("event_slug") else ""
