"""The tables of people and of the programme."""

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.sheet import Reference, Sheet

from .models import Event, Person, Session


def _names_of_event(event):
    return [", ".join(filter(None, (event.title, event.dates))), event.title, event.slug]


def _day_of_event(values, rows):
    event = rows["event"].get(values["event"])
    if event and values["day"] and event.number_of_days and values["day"] > event.number_of_days:
        return {"day": str(_("Такого дня в мероприятии нет: всего %s.") % event.number_of_days)}
    return {}


PEOPLE = Sheet(
    name="people",
    title=_("Люди"),
    model=Person,
    fields=("last_name", "first_name", "middle_name", "bio", "aliases"),
    keys=(("last_name", "first_name", "middle_name"),),
)
PROGRAMME = Sheet(
    name="programme",
    title=_("Программа"),
    model=Session,
    fields=("event", "day", "starts_at", "ends_at", "kind", "title", "place", "description"),
    keys=(("event", "day", "starts_at", "title"),),
    references={"event": Reference(Event.objects.all, _names_of_event)},
    check=_day_of_event,
)
SHEETS = [PEOPLE, PROGRAMME]
