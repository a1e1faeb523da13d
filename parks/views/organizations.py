from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..forms import OrganizationFilters
from ..models import Organization, Park, Region, Residency
from ..pages import PagedListView
from .parks import shown_region


class OrganizationList(PagedListView):
    template_name = "parks/organization_list.html"

    def get_queryset(self):
        user = self.request.user
        organizations = Organization.objects.visible_to(user)
        regions = Region.objects.visible_to(user).filter(Exists(organizations.filter(region=OuterRef("pk"))))
        residencies = Residency.objects.visible_to(user).exclude(status=Residency.Status.LEFT).select_related("park")
        self.filters = OrganizationFilters(self.request.GET, regions, user)
        return self.filters.narrow(organizations).prefetch_related(
            shown_region(user), Prefetch("residencies", residencies)
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(filters=self.filters, **kwargs)


@require_safe
def organization(request, slug):
    user = request.user
    visible = Organization.objects.visible_to(user)
    organizations = visible.prefetch_related(
        shown_region(user),
        Prefetch("parent", visible),
        Prefetch("children", visible),
        Prefetch("residencies", Residency.objects.visible_to(user).select_related("park")),
        Prefetch("managed_parks", Park.objects.visible_to(user)),
        "other_names",
    )
    organization = get_object_or_404(organizations, slug=slug)
    return render(request, "parks/organization_detail.html", {"organization": organization})
