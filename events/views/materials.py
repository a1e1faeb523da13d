from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from parks.pages import PagedListView

from ..forms import MaterialFilters
from ..models import Material
from .speakers import appearances_for


def with_speakers(materials, user):
    """Loads the talk and `talk.speakers`: the appearances with the position of that day."""
    return materials.select_related("event", "talk", "current_version").prefetch_related(
        Prefetch("talk__appearances", appearances_for(user), to_attr="speakers")
    )


class MaterialList(PagedListView):
    template_name = "events/material_list.html"
    context_object_name = "materials"

    def get_queryset(self):
        user = self.request.user
        self.filters = MaterialFilters(self.request.GET, user)
        return self.filters.narrow(Material.objects.listed_for(user).newest_event_first())

    def dress(self, rows):
        user = self.request.user
        materials = Material.objects.filter(pk__in=rows.values("pk")).newest_event_first()
        return with_speakers(materials.mark_open(user), user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filters=self.filters, **kwargs)
        return {**context, "has_locked": not all(material.is_open for material in context["materials"])}


@require_safe
def material(request, pk):
    """The card. Of a locked material it shows what its row shows, and no more."""
    user = request.user
    found = get_object_or_404(with_speakers(Material.objects.listed_for(user).mark_open(user), user), pk=pk)
    return render(request, "events/material_detail.html", {"material": found})
