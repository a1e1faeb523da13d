"""What the hall's pages say of themselves to search engines and messengers; see parks/structured_data.py."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.structured_data import (
    PageMetadata,
    absolute_url,
    breadcrumbs,
    geo_coordinates,
    page_reference,
    postal_address,
    schema_object,
    shortened,
)

from .models import Access, Event, EventOrganization, Material

SCHEMA = "https://schema.org/"
STATUS = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
}
ORGANIZERS = {EventOrganization.Role.ORGANIZER, EventOrganization.Role.CO_ORGANIZER}


def event_metadata(page):
    """Tells only what the EventPage shows, and makes no query."""
    event = page.event
    picture = absolute_url(reverse("events:card", args=[event.slug]))
    is_online = event.type == Event.Type.WEBINAR
    told = schema_object(
        "Event",
        name=event.title,
        url=absolute_url(event.get_absolute_url()),
        description=shortened(event.lead),
        inLanguage="ru",
        startDate=_iso(event.start),
        endDate=_iso(event.end or event.start),
        eventStatus=SCHEMA + STATUS[event.status],
        eventAttendanceMode=SCHEMA + ("OnlineEventAttendanceMode" if is_online else "OfflineEventAttendanceMode"),
        location=schema_object("VirtualLocation", url=absolute_url(event.get_absolute_url()))
        if is_online
        else _location(page),
        organizer=[
            page_reference("Organization", link.organization)
            for link in event.organization_links
            if link.role in ORGANIZERS
        ],
        performer=[_performer(appearance) for appearance in page.speakers],
        workFeatured=[
            page_reference(_kind(material), material) | {"name": material.heading}
            for _heading, group in page.materials
            for material in group
            if material.is_open
        ],
        image=[picture],
    )
    steps = ((_("Мероприятия"), reverse("events:events")), (event.title, event.get_absolute_url()))
    description = shortened(event.lead) or ", ".join(
        filter(None, (event.get_type_display().capitalize(), event.place, event.dates))
    )
    return PageMetadata(event.title, description, picture, "article", [told, breadcrumbs(*steps)])


def person_metadata(person):
    portrait = absolute_url(reverse("events:portrait", args=[person.slug])) if person.photo else ""
    told = page_reference(
        "Person",
        person,
        givenName=person.first_name,
        additionalName=person.middle_name,
        familyName=person.last_name,
        description=shortened(person.bio),
        image=portrait,
    )
    steps = ((_("Спикеры"), reverse("events:people")), (person.full_name, person.get_absolute_url()))
    description = shortened(person.bio) or _("%s: выступления и материалы.") % person.full_name
    return PageMetadata(
        person.full_name, description, portrait, "profile", [told | {"name": person.full_name}, breadcrumbs(*steps)]
    )


def material_metadata(material, *, slides=0):
    """`material` with `is_open`, event, version and `talk.speakers`; of a locked one only what its row says.

    `slides` is the number of slides with pictures that this reader may see: the first is the page's picture.
    """
    event, version, is_open = material.event, material.current_version, material.is_open
    title = material.heading
    picture = absolute_url(reverse("events:slide_image", args=[material.pk, 1])) if is_open and slides else ""
    told = schema_object(
        _kind(material),
        name=title,
        url=absolute_url(material.get_absolute_url()),
        author=[_performer(appearance) for appearance in (material.talk.speakers if material.talk else [])],
        isAccessibleForFree=material.access == Access.PUBLIC and event.access == Access.PUBLIC,
        isPartOf=page_reference("Event", event),
        contentSize=str(version.size) if version else "",
    )
    if is_open:
        told |= schema_object(
            _kind(material),
            description=shortened(material.description),
            inLanguage=material.language if material.language != Material.Language.OTHER else "",
            encodingFormat=version.content_type if version else "",
            numberOfPages=slides or None,
            thumbnailUrl=picture,
        )
    steps = (
        (_("Мероприятия"), reverse("events:events")),
        (event.title, event.get_absolute_url()),
        (title, material.get_absolute_url()),
    )
    description = _("Материал мероприятия «%s».") % event.title
    return PageMetadata(title, description, picture, "article", [told, breadcrumbs(*steps)])


def _kind(material):
    presentation = material.kind == Material.Kind.PRESENTATION
    return "PresentationDigitalDocument" if presentation else "DigitalDocument"


def _performer(appearance):
    """A person with the position and the organization of that day."""
    said_for = appearance.organization_name
    return page_reference(
        "Person",
        appearance.person,
        jobTitle=appearance.position,
        affiliation=schema_object("Organization", name=said_for) if said_for else None,
    ) | {"name": appearance.person.full_name}


def _location(page):
    event, hosts = page.event, page.hosts
    name = event.place or ", ".join(region.name for region in hosts)
    if not name:
        return None
    known = [stop.park for stop in event.stops.all() if stop.park and stop.park_is_known]
    point = next((geo_coordinates(park.latitude, park.longitude) for park in known if park.latitude is not None), None)
    return schema_object(
        "Place", name=name, address=postal_address(locality=event.place, region=hosts[0] if hosts else None), geo=point
    )


def _iso(date):
    """ISO 8601 needs the year; a date without it is not told."""
    return str(date) if date and date.year else ""
