"""Documents of regions, parks and organizations."""

import re
from typing import Any

from core.typography import quantity
from parks.models import (
    Organization,
    OrganizationName,
    Park,
    ParkAccreditation,
    ParkCertificate,
    ParkPhase,
    ParkRating,
    Region,
    Residency,
)
from parks.models.park import Availability
from parks.passport import SOURCED, UTILITIES, source_of
from parks.region_names import MAIN_CITIES, OTHER_CITIES

from ..interface import Kind
from ..keys import city_alias
from .base import DocumentSource
from .document import ALWAYS, PublicationClock, SourceDocument, Visibility, lines
from .related import ORGANIZATION, PARK, RelatedRows, with_parents

BIGGEST_PASSPORT_TEXT = 4000
_REPUBLIC = re.compile(r"^[Рр]еспублик\w+ ")
_OF_KIND = re.compile(r"([\w-]+) (область|край|автономный округ|автономная область)")
_OBLAST = re.compile(r"(\w+) (?:област|кра)\w+")
_OF_A_TOWN = re.compile(r"(\w+)ск(?:ая|ой|ую) область")
CAPITAL = "Московск"  # the adjective alone means the city
OF_CITIES = {"Москва": ["московский"], "Санкт-Петербург": ["петербургский", "питерский"]}
UTILITY_FIELDS = {
    *(name for name, _, _ in UTILITIES),
    *(source_of(name) for name in SOURCED),
    *("rail_access", "nearest_city", "federal_road", "regional_road", "customs"),
}


class RegionSource(DocumentSource):
    kind, model = Kind.REGION, Region

    def document(self, region: Region, clock: PublicationClock) -> SourceDocument:
        return SourceDocument(
            self.kind,
            region.pk,
            Visibility() if region.is_hidden else Visibility.for_everyone(ALWAYS),
            heading=lines(region.name, region.aliases),
            body=lines(f"{region.get_federal_district_display()} федеральный округ"),
            names=[region.name, *region.aliases.splitlines()],
            aliases=[*region_names(region), *map(city_alias, cities_of(region))],
            regions=[region.slug],
            shown={"title": region.name, "slug": region.slug, "note": region.get_kind_display()},
        )


def region_names(region: Region) -> list[str]:
    """The region's names as people use them: in each case, without «Республика», with «обл.», as an adjective."""
    forms = [region.name, region.genitive, region.dative, region.accusative, region.instrumental, region.prepositional]
    found = [region.name, *region.aliases.splitlines(), *OF_CITIES.get(region.name, ())]
    if of_town := _OF_A_TOWN.match(region.name):
        found.append(f"{of_town[1]}{'чина' if of_town[1][-1] in 'дт' else 'щина'}")  # «Смоленщина», «Нижегородчина»
    for form in forms:
        spoken = [form, *re.split(r" — | \(|\)", form)]
        found += spoken
        found += [_REPUBLIC.sub("", one) for one in spoken if _REPUBLIC.search(one)]
        if found_adjective := _OBLAST.fullmatch(form.split(" — ")[0]):
            found.append(f"{found_adjective[1]} обл")
            if not found_adjective[1].startswith(CAPITAL):
                found.append(found_adjective[1])
    found += _abbreviated(region.name)
    return list(dict.fromkeys(name for name in found if name))


def _abbreviated(name: str) -> list[str]:
    """Abbreviations of lists and addresses: «обл. Калужская», «Пермский кр.», «респ. Татарстан», «Ненецкий АО»."""
    name = name.split(" — ")[0]
    if found := _OF_KIND.fullmatch(name):
        adjective, kind = found[1], found[2]
        short = {"область": "обл", "край": "кр"}.get(kind, "АО")
        return [f"{kind} {adjective}", f"{short} {adjective}", f"{adjective} {short}"]
    republic = _REPUBLIC.sub("", name.removesuffix(" Республика"))
    return [f"респ {republic}", f"{republic} респ"] if republic != name else []


def cities_of(region: Region) -> list[str]:
    """Cities that stand for the region: «мероприятия в Иваново»."""
    code = region.iso_code
    return [city for city in (MAIN_CITIES.get(code, ""), *OTHER_CITIES.get(code, ())) if city and city != region.name]


