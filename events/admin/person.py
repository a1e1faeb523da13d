from collections import defaultdict

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin.base import HistoryAdmin, PortalTabularInline
from core.admin.doubles import AsksOnce, KnowsDoubles
from core.admin.forms import PortalForm
from core.admin.names import Names
from core.admin.namesakes import mark_namesakes, told_apart
from core.admin.spreadsheets import SpreadsheetAdmin
from core.typography import counted

from ..known.people import PersonName, name_of
from ..models import Appearance, Person
from ..pasting.people_lists import person_of_line
from ..pasting.tokens import clean, tokens_of
from ..spreadsheets import PEOPLE

NAMES = ("last_name", "first_name", "middle_name")


class PersonForm(AsksOnce, PortalForm):
    doubles_question = _("Похоже, этот человек уже есть: %s. Если это другой, сохраните ещё раз.")
    is_correction = forms.BooleanField(
        label=_("Это исправление ошибки"),
        required=False,
        help_text=_(
            "Страницы прошлых мероприятий покажут исправленное имя. Без отметки на них останется имя того дня: так и "
            "нужно, если человек сменил фамилию."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["is_correction"].widget = forms.HiddenInput()


class AppearancesOfPerson(PortalTabularInline):
    """The appearances of a person, read-only. They are added on the event's desk."""

    model = Appearance
    verbose_name_plural = _("где выступал и был гостем")
    fields = readonly_fields = ["event", "role", "name_then", "position", "organization_name"]
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def _names_of_people(people):
    """Yields (key, names) of people for `Names`, including the names that they had at events."""
    former = defaultdict(set)
    appearances = Appearance.objects.exclude(name_then="").filter(person__in=people.order_by())
    for person, name in appearances.order_by().values_list("person", "name_then").distinct():
        former[person].add(name)
    for key, last, first, middle, aliases in people.values_list(
        "pk", "last_name", "first_name", "middle_name", "aliases"
    ):
        others = former[key] - {" ".join(filter(None, (first, middle, last)))}
        yield key, " ".join((last, first, middle, aliases, *others))


@admin.register(Person)
class PersonAdmin(SpreadsheetAdmin, KnowsDoubles, HistoryAdmin):
    spreadsheet = PEOPLE
    form = PersonForm
    list_display = ["name", "appearances_count", "has_photo"]
    search_fields = ["names"]
    names = Names(Person, _names_of_people)
    inlines = [AppearancesOfPerson]
    pictures = {"photo": lambda person: reverse("events:portrait", args=[person.slug])}
    fieldsets = [
        (None, {"fields": [("last_name", "first_name", "middle_name"), "is_correction", "aliases"]}),
        (_("Страница на сайте"), {"fields": ["photo", "bio", "slug"]}),
    ]

    def get_queryset(self, request):
        people = super().get_queryset(request)
        if not self.is_list(request):
            return people
        own = Appearance.objects.filter(person=OuterRef("pk")).order_by().values("person")
        counted = Subquery(own.annotate(total=Count("pk")).values("total"))
        return people.annotate(appearances_count=Coalesce(counted, 0))

    def listed(self, people):
        return self.labelled(people)

    def labelled(self, people):
        people = mark_namesakes(people, "last_name", "first_name", "middle_name")
        return people.with_newest_post(Appearance.objects.all()).with_number_of_events()

    def label_of(self, person):
        post = filter(None, (getattr(person, "position", ""), getattr(person, "organization_name", "")))
        events = getattr(person, "events_count", 0) if getattr(person, "has_namesake", False) else 0
        return told_apart(
            person, ", ".join(post), counted(events, _("мероприятие,мероприятия,мероприятий")) if events else ""
        )

    def proposals_of(self, person):
        """The position and organization of the latest appearance."""
        names = ("position", "organization_name", "organization")
        return {"post": {name: getattr(person, name, None) or "" for name in names}}

    def made_of(self, text):
        """A new person from «Ровбель Ростислав» or «Ростислав Ровбель»; None for other texts."""
        found = person_of_line(tokens_of(clean(text)))
        name = name_of(found.value) if found else PersonName(*(text.split(maxsplit=2)))
        return Person(last_name=name.last, first_name=name.first, middle_name=name.middle)

    def save_model(self, request, obj, form, change):
        former = Person(**{name: form.initial.get(name) for name in NAMES}).full_name
        super().save_model(request, obj, form, change)
        if change and form.cleaned_data["is_correction"]:
            for appearance in obj.appearances.filter(name_then=former):
                appearance.name_then = ""
                appearance.save()
            for stop in obj.hosted_stops.filter(host_name_then=former):
                stop.host_name_then = ""
                stop.save()

    @admin.display(description=_("человек"), ordering="last_name")
    def name(self, person):
        return self.label_of(person)

    @admin.display(description=_("выступлений и приглашений"), ordering="appearances_count")
    def appearances_count(self, person):
        return person.appearances_count

    @admin.display(description=_("фотография"), boolean=True)
    def has_photo(self, person):
        return bool(person.photo)
