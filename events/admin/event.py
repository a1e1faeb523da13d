from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalTabularInline, PublicationFilter, publication
from core.admin.doubles import AsksOnce, KnowsDoubles
from core.admin.forms import PortalForm
from core.admin.names import Names
from core.fields import BoundaryDateField
from parks.admin.region import RegionFilter

from ..models import Event, EventNumber, EventOrganization, EventRegion, Preview
from .copy import CopiesEvents
from .desk.publication import publish_selected
from .desk.views import Desk
from .row_history import row_history
from .trash import without_slides


class RegionsOfEvent(PortalTabularInline):
    model = EventRegion
    add_text = _("Добавить регион")
    fields = ["region", "role", "order"]


class OrganizationsOfEvent(PortalTabularInline):
    model = EventOrganization
    add_text = _("Добавить организацию")
    fields = ["organization", "role", "order"]


class Numbers(PortalTabularInline):
    model = EventNumber
    add_text = _("Добавить число")
    fields = ["of", "precision", "value"]
    classes = ["collapse"]


class HostRegionFilter(RegionFilter):
    path = "region_roles__region"

    def queryset(self, request, queryset):
        narrowed = super().queryset(request, queryset)
        return narrowed if narrowed is queryset else narrowed.filter(pk__in=self._hosted())

    def _hosted(self):
        return EventRegion.objects.filter(role=EventRegion.Role.HOST, region=self.value()).values("event")


class YearFilter(admin.SimpleListFilter):
    title = _("год")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        years = [day.year for day in Event.objects.order_by().dates("sort_date", "year", order="DESC")]
        unknown = BoundaryDateField.UNKNOWN.year
        return [(str(year), _("год неизвестен") if year == unknown else str(year)) for year in years]

    def queryset(self, request, queryset):
        known = {value for value, _name in self.lookup_choices}
        return queryset.in_year(int(self.value())) if self.value() in known else queryset


class EventForm(AsksOnce, PortalForm):
    asks_when_changed = ("title", "start", "end")
    doubles_question = _("Похоже, это мероприятие уже заведено: %s. Если это другое, сохраните ещё раз.")


def _names_of_events(events):
    for key, *names, start in events.values_list("pk", "title", "place", "start"):
        yield key, " ".join((*names, str(start or "")[:4]))


@admin.register(Event)
class EventAdmin(KnowsDoubles, CopiesEvents, Desk):
    form = EventForm
    merges = False
    list_display = ["title", "dates", "type", "hosts", "materials_count", publication, "access"]
    list_filter = [PublicationFilter, YearFilter, HostRegionFilter, "access", "type"]
    search_fields = ["names", "lead__holds"]
    names = Names(Event, _names_of_events)
    inlines = [RegionsOfEvent, OrganizationsOfEvent, Numbers]
    actions = [publish_selected]
    pictures = {"cover": lambda event: reverse("events:cover", args=[event.slug])}
    fieldsets = [
        (
            None,
            {"fields": ["title", "type", ("start", "end"), ("place", "time_zone"), "status", ("series", "edition")]},
        ),
        (_("Текст"), {"fields": ["lead", "body", "cover"]}),
        (
            _("Формат, час, страна, тема"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("format", "starts_at", "hall"),
                    ("stream_url", "stream_access"),
                    ("country", "foreign_region"),
                    "theme",
                    ("part_of", "part_of_name"),
                ],
            },
        ),
        (
            _("Контакт для прессы"),
            {
                "classes": ["collapse"],
                "fields": ["press_contact", ("press_phone", "press_email"), "press_consent"],
            },
        ),
        (_("Адрес страницы и источник"), {"classes": ["collapse"], "fields": ["slug", "source_url"]}),
    ]

    def history_view(self, request, object_id, extra_context=None):
        self.check_history_of(object_id)
        return super().history_view(
            request, object_id, {**(extra_context or {}), "rows_history": row_history(object_id)}
        )

    def get_fieldsets(self, request, obj=None):
        """The form's fieldsets. A former state is restored as a whole, so its page also has fields of other pages."""
        found = super().get_fieldsets(request, obj)
        if request.resolver_match.url_name != "events_event_simple_history":
            return found
        return [*found, (_("Кому и когда показывать"), {"fields": [("access", "published_at")]})]

    def get_queryset(self, request):
        if not self.is_list(request):
            return super().get_queryset(request)
        hosts = EventRegion.objects.filter(role=EventRegion.Role.HOST).select_related("region")
        events = super().get_queryset(request).count_materials(request.user)
        return events.prefetch_related(Prefetch("region_roles", hosts, to_attr="host_roles"))

    def label_of(self, event):
        return ", ".join(part for part in (event.title, event.dates) if part)

    def get_deleted_objects(self, objs, request):
        """Lists what is deleted for good, including materials in the trash. Slides are only counted."""
        lines, counts, lacking, protected = super().get_deleted_objects(objs, request)
        # Nobody has the permission to delete a preview, but it is deleted together with its file.
        return without_slides(lines), counts, lacking - {Preview._meta.verbose_name}, protected

    @admin.display(description=_("когда"), ordering="sort_date")
    def dates(self, event):
        return event.dates

    @admin.display(description=_("где"))
    def hosts(self, event):
        return ", ".join(str(role.region) for role in event.host_roles) or event.place

    @admin.display(description=_("материалов"), ordering="materials_count")
    def materials_count(self, event):
        return event.materials_count