class ParkSource(DocumentSource):
    kind, model = Kind.PARK, Park

    def own(self) -> Any:
        return super().own().select_related("region", "management_company", "owner", "developer")

    def related(self) -> list[RelatedRows]:
        return [
            RelatedRows(Park, "certificates", ParkCertificate.objects.all),
            RelatedRows(Park, "accreditations", ParkAccreditation.objects.all),
            RelatedRows(Park, "phases", ParkPhase.objects.all),
            RelatedRows(Park, "ratings", ParkRating.objects.all),
            RelatedRows(Park, "residencies", lambda: with_parents(Residency.objects, organization=ORGANIZATION)),
        ]

    def document(self, park: Park, clock: PublicationClock) -> SourceDocument:
        companies = dict.fromkeys((park.management_company, park.owner, park.developer))
        residents = [
            lines(residency.organization, residency.product)
            for residency in park.residencies.all()
            if clock.is_published(residency.organization.published_at)
        ]
        region = None if park.region.is_hidden else park.region
        others = [name for name in (park.short_name, *park.aliases.splitlines()) if name]
        return SourceDocument(
            self.kind,
            park.pk,
            Visibility.for_everyone(park.published_at),
            heading=lines(park.full_name, *others),
            body=lines(
                park.about,
                park.specialization,
                f"{park.get_status_display()} {park.get_site_type_display()} {park.get_ownership_display()}",
                park.municipality,
                park.address,
                self.passport(park),
                *(one for one in companies if one and clock.is_published(one.published_at)),
                *residents,
                park.services,
                park.preferential_regime,
                park.tax_benefits,
                park.state_support,
                *(certificate.get_standard_display() for certificate in park.certificates.all()),
                *(f"{one._meta.verbose_name} {one.number}" for one in park.accreditations.all()),
                *park.phases.all(),
                *park.ratings.all(),
            ),
            context=lines(region),
            names=[park.name, *others, park.full_name],
            aliases=[park.full_name, park.name, *others] if others else [],
            regions=[region.slug] if region else [],
            parks=[park.slug],
            shown={
                "title": park.full_name[:1].upper() + park.full_name[1:],
                "slug": park.slug,
                "note": park.get_status_display(),
                "place": str(region or ""),
            },
        )

    @staticmethod
    def passport(park: Park) -> str:
        """The passport, worded like a query: «мощность всего 150 МВт; газ есть». Leaves out missing utilities."""
        facts = []
        for column in park._meta.concrete_fields:
            value = getattr(park, column.attname)
            if value in (None, ""):
                continue
            label, _, unit = str(column.verbose_name).partition(", ")
            if column.get_internal_type() == "DecimalField":
                facts.append(f"{label} {quantity(value, unit)}")
            elif column.name in UTILITY_FIELDS and value not in (Availability.NO, Park.RailAccess.NO):
                facts.append(f"{label} {dict(column.flatchoices).get(value, value)}")
        return "; ".join(facts)[:BIGGEST_PASSPORT_TEXT]


class OrganizationSource(DocumentSource):
    kind, model = Kind.ORGANIZATION, Organization

    def own(self) -> Any:
        return super().own().select_related("region", "parent")

    def related(self) -> list[RelatedRows]:
        return [
            RelatedRows(Organization, "other_names", OrganizationName.objects.all),
            RelatedRows(Organization, "managed_parks", Park.objects.all),
            RelatedRows(Organization, "residencies", lambda: with_parents(Residency.objects, park=PARK)),
        ]

    def document(self, organization: Organization, clock: PublicationClock) -> SourceDocument:
        parent = organization.parent
        region = organization.region
        region = region if region and not region.is_hidden else None
        others = [other.name for other in organization.other_names.all()]
        managed = [park for park in organization.managed_parks.all() if clock.is_published(park.published_at)]
        resident = [
            lines(residency.park, residency.product)
            for residency in organization.residencies.all()
            if clock.is_published(residency.park.published_at)
        ]
        return SourceDocument(
            self.kind,
            organization.pk,
            Visibility.for_everyone(organization.published_at),
            heading=lines(organization, organization.short_name, *others),
            body=lines(
                organization.about,
                organization.get_kind_display(),
                organization.inn and f"ИНН {organization.inn}",
                organization.ogrn and f"ОГРН {organization.ogrn}",
                *managed,
                *resident,
            ),
            context=lines(
                parent if parent and clock.is_published(parent.published_at) else "", region, organization.where_abroad
            ),
            names=[organization.name, organization.short_name, *others],
            aliases=[organization.name, organization.short_name, *others] if organization.short_name or others else [],
            regions=[region.slug] if region else [],
            shown={
                "title": str(organization),
                "slug": organization.slug,
                "note": organization.get_kind_display(),
                "place": str(region or ""),
            },
        )
