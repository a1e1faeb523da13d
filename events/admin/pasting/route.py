"""Read the stops of a route from pasted text."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import IntegerFormField, TimeFormField
from core.text import fold
from parks.names import parted

from ...known.people import name_of
from ...models import Stop
from ...pasting.route import read_route
from ..programme import refuse_day_outside
from ..proposals.lines import Line, Proposed
from ..proposals.links import OrganizationLink, ParkLink, PersonLink
from .paste import Paste

_VISIT = re.compile(
    r"\b(?:посещени\w+|осмотр\w*|экскурси\w+|визит\w*|обход\w*|знакомство|на|в|по|с|площадк\w+|производств\w*|индустриальн\w+|"
    r"промышленн\w+|парк\w*|технопарк\w*|завод\w*|предприяти\w+|компани\w+)\b"
)


class VisitedLink(OrganizationLink):
    """An organization that was visited. A name without a legal form, such as «Музей льна», may stay plain text."""

    def is_new_by_default(self, name):
        return bool(parted(name)[0])


class StopLine(Line):
    kind, title, model = "stop", _("Точка"), Stop
    forms_of_number = _("точка маршрута,точки маршрута,точек маршрута")
    links = [
        ParkLink("park", _("парк"), required=False),
        VisitedLink("organization", _("предприятие"), required=False),
        PersonLink("host", _("кто встречает"), required=False),
    ]
    field_order = [
        "day",
        "starts_at",
        "park_text",
        "park",
        "organization_text",
        "organization",
        "title_text",
        "note",
        "host_last",
        "host_first",
        "host_middle",
        "host",
    ]

    day = IntegerFormField(label=_("день"), required=False, min_value=1, max_value=99)
    starts_at = TimeFormField(label=_("время"), required=False)
    title_text = forms.CharField(label=_("что это"), required=False, max_length=300)
    note = forms.CharField(label=_("что взять"), required=False, max_length=300)

    def find(self, writing):
        park, organization = self.known_row("park"), self.known_row("organization")
        title, day = self["title_text"].value() or "", str(self["day"].value() or "")
        for stop in writing.facts.stops:
            is_same = (stop.park, stop.organization) == (park, organization) and str(stop.day or "") == day
            if is_same and (park or organization or fold(stop.title) == fold(title)):
                return stop
        return None

    def clean(self):
        data = super().clean()
        refuse_day_outside(self, self.event)
        return data

    def save(self, writing):
        data = self.cleaned_data
        park = writing.row_of(self, "park")
        organization = writing.row_of(self, "organization")
        # A name that links to no row is kept as text.
        words = [data["park_text"] if not park else "", data["organization_text"] if not organization else ""]
        title = data["title_text"] or " · ".join(filter(None, words))
        stop = Stop(
            event=writing.event,
            day=data["day"],
            starts_at=data["starts_at"],
            park=park,
            organization=organization,
            title=title,
            host=writing.row_of(self, "host"),
            note=data["note"],
        )
        writing.place(stop, Stop.objects.filter(event=writing.event, day=stop.day), by_time=True)
        return writing.add(stop)


class RoutePaste(Paste):
    lines = [StopLine]
    label = _("Маршрут из текста")
    example = _("25 мая\n9:00 Индустриальный парк «Сафоново»\n14:00 ООО «Алвидпроф», с собой каска")
    nothing = _("В тексте не нашлось точек маршрута. Напишите по одной в строке: время, что посещаем.")

    def read(self, text, facts):
        for found in read_route(text):
            stop = found.value
            values = {
                "day": stop.day,
                "starts_at": f"{stop.starts_at:%H:%M}" if stop.starts_at else "",
                "park": stop.park,
                "organization": stop.organization,
                "title_text": "" if _is_only_a_visit(stop) else stop.title,
                "host": name_of(stop.host) if stop.host else None,
                "note": stop.note,
            }
            yield Proposed(StopLine, values, found.doubt)


def _is_only_a_visit(stop):
    """Whether the text says only that the place was visited: «Посещение индустриального парка «Феникс»»."""
    rest = fold(stop.title)
    for name in (stop.park, stop.organization):
        for word in re.findall(r"[\w-]+", fold(name)):
            rest = rest.replace(word, " ", 1)
    return bool(stop.park or stop.organization) and not re.search(r"\w", _VISIT.sub(" ", rest))
