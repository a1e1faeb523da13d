from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin, PortalTabularInline
from events.admin import EventAdmin

from ..models import Committee, CommitteeMember

# Django makes this model itself and would call its rows «Committee_events object (3)», in lists of what is deleted too.
Participation = Committee.events.through
Participation._meta.verbose_name = _("участие комитета")
Participation._meta.verbose_name_plural = _("комитеты и органы ассоциации")
Participation.__str__ = lambda row: f"{row.committee} — {row.event}"


class Members(PortalTabularInline):
    model = CommitteeMember
    fields = ["person", "role", "order"]


class CommitteesOfEvent(PortalTabularInline):
    """In the event's page, put there from here: events know nothing of committees."""

    model = Participation
    fields = ["committee"]
    verbose_name = _("комитет")
    classes = ["collapse"]


EventAdmin.inlines = [*EventAdmin.inlines, CommitteesOfEvent]


@admin.register(Committee)
class CommitteeAdmin(PortalAdmin):
    list_display = ["name", "members_count", "order"]
    search_fields = ["name__holds"]
    ordering = Committee._meta.ordering  # counting would drop it
    inlines = [Members]
    fields = ["name", "about", "order", "slug"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(members_count=Count("members"))

    @admin.display(description=_("членов"), ordering="members_count")
    def members_count(self, committee):
        return committee.members_count
