"""What the roof tells the pages of organizations: they know these tags only by name."""

from typing import NamedTuple

from django import template
from django.utils import timezone

from ..models import Membership

register = template.Library()


class Memberships(NamedTuple):
    rows: list
    active: bool


@register.simple_tag
def memberships_of(organization):
    """All its memberships, newest first, and whether one of them is in force today."""
    rows = list(organization.memberships.select_related("category").order_by("-start_date"))
    today = timezone.localdate()
    return Memberships(
        rows, any(row.start_date <= today and (row.end_date is None or row.end_date >= today) for row in rows)
    )


@register.simple_tag
def members_among(organizations):
    """The keys of those that are members today."""
    keys = [organization.pk for organization in organizations]
    return set(Membership.objects.active().filter(organization__in=keys).values_list("organization", flat=True))
