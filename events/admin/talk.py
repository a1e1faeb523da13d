from django import forms
from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalStackedInline
from core.admin.forms import PortalForm
from core.admin.formsets import PortalFormSet
from core.admin.names import Names

from ..models import Appearance, Material, Talk
from .material import MaterialForm, save_uploads
from .ownership import PartOfEventAdmin
from .trash import KeepsDeleted


class AppearanceForm(PortalForm):
    """Copies the organization's name into the appearance, so that a renaming does not change it later."""

    class Media:
        js = [forms.Script("js/appearance.js", type="module")]

    def clean(self):
        data = super().clean()
        if data.get("organization") and not data.get("organization_name"):
            data["organization_name"] = str(data["organization"])
        return data


class OfEventFormSet(PortalFormSet):
    """Sets the event of new rows to that of their talk or session."""

    order_within = "event"

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.event_id = self.instance.event_id
        return form


class SpeakersOfTalk(PortalStackedInline):
    model = Appearance
    add_text = _("Добавить докладчика или гостя")
    form = AppearanceForm
    formset = OfEventFormSet
    verbose_name_plural = _("кто выступал")
    fields = [("person", "role"), ("position", "order"), ("organization", "organization_name"), "is_remote"]


class _MaterialsOfTalkFormSet(KeepsDeleted, OfEventFormSet):
    pass


class MaterialsOfTalk(PortalStackedInline):
    model = Material
    add_text = _("Добавить материал")
    form = MaterialForm
    formset = _MaterialsOfTalkFormSet
    show_change_link = True
    fields = [("kind", "title"), ("access", "order"), ("upload", "reason"), "url"]


@admin.register(Talk)
class TalkAdmin(PartOfEventAdmin):
    list_display = ["__str__", "speakers", "event", "session"]
    list_select_related = ["event", "session"]
    search_fields = ["title__holds", "appearances__person__names", "event__names"]
    titles = Names(Talk, lambda rows: rows.values_list("pk", "title"))
    fieldsets = [(None, {"fields": ["event", "title", "session", "abstract", "order"]})]
    inlines = [SpeakersOfTalk, MaterialsOfTalk]

    def get_queryset(self, request):
        return super().get_queryset(request).named()

    def labelled(self, talks):
        return talks.named()

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        save_uploads(request, formset)

    @admin.display(description=_("кто"))
    def speakers(self, talk):
        return talk.who


@admin.register(Appearance)
class AppearanceAdmin(PartOfEventAdmin):
    form = AppearanceForm
    list_display = ["name_then", "role", "said_as", "talk", "event"]
    list_filter = ["role"]
    list_select_related = ["person", "event"]
    search_fields = [
        "person__names",
        "organization_name__holds",
        "position__holds",
        "event__names",
    ]
    offered_by = ["person__names", "event__names"]
    fieldsets = [
        (
            None,
            {"fields": ["event", ("person", "role"), "name_then", "position", ("organization", "organization_name")]},
        ),
        (_("Где выступал"), {"fields": ["talk", "session", "delegation", "is_remote", "order"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(Prefetch("talk", Talk.objects.named()))

    def labelled(self, appearances):
        with_names = appearances.select_related("person", "event")
        return with_names.prefetch_related(Prefetch("talk", Talk.objects.named()))

    @admin.display(description=_("кем был в тот день"))
    def said_as(self, appearance):
        return appearance.said_as
