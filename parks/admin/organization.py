from collections import defaultdict

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin.base import HistoryAdmin, PortalTabularInline, PublicationFilter, publication
from core.admin.doubles import AsksOnce, KnowsDoubles
from core.admin.forms import PortalForm
from core.admin.names import Names
from core.admin.spreadsheets import SpreadsheetAdmin

from ..models import Organization, OrganizationName
from ..names import LEGAL_FORMS, kind_of, parted
from ..spreadsheets import ORGANIZATIONS
from .region import RegionFilter
from .residency import ParksOfResident


class OtherNames(PortalTabularInline):
    model = OrganizationName
    add_text = _("Добавить название")
    fields = ["name", "kind", "since", "until"]


class OrganizationForm(AsksOnce, PortalForm):
    doubles_question = _("Похоже, эта организация уже есть: %s. Если это другая, сохраните ещё раз.")


def _names_of_organizations(organizations):
    others = defaultdict(list)
    for key, name in OrganizationName.objects.order_by("pk").values_list("organization", "name"):
        others[key].append(name)
    for key, *names in organizations.values_list("pk", "name", "short_name", "inn"):
        yield key, " ".join((*names, *others[key]))


@admin.register(Organization)
class OrganizationAdmin(SpreadsheetAdmin, KnowsDoubles, HistoryAdmin):
    spreadsheet = ORGANIZATIONS
    form = OrganizationForm
    list_display = ["__str__", "kind", "region", "inn", publication]
    list_filter = ["kind", PublicationFilter, RegionFilter]
    list_select_related = ["region"]
    search_fields = ["names", "legal_form__holds", "inn__exact"]
    names = Names(Organization, _names_of_organizations, ignored=LEGAL_FORMS)
    inlines = [OtherNames, ParksOfResident]
    pictures = {"logo": lambda organization: reverse("parks:logo", args=[organization.slug])}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("legal_form", "name"),
                    "short_name",
                    "kind",
                    "region",
                    ("country", "foreign_region"),
                    "parent",
                ]
            },
        ),
        (
            _("Карточка на сайте"),
            {"fields": ["about", ("phone", "email"), "postal_address", "website", "logo", "published_at"]},
        ),
        (_("Реквизиты и адрес страницы"), {"classes": ["collapse"], "fields": ["inn", "ogrn", "slug"]}),
    ]

    def made_of(self, text):
        legal_form, name = parted(text)
        return Organization(legal_form=legal_form, name=name, kind=kind_of(legal_form, name))
