"""The event's page as data: loaded in a fixed number of queries and arranged as the template shows it.

The route may contain a park or an organization that is still a draft. The visit itself is public, so its stop is shown,
with its time and the text written about that day. The draft's name, current figures and address are not shown: the
stop is headed «Парк» or «Предприятие». An organization with a role in the event is left out while it is a draft. The
position and organization of a person on that day are text of the event and are shown, with a link if the reader may
open it.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from core.compiled import CompiledQuery
from core.dates import PartialDate, format_date
from parks.models import Organization, Park, Region, Residency

from .downloads import zip_archive
from .event_results import EventResults, load_results, marked
from .models import Appearance, Event, EventOrganization, EventRegion, Material, Person, Photo, Session, Stop, Talk
from .models.access import Reader


@dataclass(frozen=True)
class Post:
    """The position and organization of a person that day, from `appearance`. `roles` is «Докладчик, модератор».

    It is "" if the heading of the section says it already.
    """

    roles: str
    appearance: Appearance


@dataclass(frozen=True)
class EventPerson:
    """A person in a section of the page, listed once, under the name of that day, with all their posts."""

    person: Person
    name: str
    posts: list[Post]


@dataclass(frozen=True)
class EventPage:
    """What one reader sees of an event. `route`, `programme` and `materials` are groups: [(heading, rows)]."""

    event: Event
    hosts: list[Region]
    guests_regions: list[Region]
    organizers: list[Organization]
    organizations: list[tuple[str, list[Organization]]]
    stops: list[Stop]
    route: list[tuple[str, list[Stop]]]
    plants: list[Stop]
    sessions: list[Session]
    programme: list[tuple[str, list[Session]]]
    loose_talks: list[Talk]
    speakers: list[EventPerson]
    guests_of_honour: list[EventPerson]
    participants: list[EventPerson]
    materials: list[tuple[str, list[Material]]]
    materials_count: int
    has_locked: bool
    photos: list[Photo]
    committees: list  # from a higher room, so they are found by their reverse relation on Event
    archive: zip_archive.ArchiveSummary | None
    editions: list[Event]  # the other events of its series, newest first
    results: EventResults

    @property
    def time_note(self):
        """«Время местное, МСК+4»; "" if there are no times or they are Moscow time."""
        has_times = any(item.starts_at for item in (*self.sessions, *self.stops))
        shift = self.event.time_beside_moscow if has_times else ""
        return _("Время местное, %s") % shift if shift else ""

    @property
    def places(self):
        """[(text, region to link to, or None)]."""
        return self.event.places(self.hosts)


def load_event(slug, user):
    """The EventPage. Raises Http404 if the user may not see the event."""
    queries = _queries(Reader.like(user, pk=READER))
    event = next(queries["event"].rows(slug=slug, user=user.pk), None)
    if event is None:
        raise Http404
    rows = {name: list(queries[name].rows(event=event.pk, user=user.pk)) for name in queries if name != "event"}
    regions, materials, appearances = rows["regions"], rows["materials"], rows["appearances"]
    for row in (*rows["talks"], *rows["sessions"], *rows["stops"], *materials, *appearances):
        row._state.fields_cache["event"] = event  # assigning asks the database routers, for hundreds of rows
    stops = _stops(rows["stops"])
    talks = _talks(rows["talks"], appearances, materials)
    sessions = _sessions(rows["sessions"], talks, appearances)
    return EventPage(
        event=event,
        hosts=[link.region for link in regions if link.role == EventRegion.Role.HOST],
        guests_regions=[link.region for link in regions if link.role == EventRegion.Role.PARTICIPANTS],
        organizers=[link.organization for link in rows["organizations"] if link.role in ORGANIZERS],
        organizations=_organizations(rows["organizations"]),
        stops=stops,
        route=_by_day(event, stops),
        plants=_plants(stops),
        sessions=sessions,
        programme=_by_day(event, sessions),
        loose_talks=[talk for talk in talks if talk.session_id is None],
        **_people(appearances, talks),
        materials=_materials(materials),
        materials_count=len(materials),
        has_locked=not all(material.is_open for material in materials),
        photos=rows["photos"],
        committees=rows["committees"],
        archive=zip_archive.summarize(materials),
        editions=_editions(event, user),
        results=load_results(event, user, appearances),
    )


READER, EVENT, SLUG = -1, -2, "slug of a compiled query"
ORGANIZERS = {EventOrganization.Role.ORGANIZER, EventOrganization.Role.CO_ORGANIZER}


@cache
def _queries(reader):
    """{section of the page: its CompiledQuery for readers like this one}."""
    parts = {
        "organizations": _organization_links,
        "regions": _region_links,
        "stops": _known_stops,
        "sessions": lambda _reader, event: Session.objects.filter(event=event),
        "talks": lambda _reader, event: Talk.objects.filter(event=event),
        "appearances": lambda reader, event: Appearance.objects.with_people_for(reader).filter(event=event),
        "materials": _listed_materials,
        "photos": lambda _reader, event: Photo.objects.filter(event=event),
        "committees": lambda _reader, event: Event.committees.rel.related_model.objects.filter(events=event),
    }

    def compiled(part):
        return CompiledQuery(lambda event, user: part(reader, event), event=EVENT, user=READER)

    events = CompiledQuery(
        lambda slug, user: (
            marked(Event.objects.visible_to(reader)).select_related("series").with_host_time_zone().filter(slug=slug)
        ),
        slug=SLUG,
        user=READER,
    )
    return {"event": events, **{name: compiled(part) for name, part in parts.items()}}


def _organization_links(reader, event):
    organizations = Organization.objects.visible_to(reader)
    links = EventOrganization.objects.filter(event=event, organization__in=organizations)
    return links.select_related("organization")


def _region_links(reader, event):
    regions = Region.objects.visible_to(reader)
    return EventRegion.objects.filter(event=event, region__in=regions).select_related("region")


def _known_stops(reader, event):
    organizations = Organization.objects.visible_to(reader)
    made = Residency.objects.visible_to(reader).filter(organization=OuterRef("organization")).exclude(product="")
    stops = Stop.objects.filter(event=event).select_related("park", "organization", "host")
    return stops.annotate(
        park_is_known=Exists(Park.objects.visible_to(reader).filter(pk=OuterRef("park"))),
        organization_is_known=Exists(organizations.filter(pk=OuterRef("organization"))),
        host_is_known=Exists(Person.objects.visible_to(reader).filter(pk=OuterRef("host"))),
        product=Subquery(made.values("product")[:1]),
    )


def _listed_materials(reader, event):
    materials = Material.objects.listed(reader).filter(event=event).mark_open(reader).mark_covers().numbered()
    return materials.select_related("current_version")


def _organizations(links):
    """[(heading, organizations)] in the order of the roles."""
    Role = EventOrganization.Role
    headings = {
        Role.ORGANIZER: (_("Организатор"), _("Организаторы")),
        Role.CO_ORGANIZER: (_("Соорганизатор"), _("Соорганизаторы")),
        Role.SUPPORT: (_("При поддержке"), _("При поддержке")),
        Role.HOST: (_("Принимающая сторона"), _("Принимающая сторона")),
        Role.GENERAL_PARTNER: (_("Генеральный партнёр"), _("Генеральные партнёры")),
        Role.PARTNER: (_("Партнёр"), _("Партнёры")),
        Role.PROGRAMME_PARTNER: (_("Партнёр программы"), _("Партнёры программы")),
        Role.INFORMATION_PARTNER: (_("Информационный партнёр"), _("Информационные партнёры")),
        Role.OPERATOR: (_("Оператор"), _("Операторы")),
        Role.PARTICIPANT: (_("Участник"), _("Участники")),
    }
    groups = {role: [] for role in headings}
    for link in links:
        groups[link.role].append(link.organization)
    return [(headings[role][len(group) > 1], group) for role, group in groups.items() if group]


def _editions(event, user):
    if event.series_id is None:
        return []
    others = Event.objects.visible_to(user).filter(series=event.series_id).exclude(pk=event.pk)
    return list(others.newest_first())


def _stops(stops):
    """The stops with their `number`. `then_and_now` compares the park of that day with today's, if it is visible."""
    for number, stop in enumerate(stops, 1):
        stop.number = number
        stop.then_and_now = stop.compare_with(stop.park if stop.park_is_known else None)
    return stops


