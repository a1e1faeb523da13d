"""A park's passport as its page prints it: sections of names and values. What is unknown is left out, never 0."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .typography import quantity

UNITS = {
    "total_area_ha": _("га"),
    "free_area_ha": _("га"),
    "total_buildings_m2": _("м²"),
    "free_buildings_m2": _("м²"),
    "ceiling_height_m": _("м"),
    "nearest_city_km": _("км"),
    "regional_centre_km": _("км"),
    "moscow_km": _("км"),
    "federal_road_km": _("км"),
    "rail_terminal_km": _("км"),
    "airport_km": _("км"),
    "land_price_rub_ha": _("руб./га"),
    "rent_rub_m2_year": _("руб./м² в год"),
    "residents_declared": "",
    "residents_operating": "",
    "jobs": "",
    "investment_rub": _("руб."),
}

SECTIONS = [
    (
        _("Земля и здания"),
        [
            "total_area_ha",
            "free_area_ha",
            "total_buildings_m2",
            "free_buildings_m2",
            "ceiling_height_m",
            "hazard_class",
            "site_type",
            "ownership",
        ],
    ),
    (
        _("Дороги и расстояния"),
        [
            "nearest_city",
            "nearest_city_km",
            "regional_centre_km",
            "moscow_km",
            "federal_road",
            "federal_road_km",
            "rail_access",
            "rail_terminal_km",
            "airport_km",
            "customs",
        ],
    ),
    (
        _("Условия"),
        [
            "land_price_rub_ha",
            "rent_rub_m2_year",
            "deal_forms",
            "services",
            "preferential_regime",
            "tax_benefits",
        ],
    ),
    (
        _("Результаты"),
        ["year_launched", "year_planned", "residents_declared", "residents_operating", "jobs", "investment_rub"],
    ),
]


class Utility(NamedTuple):
    name: str
    availability: str
    total: str
    free: str


UTILITIES = [
    ("electricity", "mw", _("МВт")),
    ("gas", "m3h", _("м³/ч")),
    ("heat", "gcalh", _("Гкал/ч")),
    ("water", "m3h", _("м³/ч")),
    ("sewage", "m3h", _("м³/ч")),
    ("storm_drains", "", ""),
    ("telecom", "", ""),
]


def passport(park):
    """[(title, [(name, value)])], only what is known."""
    sections = [(title, [(label(park, name), shown(park, name)) for name in names]) for title, names in SECTIONS]
    known = [(title, [(name, value) for name, value in facts if value]) for title, facts in sections]
    return [(title, facts) for title, facts in known if facts]


def utilities(park):
    """A row for each network that anything is known of."""
    rows = [
        Utility(
            name=label(park, name),
            availability=shown(park, name),
            total=quantity(getattr(park, f"{name}_total_{suffix}"), unit) if suffix else "",
            free=quantity(getattr(park, f"{name}_free_{suffix}"), unit) if suffix else "",
        )
        for name, suffix, unit in UTILITIES
    ]
    return [row for row in rows if row.availability or row.total or row.free]


def label(park, name):
    """The field's own name, without the unit that its value carries."""
    if name == "deal_forms":
        return _("формы сделки")
    return str(park._meta.get_field(name).verbose_name).partition(", ")[0]


def shown(park, name):
    value = getattr(park, name)
    if name in UNITS:
        return quantity(value, UNITS[name])
    if name == "deal_forms":
        return ", ".join(map(str, value))
    display = getattr(park, f"get_{name}_display", None)
    return display() if display and value else value
