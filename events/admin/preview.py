"""Previews in the admin: their state, the reason for a failure, and «Повторить»."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin

from ..models import Material, Preview


@admin.display(description=_("слайды"))
def slides_of(version):
    """The state of the slides: «обрабатывается 7 из 18»; «—» if there is no preview, as for an archive of photos."""
    preview = getattr(version, "preview", None)
    return preview.progress if preview else "—"


class RemakesSlides(forms.Form):
    """Adds a checkbox to a material's form that restarts an incomplete preview."""

    remake = forms.BooleanField(
        label=_("Сделать слайды заново"),
        required=False,
        help_text=_("Если обработка не удалась или на сервере с тех пор появился LibreOffice."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.repeatable().exists():
            self.fields["remake"].widget = forms.HiddenInput()

    def repeatable(self):
        version = self.instance.current_version_id
        return Preview.objects.incomplete().filter(version=version) if version else Preview.objects.none()


def remake_slides(request, form):
    if form.cleaned_data.get("remake") and form.repeatable().restart():
        messages.success(request, _("Слайды будут сделаны заново."))


@admin.action(description=_("Повторить"), permissions=["retry"])
def retry_selected(model_admin, request, queryset):
    again = queryset.restart()
    skipped = len(request.POST.getlist(admin.helpers.ACTION_CHECKBOX_NAME)) - again
    model_admin.message_user(request, _("Поставлено в очередь: %s.") % again)
    if skipped > 0:
        model_admin.message_user(request, _("Остальные и так ждут или обрабатываются."), messages.WARNING)


@admin.register(Preview)
class PreviewAdmin(PortalAdmin):
    """A read-only list, for people who may view materials. Those who may change them may retry."""

    list_display = ["version", "material", "progress", "attempts"]
    list_display_links = None
    list_filter = ["state"]
    list_select_related = ["version"]
    search_fields = ["version__original_name__holds", "version__material__title__holds", "remark__holds"]
    ordering = ["-pk"]
    actions = [retry_selected]

    def get_queryset(self, request):
        found = super().get_queryset(request).filter(version__material__deleted_at=None)
        return found.prefetch_related(Prefetch("version__material", Material.objects.named()))

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("events.view_material")

    def has_retry_permission(self, request):
        return request.user.has_perm("events.change_material")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("материал"), ordering="version__material")
    def material(self, preview):
        address = reverse("admin:events_material_change", args=[preview.version.material_id])
        return format_html('<a href="{}">{}</a>', address, preview.version.material)

    @admin.display(description=_("состояние"), ordering="state")
    def progress(self, preview):
        return preview.progress
