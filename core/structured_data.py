"""What a page says of itself to search engines (schema.org, as JSON-LD) and to messengers (Open Graph).

A view hands a `PageMetadata` to the base template. It holds only what stands on the page for the same reader.
"""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings

DESCRIPTION_LENGTH = 200


@dataclass(frozen=True)
class PageMetadata:
    """`title` and `description` are plain text; `image` is an absolute address; `objects` are schema.org objects."""

    title: str
    description: str = ""
    image: str = ""
    type: str = "website"
    objects: list[dict] = field(default_factory=list)

    @property
    def graph(self):
        return {"@context": "https://schema.org", "@graph": self.objects}


def absolute_url(path):
    return urljoin(settings.SITE_URL, str(path))


def shortened(text):
    """The beginning of a text in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LENGTH:
        return line
    return line[:DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip(",;:–—- ") + "…"


def schema_object(kind, **properties):
    """A schema.org object without the properties nobody knows; 0 is known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value not in (None, "", [], {})}}


def breadcrumbs(*steps):
    """BreadcrumbList of (name, path) from the section to the page itself."""
    return schema_object(
        "BreadcrumbList",
        itemListElement=[
            schema_object("ListItem", position=position, name=name, item=absolute_url(path))
            for position, (name, path) in enumerate(steps, 1)
        ],
    )


def page_reference(kind, row, **properties):
    """A reference to another page: its kind, its name, its address."""
    return schema_object(kind, name=str(row), url=absolute_url(row.get_absolute_url()), **properties)


def postal_address(*, locality="", region=None, street=""):
    return schema_object(
        "PostalAddress",
        streetAddress=street,
        addressLocality=locality,
        addressRegion=region.name if region else "",
        addressCountry="RU",
    )


def geo_coordinates(latitude, longitude):
    if latitude is None or longitude is None:
        return None
    return schema_object("GeoCoordinates", latitude=latitude, longitude=longitude)