def _plants(stops):
    """One stop for each visible organization of the route."""
    known = {stop.organization_id: stop for stop in stops if stop.organization_id and stop.organization_is_known}
    return list(known.values())


def _talks(talks, appearances, materials):
    """The talks with `number`, `speakers` and `listed_materials`. Sets the talk of each material."""
    talks = {talk.pk: talk for talk in talks}
    for number, talk in enumerate(talks.values(), 1):
        talk.number, talk.speakers, talk.listed_materials = number, [], []
    for appearance in appearances:
        if talk := talks.get(appearance.talk_id):
            talk.speakers.append(appearance)
    for material in materials:
        if talk := talks.get(material.talk_id):
            talk.listed_materials.append(material)
            material.talk = talk
    return list(talks.values())


def _sessions(sessions, talks, appearances):
    """The sessions with `own_talks`, and with `people` that are named without a talk."""
    for session in sessions:
        session.own_talks = [talk for talk in talks if talk.session_id == session.pk]
        session.people = [
            appearance
            for appearance in appearances
            if appearance.session_id == session.pk and appearance.talk_id is None
        ]
    return sessions


def _people(appearances, talks):
    """The sections of the page that list people, in the order of their talks; people without a talk come last.

    A participant who also spoke or was a guest of honour is listed only there, with all roles. Delegations list their
    own people.
    """
    order = {talk.pk: number for number, talk in enumerate(talks)}
    people = {}
    shown = [one for one in appearances if one.delegation_id is None or one.role in Appearance.SPEAKING]
    for one in sorted(shown, key=lambda one: order.get(one.talk_id, len(order))):
        people.setdefault((one.person_id, one.name), []).append(one)
    parts = {"speakers": [], "guests_of_honour": [], "participants": []}
    for rows in people.values():
        speaking = [one for one in rows if one.role in Appearance.SPEAKING]
        honoured = [one for one in rows if one.role == Appearance.Role.GUEST_OF_HONOUR]
        others = [one for one in rows if one not in speaking and one not in honoured]
        if speaking:
            parts["speakers"].append(_event_person(speaking + others, Appearance.Role.SPEAKER))
        if honoured:
            parts["guests_of_honour"].append(
                _event_person(honoured + others * (not speaking), Appearance.Role.GUEST_OF_HONOUR)
            )
        if not speaking and not honoured:
            parts["participants"].append(_event_person(others, Appearance.Role.PARTICIPANT))
    return parts


