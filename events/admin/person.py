from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin.base import HistoryAdmin, PortalTabularInline

from ..models import Appearance, Person


class AppearancesOfPerson(PortalTabularInline):
    """Read-only: appearances are added in the event's form."""

    model = Appearance
    verbose_name_plural = _("где выступал и был гостем")
    fields = readonly_fields = ["event", "role", "position", "organization_name"]
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Person)
class PersonAdmin(HistoryAdmin):
    list_display = ["__str__", "appearances_count", "has_photo"]
    search_fields = ["last_name__holds", "first_name__holds", "middle_name__holds", "aliases__holds"]
    ordering = Person._meta.ordering  # an aggregate would drop it
    inlines = [AppearancesOfPerson]
    pictures = {"photo": lambda person: reverse("events:portrait", args=[person.slug])}
    fieldsets = [
        (None, {"fields": [("last_name", "first_name", "middle_name"), "aliases"]}),
        (_("Страница на сайте"), {"fields": ["photo", "bio", "slug"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(appearances_count=Count("appearances"))

    @admin.display(description=_("выступлений и приглашений"), ordering="appearances_count")
    def appearances_count(self, person):
        return person.appearances_count

    @admin.display(description=_("фотография"), boolean=True)
    def has_photo(self, person):
        return bool(person.photo)
