"""URLs of hits. They are built when a hit is shown, so the index stores none."""

from core.addresses import address_of, query_string

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
        page = address_of("events:slide", material_id, shown["number"])
        params = {"v": shown["version"]} if shown["is_former"] else {}
        params |= {"q": query} if query else {}
        return f"{page}?{query_string(params.items())}" if params else page
    if kind == Kind.MATERIAL:
        return address_of("events:material", object_id)
    return address_of(_PAGES[kind], shown["slug"])


def picture_url(material_id: int, shown: dict) -> str:
    """The small picture of a slide; "" without one."""
    if not shown["picture"]:
        return ""
    page = address_of("events:slide_image", material_id, shown["number"])
    return f"{page}?v={shown['version']}&size=small"


def slides_url(material_id: int, query: str) -> str:
    """The search page with all slides of a material that match."""
    return (
        f"{address_of('search:search')}?{query_string([('q', query), ('kind', Kind.SLIDE), ('material', material_id)])}"
    )


def event_url(shown: dict) -> str:
    return address_of("events:event", shown["event_slug"]) if shown.get("event_slug") else ""
