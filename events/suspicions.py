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


def register_all():
    columns = ("last_name", "first_name", "middle_name", "aliases")
    register(Person, Comparison(columns, _people, people.keys_of, people.compare_people))
    register(
        Event, Comparison(("title", "start", "end"), _events, events.keys_of, events.compare_events, may_merge=False)
    )
