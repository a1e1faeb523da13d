from django.db.models import Prefetch

from core.typography import quantity
from parks.models import Organization, Park, Region, Residency
from parks.models.park import Availability
from parks.passport import UTILITIES

from ..drafts import ALWAYS, Draft, Reach, text_of
from ..interface import Kind
from .base import Source

BIGGEST_PASSPORT_TEXT = 4000
AT_HAND = {*(name for name, _, _ in UTILITIES), "rail_access", "nearest_city", "federal_road", "customs"}


class Regions(Source):
    kind, model = Kind.REGION, Region

    def draft(self, region, clock):
        return Draft(
            self.kind,
            region.pk,
            Reach() if region.is_hidden else Reach.everyone(ALWAYS),
            heading=text_of(region.name, region.aliases),
            body=text_of(f"{region.get_federal_district_display()} федеральный округ"),
            names=[region.name, *region.aliases.splitlines()],
            regions=[region.slug],
            shown={"title": region.name, "slug": region.slug, "note": region.get_kind_display()},
        )


class Parks(Source):
    kind, model = Kind.PARK, Park

    def rows(self, keys):
        parks = super().rows(keys).select_related("region", "management_company")
        return parks.prefetch_related(
            "certificates", Prefetch("residencies", Residency.objects.select_related("organization"))
        )

    def draft(self, park, clock):
        company = park.management_company
        residents = [
            text_of(residency.organization, residency.product)
            for residency in park.residencies.all()
            if clock.shows(residency.organization.published_at)
        ]
        region = "" if park.region.is_hidden else park.region
        return Draft(
            self.kind,
            park.pk,
            Reach.everyone(park.published_at),
            heading=text_of(park.full_name, park.short_name),
            body=text_of(
                park.about,
                park.specialization,
                f"{park.get_status_display()} {park.get_site_type_display()} {park.get_ownership_display()}",
                park.municipality,
                park.address,
                self.passport(park),
                company if company and clock.shows(company.published_at) else "",
                *residents,
                park.services,
                park.preferential_regime,
                park.tax_benefits,
                park.state_support,
                *(certificate.get_standard_display() for certificate in park.certificates.all()),
            ),
            context=text_of(region),
            names=[park.name, park.short_name, park.full_name],
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
    def passport(park):
        """«мощность всего 150 МВт; газ есть»: as somebody would ask for it. What a park has not is not found there."""
        facts = []
        for column in park._meta.concrete_fields:
            value = getattr(park, column.attname)
            if value in (None, ""):
                continue
            label, _, unit = str(column.verbose_name).partition(", ")
            if column.get_internal_type() == "DecimalField":
                facts.append(f"{label} {quantity(value, unit)}")
            elif column.name in AT_HAND and value not in (Availability.NO, Park.RailAccess.NO):
                facts.append(f"{label} {dict(column.flatchoices).get(value, value)}")
        return "; ".join(facts)[:BIGGEST_PASSPORT_TEXT]


class Organizations(Source):
    kind, model = Kind.ORGANIZATION, Organization

    def rows(self, keys):
        organizations = super().rows(keys).select_related("region", "parent")
        return organizations.prefetch_related(
            "other_names", "managed_parks", Prefetch("residencies", Residency.objects.select_related("park"))
        )

    def draft(self, organization, clock):
        parent = organization.parent
        region = organization.region
        region = region if region and not region.is_hidden else None
        others = [other.name for other in organization.other_names.all()]
        managed = [park for park in organization.managed_parks.all() if clock.shows(park.published_at)]
        resident = [
            text_of(residency.park, residency.product)
            for residency in organization.residencies.all()
            if clock.shows(residency.park.published_at)
        ]
        return Draft(
            self.kind,
            organization.pk,
            Reach.everyone(organization.published_at),
            heading=text_of(organization, organization.short_name, *others),
            body=text_of(
                organization.about,
                organization.get_kind_display(),
                organization.inn and f"ИНН {organization.inn}",
                organization.ogrn and f"ОГРН {organization.ogrn}",
                *managed,
                *resident,
            ),
            context=text_of(parent if parent and clock.shows(parent.published_at) else "", region),
            names=[organization.name, organization.short_name, *others],
            regions=[region.slug] if region else [],
            shown={
                "title": str(organization),
                "slug": organization.slug,
                "note": organization.get_kind_display(),
                "place": str(region or ""),
            },
        )
