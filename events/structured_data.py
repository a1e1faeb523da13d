"""Metadata of the pages of events, people and materials for search engines and messengers."""

from django.utils.translation import gettext as _

from core.addresses import address_of
from core.structured_data import (
    PageMetadata,
    absolute_url,
    breadcrumbs,
    fitting,
    geo_coordinates,
    page_reference,
    postal_address,
    schema_object,
    shortened,
    size_of,
)

from .models import Access, Event, Material

MOST_BYTES = 1_900  # of JSON for the people of an event; search engines do not need all of them
SCHEMA = "https://schema.org/"
STATUS = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
}


def event_metadata(page):
    """The metadata of an EventPage. It contains only what the page shows, and makes no query."""
    event = page.event
    picture = absolute_url(address_of("events:card", event.slug))
    hours = event.hours(page.sessions)
    is_online = event.type == Event.Type.WEBINAR
    thing = schema_object(
        "Event",
        name=event.title,
        url=absolute_url(event.get_absolute_url()),
        description=shortened(event.lead),
        inLanguage="ru",
        startDate=hours[0].isoformat() if hours else _iso(event.start),
        endDate=hours[1].isoformat() if hours else _iso(event.end or event.start),
        eventStatus=SCHEMA + STATUS[event.status],
        eventAttendanceMode=SCHEMA + ("OnlineEventAttendanceMode" if is_online else "OfflineEventAttendanceMode"),
        location=schema_object("VirtualLocation", url=absolute_url(event.get_absolute_url()))
        if is_online
        else _location(page),
        organizer=[page_reference("Organization", organization) for organization in page.organizers],
        image=[picture],
    )
    path = breadcrumbs((_("Мероприятия"), address_of("events:events")), (event.title, event.get_absolute_url()))
    thing |= fitting(
        MOST_BYTES - size_of(thing) - size_of(path),
        performer=(
            _performer(speaker.person, speaker.name, [post.appearance for post in speaker.posts])
            for speaker in page.speakers
        ),
        workFeatured=(
            page_reference(_kind(material), material) | {"name": material.heading}
            for _heading, group in page.materials
            for material in group
            if material.is_open
        ),
    )
    description = shortened(event.lead) or ", ".join(
        filter(None, (event.get_type_display().capitalize(), event.place, event.dates))
    )
    return PageMetadata(event.title, description, picture, "article", [thing, path])


def person_metadata(person):
    portrait = absolute_url(address_of("events:portrait", person.slug)) if person.photo else ""
    thing = page_reference(
        "Person",
        person,
        givenName=person.first_name,
        additionalName=person.middle_name,
        familyName=person.last_name,
        description=shortened(person.bio),
        image=portrait,
    )
    steps = ((_("Спикеры"), address_of("events:people")), (person.full_name, person.get_absolute_url()))
    description = shortened(person.bio) or _("%s: выступления и материалы.") % person.full_name
    picture = absolute_url(address_of("events:person_card", person.slug))
    objects = [thing | {"name": person.full_name}, breadcrumbs(*steps)]
    return PageMetadata(person.full_name, description, picture, "profile", objects)


def material_metadata(material, *, slides=0):
    """The metadata of a material with `mark_open` and `talk.speakers`. A locked one tells no more than its row.

    `slides` is the number of visible slides with pictures. The first one is the picture of the page; without any it is
    that of the event.
    """
    event, version, is_open = material.event, material.current_version, material.is_open
    title = material.heading
    picture = absolute_url(address_of("events:slide_image", material.pk, 1)) if is_open and slides else ""
    event_card = absolute_url(address_of("events:card", event.slug))
    thing = schema_object(
        _kind(material),
        name=title,
        url=absolute_url(material.get_absolute_url()),
        author=[_performer(one.person, one.name, [one]) for one in (material.talk.speakers if material.talk else [])],
        isAccessibleForFree=material.access == Access.PUBLIC and event.access == Access.PUBLIC,
        isPartOf=page_reference("Event", event),
        contentSize=str(version.size) if version else "",
    )
    if is_open:
        thing |= schema_object(
            _kind(material),
            description=shortened(material.description),
            inLanguage=material.language if material.language != Material.Language.OTHER else "",
            encodingFormat=version.content_type if version else "",
            numberOfPages=slides or None,
            thumbnailUrl=picture,
        )
    steps = (
        (_("Мероприятия"), address_of("events:events")),
        (event.title, event.get_absolute_url()),
        (title, material.get_absolute_url()),
    )
    description = _("Материал мероприятия «%s».") % event.title
    return PageMetadata(title, description, picture or event_card, "article", [thing, breadcrumbs(*steps)])


def _kind(material):
    presentation = material.kind == Material.Kind.PRESENTATION
    return "PresentationDigitalDocument" if presentation else "DigitalDocument"


def _performer(person, name, appearances):
    """The person with the name, positions and organizations of that day."""
    positions = dict.fromkeys(one.position for one in appearances if one.position)
    organizations = dict.fromkeys(one.organization_name for one in appearances if one.organization_name)
    return page_reference(
        "Person",
        person,
        jobTitle=_one_or_many(positions),
        affiliation=_one_or_many(schema_object("Organization", name=its_name) for its_name in organizations),
    ) | {"name": name}


def _one_or_many(values):
    values = list(values)
    return values[0] if len(values) == 1 else values


def _location(page):
    event, hosts = page.event, page.hosts
    name = event.place or ", ".join(region.name for region in hosts)
    if not name:
        return None
    known = [stop.park for stop in page.stops if stop.park and stop.park_is_known]
    point = next((geo_coordinates(park.latitude, park.longitude) for park in known if park.latitude is not None), None)
    return schema_object(
        "Place", name=name, address=postal_address(locality=event.place, region=hosts[0] if hosts else None), geo=point
    )


def _iso(date):
    """The date as ISO 8601; "" if the year is unknown."""
    return str(date) if date and date.year else ""
