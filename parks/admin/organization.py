from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin.base import HistoryAdmin, PortalTabularInline, PublicationFilter, publication
from core.admin.doubles import AsksOnce, KnowsDoubles
from core.admin.forms import PortalForm

from ..models import Organization, OrganizationName
from .region import RegionFilter
from .residency import ParksOfResident


class OtherNames(PortalTabularInline):
    model = OrganizationName
    add_text = _("Добавить название")
    fields = ["name", "kind", "since", "until"]


class OrganizationForm(AsksOnce, PortalForm):
    doubles_question = _("Похоже, эта организация уже есть: %s. Если это другая, сохраните ещё раз.")


@admin.register(Organization)
class OrganizationAdmin(KnowsDoubles, HistoryAdmin):
    form = OrganizationForm
    list_display = ["__str__", "kind", "region", "inn", publication]
    list_filter = ["kind", PublicationFilter, RegionFilter]
    list_select_related = ["region"]
    search_fields = ["name__holds", "short_name__holds", "legal_form__holds", "other_names__name__holds", "inn__exact"]
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
