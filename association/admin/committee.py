from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin, PortalTabularInline
from events.admin import EventAdmin

from ..models import Committee, CommitteeMember

# Django creates the model of this table itself, so its texts cannot stand in a class of ours. Without them, the inline
# and the page that confirms a deletion would show «Committee_events object (3)».
Participation = Committee.events.through
Participation._meta.verbose_name = _("участие комитета")
Participation._meta.verbose_name_plural = _("комитеты и органы ассоциации")
Participation._meta.get_field("committee").verbose_name = _("комитет")
Participation._meta.get_field("event").verbose_name = _("мероприятие")
Participation.__str__ = lambda row: f"{row.committee} — {row.event}"


class Members(PortalTabularInline):
    model = CommitteeMember
    add_text = _("Добавить члена комитета")
    fields = ["person", "role", "order"]


class CommitteesOfEvent(PortalTabularInline):
    """Committees in the form of an event. They are added from here because `events` may not import `association`."""

    model = Participation
    add_text = _("Добавить комитет")
    fields = ["committee"]
    verbose_name = _("комитет")
    classes = ["collapse"]


EventAdmin.inlines = [*EventAdmin.inlines, CommitteesOfEvent]


@admin.register(Committee)
class CommitteeAdmin(PortalAdmin):
    list_display = ["name", "members_count", "order"]
    search_fields = ["name__holds"]
    ordering = Committee._meta.ordering  # annotating a count drops the model's ordering
    inlines = [Members]
    fields = ["name", "about", "order", "slug"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(members_count=Count("members"))

    @admin.display(description=_("членов"), ordering="members_count")
    def members_count(self, committee):
        return committee.members_count
