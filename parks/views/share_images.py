"""Preview pictures for messengers. They show only what every visitor may see, because a proxy may cache them."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.files.views import share_image
from core.share_image import draw
from core.typography import counted, quantity

from .. import regionmap
from ..models import Organization, Park, Region
from ..outlines import outlines
from .parks import shown_region

EVERYONE = AnonymousUser()


@require_safe
@conditional_page
def park_card(request, slug):
    parks = Park.objects.visible_to(request.user).prefetch_related(shown_region(EVERYONE))
    park = get_object_or_404(parks, slug=slug)
    region = park.shown_region
    has_point = park.latitude is not None and park.longitude is not None
    picture = draw(
        title=_capitalized(park.full_name),
        lines=(_capitalized(", ".join(_facts(park))), _joined(park.municipality, region and region.name)),
        name=settings.ASSOCIATION_NAME,
        outline=outlines().get(region.iso_code, "") if region else "",
        mark=regionmap.project(park.latitude, park.longitude) if has_point else None,
    )
    return share_image(picture, is_public=not park.is_draft)


def _facts(park):
    yield park.get_status_display()
    if park.total_area_ha is not None:
        yield quantity(park.total_area_ha, _("га"))
    if park.free_area_ha is not None:
        yield _("свободно %s") % quantity(park.free_area_ha, _("га"))


@require_safe
@conditional_page
def region_card(request, slug):
    region = get_object_or_404(Region.objects.visible_to(request.user), slug=slug)
    parks = Park.objects.visible_to(EVERYONE).in_region(region).count()
    picture = draw(
        title=region.name,
        lines=(
            counted(parks, _("парк,парка,парков")) if parks else "",
            _("%s федеральный округ") % region.get_federal_district_display(),
        ),
        name=settings.ASSOCIATION_NAME,
        outline=outlines().get(region.iso_code, ""),
    )
    return share_image(picture, is_public=not region.is_hidden)


@require_safe
@conditional_page
def organization_card(request, slug):
    organizations = Organization.objects.visible_to(request.user).prefetch_related(shown_region(EVERYONE))
    organization = get_object_or_404(organizations, slug=slug)
    region = organization.shown_region
    picture = draw(
        title=str(organization),
        lines=(_capitalized(organization.get_kind_display()), region.name if region else ""),
        name=settings.ASSOCIATION_NAME,
        outline=outlines().get(region.iso_code, "") if region else "",
    )
    return share_image(picture, is_public=not organization.is_draft)


def _joined(*parts):
    return ", ".join(filter(None, parts))


def _capitalized(text):
    return text[:1].upper() + text[1:]
