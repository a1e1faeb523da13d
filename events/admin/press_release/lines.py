"""The lines of an event that a press release tells of, beside those that pasted text has."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import IntegerFormField
from parks.models import Park, Residency

from ...models import Access, Delegation, EventNumber, EventRegion, Material, Outcome, Quotation, Stop
from ..pasting.main import OrganizationLine, RegionLine
from ..pasting.people import GuestLine
from ..pasting.programme import SessionLine, SpeakerLine, TalkLine
from ..pasting.route import StopLine
from ..proposals.lines import Line
from ..proposals.links import NEW, OrganizationLink, ParkLink


class NewParkLink(ParkLink):
    """A park is made in the region that received the guests, with the status of its line."""

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


class MaterialLine(Line):
    """A material that the text promises; its file is still awaited."""

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
    field_order = ["kind_of", "text", "parties_text"]

    kind_of = forms.ChoiceField(label=_("вид"), choices=Outcome.Kind)
    text = forms.CharField(label=_("что решили"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    parties_text = forms.CharField(label=_("стороны"), required=False, max_length=500)

    def save(self, writing):
        data = self.cleaned_data
        outcome = Outcome(
            event=writing.event, kind=data["kind_of"], text=data["text"], parties_text=data["parties_text"]
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

    def appearance(self, writing, **place):
        return super().appearance(writing, delegation=self.parent and self.parent.row, **place)


class QuotationLine(Line):
    """What the person of the line above said."""

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
    RegionLine,
    OrganizationLine,
    ParkLine,
    StopLine,
    ResidencyLine,
    DelegationLine,
    DelegateLine,
    GuestLine,
    TalkLine,
    SpeakerLine,
    QuotationLine,
    MaterialLine,
    SessionLine,
    NumberLine,
    OutcomeLine,
]
