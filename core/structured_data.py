"""What a page says of itself to search engines (schema.org, as JSON-LD) and to messengers (Open Graph).

A view hands a `Sharing` to the base template. It holds only what stands on the page for the same reader.
"""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings

DESCRIPTION_LENGTH = 200


@dataclass(frozen=True)
class Sharing:
    """`title` and `description` are plain text; `image` is an absolute address; `things` are schema.org objects."""

    title: str
    description: str = ""
    image: str = ""
    type: str = "website"
    things: list[dict] = field(default_factory=list)

    @property
    def graph(self):
        return {"@context": "https://schema.org", "@graph": self.things}


def absolute(path):
    return urljoin(settings.SITE_URL, str(path))


def shortened(text):
    """The beginning of a text in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LENGTH:
        return line
    return line[:DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip(",;:–—- ") + "…"


def thing(kind, **properties):
    """A schema.org object without the properties nobody knows; 0 is known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value not in (None, "", [], {})}}


def breadcrumbs(*steps):
    """BreadcrumbList of (name, path) from the section to the page itself."""
    return thing(
        "BreadcrumbList",
        itemListElement=[
            thing("ListItem", position=position, name=name, item=absolute(path))
            for position, (name, path) in enumerate(steps, 1)
        ],
    )


def named(kind, row, **properties):
    """A reference to another page: its kind, its name, its address."""
    return thing(kind, name=str(row), url=absolute(row.get_absolute_url()), **properties)


def address(*, locality="", region=None, street=""):
    return thing(
        "PostalAddress",
        streetAddress=street,
        addressLocality=locality,
        addressRegion=region.name if region else "",
        addressCountry="RU",
    )


def coordinates(latitude, longitude):
    if latitude is None or longitude is None:
        return None
    return thing("GeoCoordinates", latitude=latitude, longitude=longitude)
