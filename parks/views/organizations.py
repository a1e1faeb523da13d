from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from core.kept_pages.views import kept
from core.pagination import FilteredListView

from ..filters import OrganizationFilters
from ..models import Organization, Park, Residency
from ..structured_data import organization_metadata
from .parks import shown_region


@method_decorator(kept(*OrganizationFilters.base_fields, "page"), name="dispatch")
class OrganizationList(FilteredListView):
    template_name = "parks/organization_list.html"

    def get_queryset(self):
        user = self.request.user
        residencies = Residency.objects.visible_to(user).exclude(status=Residency.Status.LEFT)
        residencies = residencies.select_related("park").order_by("park__name", "pk")
        found = self.filtered(OrganizationFilters(self.request.GET, user), Organization.objects.visible_to(user))
        return found.prefetch_related(shown_region(user), Prefetch("residencies", residencies))


@kept()
@require_safe
def organization(request, slug):
    user = request.user
    visible = Organization.objects.visible_to(user)
    organizations = visible.prefetch_related(
        shown_region(user),
        Prefetch("parent", visible),
        Prefetch("children", visible),
        Prefetch("residencies", Residency.objects.visible_to(user).select_related("park").order_by("park__name", "pk")),
        Prefetch("managed_parks", Park.objects.visible_to(user)),
        "other_names",
    )
    organization = get_object_or_404(organizations, slug=slug)
    metadata = organization_metadata(organization, region=organization.shown_region)
    context = {"organization": organization, "metadata": metadata}
    return render(request, "parks/organization_detail.html", context)
