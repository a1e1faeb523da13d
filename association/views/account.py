from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.pagination import first_rows
from events.models import Event, Material
from parks.models import Organization

from ..models import Membership

RECENT = 50


@require_safe
@login_required
def cabinet(request):
    """The account's own page: its organization, its events, its downloads."""
    user = request.user
    membership = (
        Membership.objects.active()
        .filter(organization=user.organization_id)
        .select_related("category")
        .order_by("-start_date")
        .first()
    )
    events = Event.objects.visible_to(user).filter(attendances__user=user).newest_first().count_materials(user)
    downloads = (
        Material.objects.listed_for(user)
        .filter(downloads__user=user)
        .annotate(taken_on=Max("downloads__day"))
        .mark_open(user)
        .order_by("-taken_on", "-pk")
    )
    context = {
        "membership": membership,
        "has_organization_page": Organization.objects.visible_to(user).filter(pk=user.organization_id).exists(),
        "events": first_rows(events, RECENT),
        "downloads": first_rows(downloads.with_speakers(user), RECENT),
    }
    return render(request, "association/cabinet.html", context)
