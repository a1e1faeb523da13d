"""Tags for the pages of organizations. Templates load them by name, because `parks` may not import `association`."""

from typing import NamedTuple

from django import template
from django.db.models import Exists, OuterRef

from ..models import Membership

register = template.Library()


class Memberships(NamedTuple):
    rows: list
    active: bool


@register.simple_tag
def memberships_of(organization):
    """All memberships of the organization, newest first, and whether one of them is in force today."""
    in_force = Exists(Membership.objects.active().filter(pk=OuterRef("pk")))
    rows = organization.memberships.select_related("category").annotate(in_force=in_force).order_by("-start_date")
    return Memberships(list(rows), any(row.in_force for row in rows))


@register.simple_tag
def members_among(organizations):
    """The primary keys of the organizations that are members today."""
    keys = [organization.pk for organization in organizations]
    return set(Membership.objects.active().filter(organization__in=keys).values_list("organization", flat=True))
