"""The kinds of lines that only press releases have, in addition to those of `admin/pasting/`."""

import re

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import DecimalFormField, IntegerFormField, PartialDateFormField
from core.text import fold
from parks.models import Park, Residency

from ...known.candidate import KnownRow
from ...known.organizations import SAME
from ...models import Access, Delegation, Event, EventNumber, EventRegion, Material, Outcome, Quotation, Series, Stop
from ..pasting.main import OrganizationLine, RegionLine
from ..pasting.people import GuestLine
from ..pasting.programme import SessionLine, SpeakerLine, TalkLine
from ..pasting.route import StopLine
from ..proposals.lines import Line
from ..proposals.links import NEW, Link, OrganizationLink, ParkLink


class NewParkLink(ParkLink):
    """A link that can create a park, in the host region and with the status of its line."""

    can_make = True
    new_label = _("новый парк")

    def make(self, name, writing):
        hosts = [row for row in writing.added if isinstance(row, EventRegion) and row.role == EventRegion.Role.HOST]
        if len(hosts) != 1:
            raise ValidationError(
                _("Новому парку нужен регион: пусть принимает один регион, или заведите парк заранее.")
            )
        status, kind = writing.new_parks[name]
        return Park(name=name, region=hosts[0].region, status=status, kind=kind)


class ParkLine(Line):
    """A stop at a park."""

    kind, title, model = "park", _("Парк"), Stop
    forms_of_number = _("парк,парка,парков")
    links = [NewParkLink("park", _("парк"))]
    field_order = ["park_text", "park", "status", "park_kind"]

    status = forms.ChoiceField(label=_("статус в тот день"), choices=[("", "—"), *Park.Status.choices], required=False)
    park_kind = forms.ChoiceField(label=_("вид"), choices=Park.Kind)

    def clean(self):
        data = super().clean()
        if data.get("park") == NEW and not data.get("status"):
            self.add_error("status", _("Выберите статус: без него новый парк не завести."))
        return data

    @property
    def mark(self):
        """Asks for the status of a new park at once, not only after the form was refused."""
        mark = super().mark
        return ("asks", _("выберите статус")) if mark[0] == "new" and not self["status"].value() else mark

    def save(self, writing):
        data = self.cleaned_data
        writing.new_parks[data["park_text"]] = data["status"], data["park_kind"]
        stop = Stop(event=writing.event, park=writing.row_of(self, "park"), park_status_then=data["status"])
        writing.place(stop, Stop.objects.filter(event=writing.event, day=None))
        return writing.add(stop)


class ResidencyLine(Line):
    kind, title, model = "residency", _("Резидент парка"), Residency
    forms_of_number = _("резидент,резидента,резидентов")
    links = [OrganizationLink("organization", _("компания")), NewParkLink("park", _("парк"))]
    field_order = ["organization_text", "organization", "park_text", "park", "status"]

    status = forms.ChoiceField(label=_("статус"), choices=Residency.Status)

    def find(self, writing):
        organization, park = self.known_row("organization"), self.known_row("park")
        known = organization and park and Residency.objects.filter(organization=organization, park=park)
        return known.first() if known else None

    def save(self, writing):
        organization, park = writing.row_of(self, "organization"), writing.row_of(self, "park")
        return writing.add(Residency(organization=organization, park=park, status=self.cleaned_data["status"]))


class CommitteeLink(Link):
    """A committee of the association. Committees belong to a higher room, so none is created here."""

    can_make = False
    unknown = _("Такого комитета нет. Исправьте название или не берите эту строку.")

    @property
    def model(self):
        return committee_model()

    def known(self, names):
        rows = {fold(row.name): row for row in self.model.objects.all()}
        found = {name: rows.get(fold(name)) for name in names}
        return {name: [KnownRow(row, SAME, is_sure=True)] if row else [] for name, row in found.items()}


class CommitteeLine(Line):
    """A committee of the event. It stores no row of its own, but adds the event to the committee."""

    kind, title, model = "committee", _("Комитет"), Event
    forms_of_number = _("комитет,комитета,комитетов")
    links = [CommitteeLink("committee", _("комитет"))]

    def save(self, writing):
        if not may_link_committees(writing.request.user):
            raise PermissionDenied
        committee = writing.row_of(self, "committee")
        writing.event.committees.add(committee)
        return committee


class SeriesLink(Link):
    """The series with the same name. If a series' name has more words than the text, the editor is asked."""

    model = Series
    new_label = _("новая серия")
    unknown = _("Такой серии нет, а заводить серии вы не можете.")

    def known(self, names):
        rows = [(row, _stems(row.name)) for row in Series.objects.all()]
        return {name: list(self._candidates(name, rows)) for name in names}

    @staticmethod
    def _candidates(name, rows):
        said = _stems(name)
        for row, stems in rows:
            if said and said <= stems:
                is_same = said == stems
                yield KnownRow(row, SAME if is_same else _("название начинается так же или длиннее"), is_sure=is_same)

    def make(self, name, writing):
        return Series(name=name)


def _stems(name):
    return frozenset(word[:6] for word in re.findall(r"[\w-]+", fold(name)))


