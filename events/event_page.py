"""What an event's page shows, loaded in a number of queries that does not grow, and arranged as the page tells it.

The route and the programme may name what this reader may not know of: a park or an organization that is still a draft.
The visit itself is public, so its stop stays, with its time and what was written down about it that day; the draft's
name, its present figures and its address do not appear: the stop calls itself «парк» or «предприятие». An
organization with a role that is still a draft is left out of the list. What was said of a person that day is the
event's own text and stays; it is a link only where the link would open.
"""

import datetime as dt
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.dates import PartialDate, format_date
from core.typography import quantity
from parks.models import Organization, Park, Region, Residency

from .downloads import zip_archive
from .models import Appearance, Event, EventOrganization, EventRegion, Material, Person, Photo, Session, Stop, Talk
from .views.speakers import appearances_for

SPEAKING = {Appearance.Role.SPEAKER, Appearance.Role.MODERATOR, Appearance.Role.WELCOME}


def load_event(slug, user):
    """The template's context; Http404 for what the user may not see."""
    event = get_object_or_404(Event.objects.visible_to(user).prefetch_related(*_all_of_it(user)), slug=slug)
    talks = _talks(event)
    materials = event.materials.all()
    return {
        "event": event,
        "hosts": [link.region for link in event.region_links if link.role == EventRegion.Role.HOST],
        "guests_regions": [link.region for link in event.region_links if link.role == EventRegion.Role.PARTICIPANTS],
        "organizations": _organizations(event),
        "route": _by_day(event, _stops(event)),
        "programme": _by_day(event, _sessions(event, talks)),
        "loose_talks": [talk for talk in talks if talk.session_id is None],
        "speakers": _people(event, talks, SPEAKING),
        "guests_of_honour": _people(event, talks, {Appearance.Role.GUEST_OF_HONOUR}),
        "participants": _only_participants(event, talks),
        "materials": _materials(materials),
        "materials_count": len(materials),
        "archive": zip_archive.offer(materials),
        "has_locked": not all(material.is_open for material in materials),
        "photos": event.photos.all(),
        "committees": event.committees.all(),
        "plants": _plants(event),
    }


def _all_of_it(user):
    organizations = Organization.objects.visible_to(user)
    links = EventOrganization.objects.filter(organization__in=organizations).select_related("organization")
    regions = EventRegion.objects.filter(region__in=Region.objects.visible_to(user)).select_related("region")
    made = Residency.objects.visible_to(user).filter(organization=OuterRef("organization")).exclude(product="")
    stops = Stop.objects.select_related("park", "organization", "host").annotate(
        park_is_known=Exists(Park.objects.visible_to(user).filter(pk=OuterRef("park"))),
        organization_is_known=Exists(organizations.filter(pk=OuterRef("organization"))),
        host_is_known=Exists(Person.objects.visible_to(user).filter(pk=OuterRef("host"))),
        product=Subquery(made.values("product")[:1]),
    )
    materials = Material.objects.listed(user).mark_open(user).mark_covers().select_related("current_version")
    return [
        Prefetch("organization_roles", links, to_attr="organization_links"),
        Prefetch("region_roles", regions, to_attr="region_links"),
        Prefetch("stops", stops),
        Prefetch("sessions", Session.objects.all()),
        Prefetch("talks", Talk.objects.all()),
        Prefetch("appearances", appearances_for(user)),
        Prefetch("materials", materials),
        Prefetch("photos", Photo.objects.all()),
        "committees",
    ]


def _organizations(event):
    """[(heading, organizations)] in the order of the roles."""
    Role = EventOrganization.Role
    headings = {
        Role.ORGANIZER: (_("Организатор"), _("Организаторы")),
        Role.CO_ORGANIZER: (_("Соорганизатор"), _("Соорганизаторы")),
        Role.SUPPORT: (_("При поддержке"), _("При поддержке")),
        Role.HOST: (_("Принимающая сторона"), _("Принимающая сторона")),
        Role.PARTICIPANT: (_("Участник"), _("Участники")),
    }
    groups = {role: [] for role in headings}
    for link in event.organization_links:
        groups[link.role].append(link.organization)
    return [(headings[role][len(group) > 1], group) for role, group in groups.items() if group]


def _stops(event):
    """The numbered stops, with `then_and_now`: [(when, facts)], the park's present only where the reader may see it."""
    for number, stop in enumerate(event.stops.all(), 1):
        stop.number = number
        stop.then_and_now = then_and_now(stop, stop.park if stop.park_is_known else None)
        yield stop


