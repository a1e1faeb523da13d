from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.files.views import deliver_image

from ..models import Organization


@require_safe
def logo(request, slug):
    return deliver_image(request, get_object_or_404(Organization.objects.visible_to(request.user), slug=slug).logo)
