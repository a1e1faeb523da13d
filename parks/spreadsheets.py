"""The tables of parks, organizations and residents."""

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.sheet import Reference, Sheet

from .models import Organization, OrganizationName, Park, Region, Residency
from .models.organization import unquoted
from .models.park import Availability

_NOT_IN_TABLES = {"id", "slug", "logo"}
UTILITIES = ("electricity", "gas", "heat", "water", "sewage")


def _names_of_region(region):
    return [region.name, *region.aliases.splitlines()]


def _organizations():
    return Organization.objects.prefetch_related("other_names")


def _names_of_organization(organization):
    others = [one.name for one in organization.other_names.all() if one.kind == OrganizationName.Kind.ALIAS]
    return [str(organization), organization.name, organization.short_name, *others]


def _names_of_park(park):
    return [f"{park.name}, {park.region}", park.name, park.full_name, park.short_name]


REGION = Reference(Region.objects.all, _names_of_region)
ORGANIZATION = Reference(_organizations, _names_of_organization)
PARK = Reference(lambda: Park.objects.select_related("region"), _names_of_park)
_REFERENCES = {
    Park: {"region": REGION, "management_company": ORGANIZATION},
    Organization: {"region": REGION, "parent": ORGANIZATION},
    Residency: {"organization": ORGANIZATION, "park": PARK},
}


def _fields(model, references):
    """The editable columns. A foreign key needs an entry in `references`."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if field.editable and field.name not in _NOT_IN_TABLES and (not field.remote_field or field.name in references)
    )


def _capacities(values, _rows):
    """The checks that the form of a park makes too."""
    sentence = _("Написано «нет», но указана мощность. Исправьте одно из двух.")
    capacities = {
        name: [field for field in values if field.startswith((f"{name}_total_", f"{name}_free_"))] for name in UTILITIES
    }
    return {
        name: str(sentence)
        for name, fields in capacities.items()
        if values[name] == Availability.NO and any(values[field] for field in fields)
    }


_DRAFT = {"published_at": None}  # imported rows are drafts until somebody publishes them
PARKS = Sheet(
    name="parks",
    title=_("Парки"),
    model=Park,
    fields=_fields(Park, _REFERENCES[Park]),
    keys=(("region", "name"),),
    references=_REFERENCES[Park],
    check=_capacities,
    unsaid=_DRAFT,
)
ORGANIZATIONS = Sheet(
    name="organizations",
    title=_("Организации"),
    model=Organization,
    fields=_fields(Organization, _REFERENCES[Organization]),
    keys=(("inn",), ("legal_form", "name")),
    references=_REFERENCES[Organization],
    tidy={"name": unquoted},
    unsaid=_DRAFT,
)
RESIDENTS = Sheet(
    name="residents",
    title=_("Резиденты"),
    model=Residency,
    fields=_fields(Residency, _REFERENCES[Residency]),
    keys=(("organization", "park"),),
    references=_REFERENCES[Residency],
)
SHEETS = [PARKS, ORGANIZATIONS, RESIDENTS]
