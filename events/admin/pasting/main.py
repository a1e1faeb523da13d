"""Read the regions and organizations of an event from pasted text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ...known.places import known_regions
from ...models import EventOrganization, EventRegion
from ...pasting.organizations import read_organizations
from ...pasting.regions import read_regions, regions_of_data
from ...press_release.reader import read
from ..proposals.lines import Line, Proposed
from ..proposals.links import OrganizationLink, RegionLink
from .paste import Paste


class RegionLine(Line):
    kind, title, model = "region", _("Регион"), EventRegion
    forms_of_number = _("регион,региона,регионов")
    links = [RegionLink("region", _("регион"))]
    field_order = ["region_text", "region", "role"]

    role = forms.ChoiceField(label=_("роль"), choices=EventRegion.Role)

    def find(self, writing):
        region, role = self.known_row("region"), self["role"].value()
        return next((one for one in writing.facts.regions if one.region == region and one.role == role), None)

    def save(self, writing):
        link = EventRegion(event=writing.event, region=writing.row_of(self, "region"), role=self.cleaned_data["role"])
        writing.place(link, EventRegion.objects.filter(event=writing.event))
        return writing.add(link)


class OrganizationLine(Line):
    kind, title, model = "organization", _("Организация"), EventOrganization
    forms_of_number = _("организация,организации,организаций")
    links = [OrganizationLink("organization", _("организация"))]
    field_order = ["organization_text", "organization", "role"]

    role = forms.ChoiceField(label=_("роль"), choices=EventOrganization.Role)

    def find(self, writing):
        organization, role = self.known_row("organization"), self["role"].value()
        rows = writing.facts.organizations
        return next((one for one in rows if one.organization == organization and one.role == role), None)

    def save(self, writing):
        link = EventOrganization(
            event=writing.event,
            organization=writing.row_of(self, "organization"),
            role=self.cleaned_data["role"],
        )
        writing.place(link, EventOrganization.objects.filter(event=writing.event))
        return writing.add(link)


class MainPaste(Paste):
    lines = [RegionLine, OrganizationLine]
    label = _("Регионы и организации из текста")
    example = _(
        "Организаторы — Ассоциация индустриальных парков и Администрация Смоленской области.\n"
        "Приехали из Московской, Белгородской и Орловской областей."
    )
    nothing = _("В тексте не нашлось ни регионов, ни организаций. Напишите их по одному в строке.")

    def read(self, text, facts):
        """From a press release, takes the hosts, guests and organizers. From a shorter text, takes every name."""
        known = known_regions() or regions_of_data()
        draft = read(text, known)
        yield from self._regions(text, known, draft, facts)
        for found in draft.organizations or read_organizations(text):
            role = found.value.role or EventOrganization.Role.PARTICIPANT
            yield Proposed(OrganizationLine, {"organization": found.value.shown, "role": role}, found.doubt)

    def _regions(self, text, known, draft, facts):
        guests = {found.value for found in draft.participant_regions}
        hosts = {found.value for found in draft.regions}
        has_host = any(link.role == EventRegion.Role.HOST for link in facts.regions)
        for found in read_regions(text, known):
            is_host = found.value in hosts or (found.value not in guests and not hosts and not has_host)
            role = EventRegion.Role.HOST if is_host else EventRegion.Role.PARTICIPANTS
            yield Proposed(RegionLine, {"region": found.value, "role": role}, found.doubt)
