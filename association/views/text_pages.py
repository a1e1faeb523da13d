"""The association's own pages: texts that staff edit, committees, members."""

from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from core.kept_pages.views import kept
from core.pagination import PagedListView
from events.models import Person
from parks.models import Organization, Region

from ..models import Committee, CommitteeMember, Membership, TextPage


@kept()
@require_safe
def about(request):
    """The page of the association, with its committees. People are links if the visitor may open their page."""
    pages = Person.objects.visible_to(request.user).filter(pk=OuterRef("person"))
    members = CommitteeMember.objects.select_related("person").annotate(has_page=Exists(pages))
    committees = Committee.objects.prefetch_related(Prefetch("members", members))
    return render(request, "association/about.html", {"texts": TextPage.bodies_of("about"), "committees": committees})


@kept()
@require_safe
def contacts(request):
    return render(request, "association/contacts.html", {"texts": TextPage.bodies_of("contacts", "access")})


@kept()
@require_safe
def privacy(request):
    return render(request, "association/privacy.html", {"texts": TextPage.bodies_of("privacy")})


@method_decorator(kept("page"), name="dispatch")
class MemberList(PagedListView):
    """Organizations whose membership is in force today, by category."""

    template_name = "association/members.html"

    def get_queryset(self):
        visible = Organization.objects.visible_to(self.request.user)
        regions = Region.objects.visible_to(self.request.user)
        return (
            Membership.objects.active()
            .filter(organization__in=visible)
            .select_related("organization", "category")
            .prefetch_related(Prefetch("organization__region", regions, to_attr="shown_region"))
            .order_by("category__order", "category__name", "organization__name", "pk")
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(texts=TextPage.bodies_of("join"), **kwargs)
