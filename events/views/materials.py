from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from core.compiled import CompiledQuery
from core.kept_pages.views import kept
from core.pagination import FilteredListView

from ..filters import MaterialFilters
from ..material_page import load_material, load_versions
from ..models import Material
from ..structured_data import material_metadata
from .files import refusal
from .slides import deck_of


@method_decorator(kept(*MaterialFilters.base_fields, "page"), name="dispatch")
class MaterialList(FilteredListView):
    template_name = "events/material_list.html"
    context_object_name = "materials"

    def get_queryset(self):
        user = self.request.user
        materials = Material.objects.listed_for(user).newest_event_first()
        return self.filtered(MaterialFilters(self.request.GET, user), materials)

    def complete_rows(self, rows):
        user = self.request.user
        materials = Material.objects.filter(pk__in=rows.values("pk")).newest_event_first()
        return materials.mark_open(user).with_speakers(user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "has_locked": not all(material.is_open for material in context["materials"])}


DOWNLOADS = CompiledQuery(lambda pk: Material.objects.filter(pk=pk).order_by().only("pk").count_downloads(), pk=-1)


def downloads_shown(request, pk, **kwargs):
    """The number of downloads. It is not part of the content: each download would outdate all kept pages."""
    found = next(DOWNLOADS.rows(pk=pk), None)
    return found and found.downloads_count


@kept("v", "q", also=downloads_shown)
@require_safe
def material(request, pk):
    """The page of a material with its first slide. A locked one shows no more than its row."""
    found = load_material(pk, request.user)
    deck = deck_of(request, found) if found.is_open else None
    return _render_card(request, found, deck)


@kept("v", "q", "part", also=downloads_shown)
@require_safe
def slide(request, pk, number):
    """The page of a material at one of its slides. With `part=slide` only the parts that differ between slides."""
    found = load_material(pk, request.user)
    if not found.is_open:
        return refusal(request, found)
    deck = deck_of(request, found, number)
    if deck is None or not deck.slides:
        return redirect(found)  # that page says why the slide is missing, for example that slides are not ready yet
    if deck.slide is None:
        raise Http404
    if request.GET.get("part") == "slide":
        return render(request, "events/_slide.html", {"material": found, "deck": deck})
    return _render_card(request, found, deck)


def _render_card(request, material, deck):
    drawn = len(deck.slides) if deck and deck.has_pictures and not deck.is_former else 0
    context = {"material": material, "deck": deck, "metadata": material_metadata(material, slides=drawn)}
    if material.is_open:
        context["versions"] = load_versions(material)
    return render(request, "events/material_detail.html", context)
