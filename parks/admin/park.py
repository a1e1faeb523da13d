from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.admin.base import HistoryAdmin, PortalTabularInline, PublicationFilter, publication
from core.admin.doubles import AsksOnce, KnowsDoubles
from core.admin.formsets import PortalFormSet
from core.admin.names import Names
from core.admin.namesakes import mark_namesakes, told_apart
from core.admin.spreadsheets import SpreadsheetAdmin

from ..models import (
    Park,
    ParkAccreditation,
    ParkCertificate,
    ParkFigure,
    ParkPhase,
    ParkRating,
    ParkStatusChange,
)
from ..models.park import Availability
from ..models.park_figure import check_figures, take_figures
from ..spreadsheets import PARKS
from .points import PointForm, question_point
from .region import RegionFilter
from .residency import ResidentsOfPark


class StatusChanges(PortalTabularInline):
    model = ParkStatusChange
    add_text = _("Добавить смену статуса")
    fields = ["status", "since", "source_url"]
    classes = ["collapse"]


class Certificates(PortalTabularInline):
    model = ParkCertificate
    add_text = _("Добавить сертификат")
    fields = ["standard", "number", "valid_from", "valid_until"]
    classes = ["collapse"]


class Accreditations(PortalTabularInline):
    model = ParkAccreditation
    add_text = _("Добавить запись реестра")
    fields = ["number", "since", "left_on"]
    classes = ["collapse"]


class Phases(PortalTabularInline):
    model = ParkPhase
    add_text = _("Добавить очередь")
    fields = ["number", "area_ha", "investment_rub", "year", "state"]
    classes = ["collapse"]


class Ratings(PortalTabularInline):
    model = ParkRating
    add_text = _("Добавить место в рейтинге")
    fields = ["name", "year", "place"]
    classes = ["collapse"]


class FiguresFormSet(PortalFormSet):
    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and form.has_changed() | bool(form.instance.pk)
        ]
        check_figures(self.instance, [form.instance for form in kept])


class Figures(PortalTabularInline):
    model = ParkFigure
    formset = FiguresFormSet
    add_text = _("Добавить число")
    fields = ["name", "value", "as_of", "source", "source_note", "source_url", "is_accepted"]
    classes = ["collapse"]


class ProposedFigures(admin.SimpleListFilter):
    title = _("числа")
    parameter_name = "figures"

    def lookups(self, request, model_admin):
        return [("proposed", _("есть предложенные"))]

    def queryset(self, request, queryset):
        proposed = ParkFigure.objects.filter(is_accepted=False)
        return queryset.filter(pk__in=proposed.values("park")) if self.value() == "proposed" else queryset


def section(title, *fields, description=""):
    """A collapsed fieldset of the passport."""
    return title, {"classes": ["collapse"], "fields": fields, "description": description}


class ParkForm(AsksOnce, PointForm):
    doubles_question = _("Похоже, этот парк уже есть: %s. Если это другой, сохраните ещё раз.")
    UTILITIES = {
        "electricity": ("electricity_total_mw", "electricity_free_mw"),
        "gas": ("gas_total_m3h", "gas_free_m3h"),
        "heat": ("heat_total_gcalh", "heat_free_gcalh"),
        "water": ("water_total_m3h", "water_free_m3h"),
        "sewage": ("sewage_total_m3h", "sewage_free_m3h"),
    }

    def clean(self):
        data = super().clean()
        for name, capacities in self.UTILITIES.items():
            if data.get(name) == Availability.NO and any(data.get(capacity) for capacity in capacities):
                self.add_error(name, ValidationError(_("Написано «нет», но указана мощность. Исправьте одно из двух.")))
        return data


def _names_of_parks(parks):
    for key, *names in parks.values_list("pk", "name", "short_name", "aliases", "municipality"):
        yield key, " ".join(names)


@admin.register(Park)
class ParkAdmin(SpreadsheetAdmin, KnowsDoubles, HistoryAdmin):
    spreadsheet = PARKS
    form = ParkForm
    list_display = ["__str__", "region", "kind", "status", "total_area_ha", "free_area_ha", "data_as_of", publication]
    list_filter = ["status", "kind", PublicationFilter, ProposedFigures, RegionFilter]
    list_select_related = ["region"]
    names = Names(Park, _names_of_parks, ignored=["индустриальный", "промышленный", "парк", "технопарк"])
    search_fields = [
        "names",
        "specialization__holds",
        "region__name__holds",
    ]
    inlines = [ResidentsOfPark, Figures, Phases, StatusChanges, Certificates, Accreditations, Ratings]
    fieldsets = [
        (None, {"fields": ["name", "region", "kind", "status", "about", "published_at"]}),
        section(
            _("Кто это и где"),
            "short_name",
            "aliases",
            "municipality",
            "address",
            ("latitude", "longitude", "point_is_approximate"),
            "management_company",
            ("owner", "developer"),
            ("site_type", "ownership"),
            "specialization",
            ("year_launched", "year_planned"),
            ("phone", "email"),
            "website",
            "postal_address",
            "slug",
        ),
        section(
            _("Контакт для инвесторов"),
            ("investor_contact", "investor_position"),
            ("investor_phone", "investor_email"),
            "investor_consent",
        ),
        section(
            _("Земля и помещения"),
            ("total_area_ha", "free_area_ha"),
            ("total_buildings_m2", "free_buildings_m2"),
            ("offices_m2", "ceiling_height_m", "hazard_class"),
            description=_("Неизвестное число оставьте пустым: ноль значит «нет совсем»."),
        ),
        section(
            _("Инженерные сети"),
            ("electricity", "electricity_total_mw", "electricity_free_mw"),
            ("gas", "gas_total_m3h", "gas_free_m3h"),
            ("heat", "heat_total_gcalh", "heat_free_gcalh"),
            "heat_source",
            ("water", "water_total_m3h", "water_free_m3h"),
            "water_source",
            ("sewage", "sewage_total_m3h", "sewage_free_m3h"),
            ("storm_drains", "telecom"),
        ),
        section(
            _("Дороги и расстояния"),
            ("nearest_city", "nearest_city_km"),
            ("regional_centre_km", "moscow_km"),
            ("federal_road", "federal_road_km"),
            ("regional_road", "regional_road_km"),
            ("rail_access", "rail_terminal_km"),
            "airport_km",
            "customs",
        ),
        section(
            _("Условия для резидентов"),
            ("land_price_rub_ha", "land_rent_rub_ha_year", "rent_rub_m2_year"),
            ("offers_sale", "offers_land_rent", "offers_rent", "offers_auction", "offers_built_to_suit"),
            "services",
            "preferential_regime",
            "tax_benefits",
            "state_support",
        ),
        section(
            _("Результаты и источник сведений"),
            ("residents_declared", "residents_operating"),
            ("jobs", "investment_rub"),
            ("state_investment_rub", "private_investment_rub", "residents_investment_rub"),
            ("data_as_of", "source_url"),
        ),
    ]

    def labelled(self, parks):
        return mark_namesakes(parks, "name", "region").select_related("region")

    def label_of(self, park):
        return told_apart(park, park.region)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if {"latitude", "longitude", "region"} & set(form.changed_data):
            question_point(self, request, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if any(formset.model is ParkFigure and formset.has_changed() for formset in formsets):
            take_figures(form.instance)
