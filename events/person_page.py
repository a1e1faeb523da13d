"""Load the page of a person, by queries whose SQL is compiled once for all readers of a kind."""

from collections import defaultdict
from functools import cache

from django.http import Http404

from core.compiled import CompiledQuery

from .models import Appearance, Event, Material, Person, Talk
from .models.access import Reader

READER, PERSON, SLUG = -1, -2, "slug of a compiled query"


def load_person(slug, user):
    """The Person and their appearances, newest first. Talks have `listed_materials`. Raises Http404 if not visible."""
    queries = _queries(Reader.like(user, pk=READER))
    person = next(queries["person"].rows(slug=slug, user=user.pk), None)
    if person is None:
        raise Http404

    def rows(name):
        return queries[name].rows(person=person.pk, user=user.pk)

    appearances = list(rows("appearances"))
    talks = {talk.pk: talk for talk in rows("talks")} if any(one.talk_id for one in appearances) else {}
    materials = defaultdict(list)
    for material in rows("materials") if talks else ():
        material.talk = talks[material.talk_id]
        materials[material.talk_id].append(material)
    speakers = defaultdict(list)
    for one in rows("speakers") if any(not talk.title for talk in talks.values()) else ():
        speakers[one.talk_id].append(one)
    for talk in talks.values():
        talk.listed_materials, talk.speakers = materials[talk.pk], speakers[talk.pk]
    for one in appearances:
        if one.talk_id:
            one.talk = talks[one.talk_id]
    return person, appearances


@cache
def _queries(reader):
    visible_events = Event.objects.visible_to

    def own(person):
        return Appearance.objects.filter(person=person, event__in=visible_events(reader))

    def talks(person):
        return own(person).filter(talk__isnull=False).order_by().values("talk")

    def appearances(person, user):
        return own(person).with_people_for(reader).newest_first().select_related("person", "organization", "event")

    def materials(person, user):
        listed = Material.objects.listed_for(reader).filter(talk__in=talks(person))
        return listed.mark_open(reader).numbered()

    parts = {
        "appearances": appearances,
        "talks": lambda person, user: Talk.objects.filter(pk__in=talks(person)).numbered(),
        "materials": materials,
        "speakers": lambda person, user: Appearance.objects.filter(talk__in=talks(person)).select_related("person"),
    }
    people = CompiledQuery(
        lambda slug, user: Person.objects.visible_to(reader).filter(slug=slug), slug=SLUG, user=READER
    )
    return {
        "person": people,
        **{name: CompiledQuery(make, person=PERSON, user=READER) for name, make in parts.items()},
    }
