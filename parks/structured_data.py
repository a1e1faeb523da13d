"""What the pages of parks, regions and organizations say of themselves to search engines and messengers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.structured_data import Sharing, absolute, address, breadcrumbs, coordinates, named, shortened

from .models import Organization


def share_park(park, *, region=None):
    """`region` is the park's, where the reader may see its page."""
    place = named(
        "Place",
        park,
        description=shortened(park.about or park.specialization),
        address=address(locality=park.municipality, region=region, street=park.address),
        geo=coordinates(park.latitude, park.longitude),
        containedInPlace=named("AdministrativeArea", region) if region else None,
        sameAs=park.website,
    )
    kind = ", ".join(filter(None, (park.get_kind_display().capitalize(), region and region.name)))
    return Sharing(
        title=str(park),
        description=shortened(park.about or park.specialization) or kind,
        things=[place, _trail(_("Парки"), "parks:parks", park)],
    )


def share_region(region):
    area = named("AdministrativeArea", region, geo=coordinates(region.latitude, region.longitude))
    return Sharing(
        title=region.name,
        description=_("Индустриальные парки %(region)s, визиты и материалы.") % {"region": region.genitive},
        things=[area, _trail(_("Регионы"), "parks:regions", region)],
    )


def share_organization(organization, *, region=None):
    """`region` is the organization's, where the reader may see its page."""
    is_company = organization.kind == Organization.Kind.COMPANY
    company = named(
        "Corporation" if is_company else "Organization",
        organization,
        alternateName=organization.short_name,
        taxID=organization.inn,
        description=shortened(organization.about),
        address=address(region=region) if region else None,
        logo=absolute(reverse("parks:logo", args=[organization.slug])) if organization.logo else "",
        sameAs=organization.website,
    )
    return Sharing(
        title=str(organization),
        description=shortened(organization.about) or organization.get_kind_display().capitalize(),
        things=[company, _trail(_("Организации"), "parks:organizations", organization)],
    )


def _trail(section, address, row):
    return breadcrumbs((section, reverse(address)), (str(row), row.get_absolute_url()))