def _event_person(rows, usual):
    """One person from their appearances. The role `usual` is not named if it is the only one."""
    posts = {}
    for one in rows:
        posts.setdefault((one.position, one.organization_name, one.organization_id), []).append(one)
    needs_roles = {one.role for one in rows} != {usual}
    nothing_said = posts.pop(("", "", None), [])
    if len(posts) == 1:
        next(iter(posts.values())).extend(nothing_said)
    elif nothing_said and (needs_roles or not posts):
        posts[None] = nothing_said
    return EventPerson(
        person=rows[0].person,
        name=rows[0].name,
        posts=[Post(_roles(alike) if needs_roles else "", alike[0]) for alike in posts.values()],
    )


def _roles(appearances):
    return ", ".join(dict.fromkeys(str(one.get_role_display()) for one in appearances)).capitalize()


def _materials(materials):
    """[(heading, materials)]: the programme, the presentations and the rest, each in manual order."""
    kinds = Material.Kind
    groups = {_("Программа"): [], _("Презентации"): [], _("Другие материалы"): []}
    programme, presentations, others = groups.values()
    for material in materials:
        {kinds.PROGRAMME: programme, kinds.PRESENTATION: presentations}.get(material.kind, others).append(material)
    return [(heading, group) for heading, group in groups.items() if group]


def _by_day(event, rows):
    """[(heading, rows)] by day, with empty headings if there is only one day."""
    days = [(day, list(group)) for day, group in groupby(rows, attrgetter("day"))]
    if event.end is None and len(days) == 1:
        return [("", days[0][1])]
    return [(day_heading(event.start, day) if day else "", group) for day, group in days]


def day_heading(start, day):
    """«День 2, 26 мая», with the date only if it follows from the start for certain: the year may be unknown."""
    heading = _("День %(number)s") % {"number": day}
    if start is None or start.day is None:
        return heading
    years = [start.year] if start.year else [2000] if (start.month, start.day) == (2, 29) else [2000, 2001]
    dates = {dt.date(year, start.month, start.day) + dt.timedelta(days=day - 1) for year in years}
    possible = {PartialDate(month=date.month, day=date.day) for date in dates}
    return f"{heading}, {format_date(possible.pop())}" if len(possible) == 1 else heading
