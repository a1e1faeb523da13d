"""Metadata of a page for search engines (schema.org, as JSON-LD) and messengers (Open Graph).

A view puts a `PageMetadata` into its context as `metadata`. It contains only what the same reader sees on the page.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urljoin

from django.conf import settings
from django.utils.functional import Promise

Text: TypeAlias = str | Promise
SchemaObject = dict[str, Any]

DESCRIPTION_LENGTH = 200


@dataclass(frozen=True)
class PageMetadata:
    """`title` and `description` are plain text; `image` is an absolute address; `objects` are schema.org objects.

    The page of an article writes one description for search engines and messengers, in its block `description`.
    """

    title: Text
    description: Text = ""
    image: str = ""
    type: str = "website"
    objects: list[SchemaObject] = field(default_factory=list)

    @property
    def graph(self) -> SchemaObject:
        return {"@context": "https://schema.org", "@graph": self.objects}


def absolute_url(path: object) -> str:
    return urljoin(settings.SITE_URL, str(path))


def shortened(text: str) -> str:
    """The beginning of a text as one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LENGTH:
        return line
    return line[:DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip(",;:–—- ") + "…"


def schema_object(kind: str, **properties: Any) -> SchemaObject:
    """A schema.org object without its unknown properties: None and empty ones, but not 0."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value not in (None, "", [], {})}}


def fitting(most_bytes: int, **lists: Iterable[SchemaObject]) -> dict[str, list[SchemaObject]]:
    """As many of the first objects of each list as fit into this many bytes of JSON."""
    found: dict[str, list[SchemaObject]] = {}
    for name, objects in lists.items():
        for one in objects:
            most_bytes -= size_of(one)
            if most_bytes < 0:
                return found
            found.setdefault(name, []).append(one)
    return found


def size_of(thing: SchemaObject) -> int:
    """The size of the object as JSON, in bytes."""
    return len(json.dumps(thing, ensure_ascii=False).encode())


def breadcrumbs(*steps: tuple[Text, str]) -> SchemaObject:
    """A BreadcrumbList of (name, path), from the section to the page itself."""
    return schema_object(
        "BreadcrumbList",
        itemListElement=[
            schema_object("ListItem", position=position, name=name, item=absolute_url(path))
            for position, (name, path) in enumerate(steps, 1)
        ],
    )


def page_reference(kind: str, row: Any, **properties: Any) -> SchemaObject:
    """A schema.org object for a row with a page: its name and address."""
    return schema_object(kind, name=str(row), url=absolute_url(row.get_absolute_url()), **properties)


def postal_address(*, locality: str = "", region: Any = None, street: str = "") -> SchemaObject:
    return schema_object(
        "PostalAddress",
        streetAddress=street,
        addressLocality=locality,
        addressRegion=region.name if region else "",
        addressCountry="RU",
    )


def geo_coordinates(latitude: float | None, longitude: float | None) -> SchemaObject | None:
    if latitude is None or longitude is None:
        return None
    return schema_object("GeoCoordinates", latitude=latitude, longitude=longitude)
