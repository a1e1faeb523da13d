"""Metadata of the pages of parks, regions and organizations for search engines and messengers."""

from django.utils.translation import gettext as _

from core.addresses import address_of
from core.structured_data import (
    PageMetadata,
    absolute_url,
    breadcrumbs,
    geo_coordinates,
    page_reference,
    postal_address,
    shortened,
)
from core.templatetags.core_tags import phones

from .models import Organization


def park_metadata(park, *, region=None):
    """`region` is the park's, or None if the reader may not see it."""
    place = page_reference(
        "Place",
        park,
        description=shortened(park.about or park.specialization),
        address=postal_address(locality=park.municipality, region=region, street=park.address),
        geo=geo_coordinates(park.latitude, park.longitude),
        containedInPlace=page_reference("AdministrativeArea", region) if region else None,
        telephone=_telephones(park),
        sameAs=park.website,
    )
    kind = ", ".join(filter(None, (park.get_kind_display().capitalize(), region and region.name)))
    return PageMetadata(
        title=str(park),
        description=shortened(park.about or park.specialization) or kind,
        image=_card("parks:park_card", park),
        objects=[place, _trail(_("Парки"), "parks:parks", park)],
    )


def region_metadata(region):
    area = page_reference("AdministrativeArea", region, geo=geo_coordinates(region.latitude, region.longitude))
    return PageMetadata(
        title=region.name,
        description=_("Индустриальные парки %(region)s, визиты и материалы.") % {"region": region.genitive},
        image=_card("parks:region_card", region),
        objects=[area, _trail(_("Регионы"), "parks:regions", region)],
    )


def organization_metadata(organization, *, region=None):
    """`region` is the organization's, or None if the reader may not see it."""
    is_company = organization.kind == Organization.Kind.COMPANY
    company = page_reference(
        "Corporation" if is_company else "Organization",
        organization,
        alternateName=organization.short_name,
        taxID=organization.inn,
        description=shortened(organization.about),
        address=postal_address(region=region) if region else None,
        logo=absolute_url(address_of("parks:logo", organization.slug)) if organization.logo else "",
        telephone=_telephones(organization),
        email=organization.email,
        sameAs=organization.website,
    )
    return PageMetadata(
        title=str(organization),
        description=shortened(organization.about) or organization.get_kind_display().capitalize(),
        image=_card("parks:organization_card", organization),
        objects=[company, _trail(_("Организации"), "parks:organizations", organization)],
    )


def _card(address, row):
    return absolute_url(address_of(address, row.slug))


def _telephones(row):
    numbers = [phone.href.removeprefix("tel:") for phone in phones(row.phone)]
    return numbers if len(numbers) > 1 else "".join(numbers)


def _trail(section, page, row):
    return breadcrumbs((section, address_of(page)), (str(row), row.get_absolute_url()))
