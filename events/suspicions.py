"""How people and events are compared with each other."""

from core.suspicions import Comparison, Names, register

from .doubles import events, people
from .models import Event, Person


def _people(rows):
    for row in rows:
        texts = dict.fromkeys([str(row), *filter(None, row.aliases.splitlines())])
        yield row.pk, Names(tuple(map(people.read_name, texts)))


def _events(rows):
    for row in rows:
        yield row.pk, Names((events.read_event(row.title, str(row.start or ""), str(row.end or "")),))


def _of_the_same_start(stored, rows):
    return stored.filter(start__in=[row.start for row in rows if row.start])


def register_all():
    columns = ("last_name", "first_name", "middle_name", "aliases")
    register(Person, Comparison(columns, _people, people.keys_of, people.compare_people))
    columns = ("title", "start", "end")
    register(Event, Comparison(columns, _events, events.keys_of, events.compare_events, _of_the_same_start))
