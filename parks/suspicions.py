"""Register how organizations, and how parks, are compared with each other."""

from django.db import models

from core.suspicions import Comparison, RowNames, register

from .doubles import organizations, parks
from .models import Organization, OrganizationName, Park

LONG_ENOUGH = 7  # letters of a short name that counts: many organizations are called «АИР»


def _organizations(rows):
    others = {}
    if isinstance(rows, models.QuerySet):
        for key, name in OrganizationName.objects.order_by("pk").values_list("organization", "name"):
            others.setdefault(key, []).append(name)
    for row in rows:
        short = [row.short_name] if len(row.short_name) >= LONG_ENOUGH else []
        texts = dict.fromkeys([f"{row.legal_form} {row.name}".strip(), *short, *others.get(row.pk, ())])
        facts = {"ИНН": row.inn}
        yield row.pk, RowNames(tuple(map(organizations.read_organization, texts)), facts, {"регионы": row.region_id})


def _parks(rows):
    kinds = dict(Park.Kind.choices)
    for row in rows:
        texts = dict.fromkeys(
            [f"{kinds.get(row.kind, '')} «{row.name}»", *filter(None, [row.short_name]), *row.aliases.splitlines()]
        )
        yield row.pk, RowNames(tuple(map(parks.read_park, texts)), {}, {"регионы": row.region_id})


ORGANIZATION = ("legal_form", "name", "short_name", "inn", "region_id")
PARK = ("kind", "name", "short_name", "aliases", "region_id")


def register_all():
    register(
        Organization,
        Comparison(ORGANIZATION, _organizations, organizations.keys_of, organizations.compare_organizations),
    )
    register(Park, Comparison(PARK, _parks, parks.keys_of, parks.compare_parks))