class SeriesLine(Line):
    """The series of the event, which is created if it is new."""

    kind, title, model = "series", _("Серия"), Event
    forms_of_number = _("серия,серии,серий")
    links = [SeriesLink("series", _("серия"))]
    field_order = ["edition", "series_text", "series"]

    edition = IntegerFormField(label=_("какой по счёту"), required=False, min_value=1, max_value=999)

    def save(self, writing):
        event = writing.event
        event.series, event.edition = writing.row_of(self, "series"), self.cleaned_data["edition"]
        event.validate_constraints()
        event.save(update_fields=["series", "edition"])
        return event.series


def committee_model():
    return Event.committees.rel.related_model


def may_link_committees(user):
    meta = committee_model()._meta
    return user.has_perm(f"{meta.app_label}.change_{meta.model_name}")


class ToldTalkLine(TalkLine):
    """A talk at a meeting. It is stored even if the editor leaves out the meeting."""

    @property
    def parent(self):
        return None if self._parent and self._parent.is_left_out else self._parent

    @parent.setter
    def parent(self, line):
        self._parent = line


class MaterialLine(Line):
    """A material that the text promises, without a file yet."""

    kind, title, model, under = "material", _("Материал"), Material, ("talk",)
    forms_of_number = _("материал,материала,материалов")

    kind_of = forms.ChoiceField(label=_("вид"), choices=Material.Kind)
    title_text = forms.CharField(label=_("название"), required=False, max_length=500)

    def save(self, writing):
        kind, talk = self.cleaned_data["kind_of"], self.parent and self.parent.row
        access = Access.PUBLIC if kind == Material.Kind.PROGRAMME else Access.MEMBERS
        material = Material(
            event=writing.event, talk=talk, kind=kind, title=self.cleaned_data["title_text"], access=access
        )
        writing.place(material, Material.objects.filter(event=writing.event))
        return writing.add(material)


class NumberLine(Line):
    kind, title, model = "number", _("Сколько"), EventNumber
    forms_of_number = _("число,числа,чисел")

    of = forms.ChoiceField(label=_("кого"), choices=EventNumber.Of)
    precision = forms.ChoiceField(
        label=_("точность"), choices=[("", _("точно")), *EventNumber.Precision.choices], required=False
    )
    value = IntegerFormField(label=_("сколько"), min_value=1, max_value=10_000_000)

    def save(self, writing):
        data = self.cleaned_data
        number = EventNumber(event=writing.event, of=data["of"], precision=data["precision"], value=data["value"])
        return writing.add(number)


class OutcomeLine(Line):
    kind, title, model = "outcome", _("Итог"), Outcome
    forms_of_number = _("итог,итога,итогов")
    field_order = ["kind_of", "text", "parties_text", "amount_rub", "due"]

    kind_of = forms.ChoiceField(label=_("вид"), choices=Outcome.Kind)
    text = forms.CharField(label=_("что решили"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    parties_text = forms.CharField(label=_("стороны"), required=False, max_length=500)
    amount_rub = DecimalFormField(
        label=_("сумма, руб."),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    due = PartialDateFormField(label=_("срок"), required=False)

    def save(self, writing):
        data = self.cleaned_data
        outcome = Outcome(
            event=writing.event,
            kind=data["kind_of"],
            text=data["text"],
            parties_text=data["parties_text"],
            amount_rub=data["amount_rub"],
            due=data["due"],
        )
        writing.place(outcome, Outcome.objects.filter(event=writing.event))
        return writing.add(outcome)


class DelegationLine(Line):
    kind, title, model = "delegation", _("Делегация"), Delegation
    forms_of_number = _("делегация,делегации,делегаций")

    name = forms.CharField(label=_("как написано"), max_length=300)
    country = forms.ChoiceField(
        label=_("из страны"), choices=[("", "—"), *Delegation._meta.get_field("country").choices], required=False
    )

    def save(self, writing):
        data = self.cleaned_data
        delegation = Delegation(event=writing.event, name=data["name"], country=data["country"])
        writing.place(delegation, Delegation.objects.filter(event=writing.event))
        return writing.add(delegation)


class DelegateLine(GuestLine):
    kind, title, under = "delegate", _("В делегации"), ("delegation",)
    forms_of_number = _("участник делегации,участника делегации,участников делегации")

    def appearance(self, writing, **place):
        return super().appearance(writing, delegation=self.parent and self.parent.row, **place)


class QuotationLine(Line):
    """A quotation of the person in the line above."""

    kind, title, model = "quotation", _("Цитата"), Quotation
    under = ("guest", "delegate", "speaker")
    forms_of_number = _("цитата,цитаты,цитат")

    text = forms.CharField(label=_("что сказал"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000)

    def save(self, writing):
        if self.parent is None:
            raise ValidationError(_("Над цитатой нет человека, который это сказал."))
        quotation = Quotation(event=writing.event, appearance=self.parent.row, text=self.cleaned_data["text"])
        writing.place(quotation, Quotation.objects.filter(event=writing.event))
        return writing.add(quotation)


KINDS = [
    SeriesLine,
    RegionLine,
    OrganizationLine,
    ParkLine,
    StopLine,
    CommitteeLine,
    ResidencyLine,
    DelegationLine,
    DelegateLine,
    GuestLine,
    ToldTalkLine,
    SpeakerLine,
    QuotationLine,
    MaterialLine,
    SessionLine,
    NumberLine,
    OutcomeLine,
]