def then_and_now(stop, park):
    """[(when, facts)]: what the park was that day and what it is now; `park` is None where the reader may not know."""
    then = _facts(stop.get_park_status_then_display(), stop.total_area_then_ha, stop.free_area_then_ha)
    if not then or not park:
        return [(_("В тот день"), then)] if then else []
    now = _facts(park.get_status_display(), park.total_area_ha, park.free_area_ha)
    return [(_("В тот день и сейчас"), then)] if now == then else [(_("В тот день"), then), (_("Сейчас"), now)]


def _plants(event):
    """The stops at plants and companies that the reader may know of, each of these once."""
    stops = {
        stop.organization_id: stop for stop in event.stops.all() if stop.organization and stop.organization_is_known
    }
    return list(stops.values())


def _facts(status, total_ha, free_ha):
    """«создаваемый, 1 234,5 га, свободно 200 га»"""
    facts = [status] if status else []
    if total_ha is not None:
        facts.append(quantity(total_ha, _("га")))
    if free_ha is not None:
        facts.append(_("свободно %(area)s") % {"area": quantity(free_ha, _("га"))})
    return ", ".join(facts)


def _talks(event):
    """The talks, each with its `speakers` and its `listed_materials`; a material gets its talk back."""
    talks = {talk.pk: talk for talk in event.talks.all()}
    for talk in talks.values():
        talk.speakers, talk.listed_materials = [], []
    for appearance in event.appearances.all():
        if talk := talks.get(appearance.talk_id):
            talk.speakers.append(appearance)
    for material in event.materials.all():
        if talk := talks.get(material.talk_id):
            talk.listed_materials.append(material)
            material.talk = talk
    return list(talks.values())


def _sessions(event, talks):
    """The lines of the programme, each with its `people` by role and its `own_talks`."""
    sessions = list(event.sessions.all())
    for session in sessions:
        session.own_talks = [talk for talk in talks if talk.session_id == session.pk]
        session.people = [
            appearance
            for appearance in event.appearances.all()
            if appearance.session_id == session.pk and appearance.talk_id is None
        ]
    return sessions


def _people(event, talks, roles):
    """One appearance for each person in these roles, in the order of their talks; those without a talk follow."""
    order = {talk.pk: number for number, talk in enumerate(talks)}
    appearances = [appearance for appearance in event.appearances.all() if appearance.role in roles]
    people = {}
    for appearance in sorted(appearances, key=lambda appearance: order.get(appearance.talk_id, len(order))):
        people.setdefault(appearance.person_id, appearance)
    return list(people.values())


def _only_participants(event, talks):
    named = {appearance.person_id for appearance in _people(event, talks, {*SPEAKING, Appearance.Role.GUEST_OF_HONOUR})}
    people = _people(event, talks, {Appearance.Role.PARTICIPANT})
    return [appearance for appearance in people if appearance.person_id not in named]


def _materials(materials):
    """[(heading, materials)]: the programme, the presentations, the rest, each in manual order."""
    kinds = Material.Kind
    groups = {_("Программа"): [], _("Презентации"): [], _("Другие материалы"): []}
    programme, presentations, others = groups.values()
    for material in materials:
        {kinds.PROGRAMME: programme, kinds.PRESENTATION: presentations}.get(material.kind, others).append(material)
    return [(heading, group) for heading, group in groups.items() if group]


def _by_day(event, rows):
    """[(heading, rows)]; a visit of one day needs no headings."""
    days = [(day, list(group)) for day, group in groupby(rows, attrgetter("day"))]
    if event.end is None and len(days) == 1:
        return [("", days[0][1])]
    return [(day_heading(event.start, day) if day else "", group) for day, group in days]


def day_heading(start, day):
    """«День 2, 26 мая»: the date only where the event's start leaves no doubt about it."""
    heading = _("День %(number)s") % {"number": day}
    if start is None or start.day is None:
        return heading
    years = [start.year] if start.year else [2000] if (start.month, start.day) == (2, 29) else [2000, 2001]
    dates = {dt.date(year, start.month, start.day) + dt.timedelta(days=day - 1) for year in years}
    possible = {PartialDate(month=date.month, day=date.day) for date in dates}
    return f"{heading}, {format_date(possible.pop())}" if len(possible) == 1 else heading
