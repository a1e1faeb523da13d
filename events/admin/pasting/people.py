"""Read the guests of an event from pasted text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ...known.people import name_of
from ...models import Appearance
from ...pasting.people_lists import read_people
from ..proposals.lines import Line, Proposed
from ..proposals.links import OrganizationLink, PersonLink
from .paste import Paste

# Words for people in a text, and the role that each means.
ROLES = {"модератор": "moderator", "ведущий": "moderator", "докладчик": "speaker", "спикер": "speaker"}


class AppearanceLine(Line):
    """A person with the position and organization that the text gives."""

    model = Appearance
    forms_of_number = _("человек,человека,человек")
    links = [
        PersonLink("person", _("человек")),
        OrganizationLink("organization", _("организация"), required=False),
    ]
    field_order = [
        "person_last",
        "person_first",
        "person_middle",
        "person",
        "role",
        "position",
        "organization_text",
        "organization",
    ]

    role = forms.ChoiceField(label=_("роль"), choices=Appearance.Role)
    position = forms.CharField(label=_("должность"), required=False, max_length=500)
    name_then = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)  # as written: «Лань Юйцзе»

    def appearance(self, writing, **place):
        data = self.cleaned_data
        return Appearance(
            event=writing.event,
            person=writing.row_of(self, "person"),
            role=data["role"],
            name_then=self._name_as_said(),
            position=data["position"],
            organization_name=data["organization_text"],
            organization=writing.row_of(self, "organization"),
            **place,
        )

    def _name_as_said(self):
        """The written name if it has the surname first and the editor has not corrected it; otherwise ""."""
        data = self.cleaned_data
        parts = " ".join(data[f"person_{part}"] for part in ("first", "middle", "last"))
        said = data["name_then"]
        return said if sorted(said.split()) == sorted(parts.split()) else ""


def values_of(person, role):
    role = ROLES.get(person.role.lower(), role)
    return {
        "person": name_of(person),
        "name_then": person.name.shown if person.name.is_eastern else "",
        "role": role,
        "position": person.position,
        "organization": person.organization,
    }


class GuestLine(AppearanceLine):
    kind, title = "guest", _("Гость")

    def find(self, writing):
        person, role = self.known_row("person"), self["role"].value()
        rows = writing.facts.guests
        return next((one for one in rows if one.person == person and one.role == role), None)

    def save(self, writing):
        guest = self.appearance(writing)
        siblings = Appearance.objects.filter(event=writing.event, talk=None, role=guest.role)
        writing.place(guest, siblings)
        return writing.add(guest)


class PeoplePaste(Paste):
    lines = [GuestLine]
    label = _("Гости из текста")
    example = _("Ровбель Ростислав, заместитель Губернатора Смоленской области\nОлеся Тетерина — Минэкономразвития")
    nothing = _("В тексте не нашлось людей. Напишите по одному в строке: фамилия и имя, должность, организация.")

    def read(self, text, facts):
        for found in read_people(text):
            yield Proposed(GuestLine, values_of(found.value, Appearance.Role.GUEST_OF_HONOUR), found.doubt)
