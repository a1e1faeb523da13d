"""A park's passport, as its page and the comparison show it. An unknown number is never shown as 0."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from core.typography import quantity

from .models.park import Availability

UNITS = {
    "total_area_ha": _("га"),
    "free_area_ha": _("га"),
    "total_buildings_m2": _("м²"),
    "free_buildings_m2": _("м²"),
    "offices_m2": _("м²"),
    "ceiling_height_m": _("м"),
    "nearest_city_km": _("км"),
    "regional_centre_km": _("км"),
    "moscow_km": _("км"),
    "federal_road_km": _("км"),
    "regional_road_km": _("км"),
    "rail_terminal_km": _("км"),
    "airport_km": _("км"),
    "land_price_rub_ha": _("руб./га"),
    "land_rent_rub_ha_year": _("руб./га в год"),
    "rent_rub_m2_year": _("руб./м² в год"),
    "residents_declared": "",
    "residents_operating": "",
    "jobs": "",
    "investment_rub": _("руб."),
    "state_investment_rub": _("руб."),
    "private_investment_rub": _("руб."),
    "residents_investment_rub": _("руб."),
}

# Values with a total and a free part are drawn as bars instead: see STOCKS and UTILITIES.
SECTIONS = [
    (_("Площадка"), ["offices_m2", "ceiling_height_m", "hazard_class", "site_type", "ownership"]),
    (
        _("Дороги и расстояния"),
        [
            "nearest_city",
            "nearest_city_km",
            "regional_centre_km",
            "moscow_km",
            "federal_road",
            "federal_road_km",
            "regional_road",
            "regional_road_km",
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
            "land_rent_rub_ha_year",
            "rent_rub_m2_year",
            "deal_forms",
            "services",
            "preferential_regime",
            "tax_benefits",
        ],
    ),
    (
        _("Результаты"),
        [
            "year_launched",
            "year_planned",
            "residents_declared",
            "residents_operating",
            "jobs",
            "investment_rub",
            "state_investment_rub",
            "private_investment_rub",
            "residents_investment_rub",
        ],
    ),
]

STOCKS = [
    (_("Земля"), "total_area_ha", "free_area_ha", _("га")),
    (_("Помещения"), "total_buildings_m2", "free_buildings_m2", _("м²")),
]

UTILITIES = [
    ("electricity", "mw", _("МВт")),
    ("gas", "m3h", _("м³/ч")),
    ("heat", "gcalh", _("Гкал/ч")),
    ("water", "m3h", _("м³/ч")),
    ("sewage", "m3h", _("м³/ч")),
    ("storm_drains", "", ""),
    ("telecom", "", ""),
]
SOURCED = {"heat", "water"}  # utilities whose source the passport names


class Stock(NamedTuple):
    """Something with a total and a free part, such as land or power. The text of an unknown part is "".

    `availability` is set for a network: a value of Availability or "". `free_percent` is None if no bar can be drawn.
    """

    name: str
    total: str
    free: str
    free_percent: int | None
    is_measured: bool = True
    availability: str = ""
    availability_words: str = ""
    source: str = ""

    @property
    def is_absent(self):
        return self.availability == Availability.NO

    @property
    def is_known(self):
        return bool(self.total or self.free or self.availability or self.source)

    @property
    def lacks_figures(self):
        """Whether it exists, or may exist, but its bar cannot be drawn."""
        is_there = self.availability in (Availability.YES, "")
        return self.is_measured and is_there and self.free_percent is None


def passport(park):
    """[(title, [(name, value)])] of the known values."""
    sections = [(title, [(label(park, name), shown(park, name)) for name in names]) for title, names in SECTIONS]
    known = [(title, [(name, value) for name, value in facts if value]) for title, facts in sections]
    return [(title, facts) for title, facts in known if facts]


def stocks(park):
    """Land and buildings, known or not."""
    return [_stock(name, getattr(park, total), getattr(park, free), unit) for name, total, free, unit in STOCKS]


def utilities(park):
    """All networks, known or not."""
    return [_utility(park, *utility) for utility in UTILITIES]


def _utility(park, name, suffix, unit):
    total, free = (getattr(park, f"{name}_{part}_{suffix}") if suffix else None for part in ("total", "free"))
    stock = _stock(label(park, name), total, free, unit)
    return stock._replace(
        name=stock.name[:1].upper() + stock.name[1:],
        is_measured=bool(suffix),
        availability=getattr(park, name),
        availability_words=shown(park, name),
        source=getattr(park, source_of(name)) if name in SOURCED else "",
    )


def source_of(name):
    """The field with the source of the heat or the water."""
    return f"{name}_source"


def _stock(name, total, free, unit):
    is_drawn = total is not None and free is not None and total > 0
    percent = round(free / total * 100) if is_drawn else None
    return Stock(str(name), quantity(total, unit), quantity(free, unit), percent)


def label(park, name):
    """The field's verbose name without the unit, which stands beside the value."""
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
