from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from parks.admin.base import PortalAdmin, PortalStackedInline, PortalTabularInline, PublicationFilter, publication
from parks.admin.forms import PortalForm, PortalFormSet

from ..materials.versions import add_version, validate_upload
from ..models import Download, Material, MaterialVersion
from .ownership import OfThisEvent, PartOfEventAdmin


class MaterialForm(PortalForm):
    """With a file at hand: an upload becomes the next version, those before it stay."""

    upload = forms.FileField(label=_("Файл"), required=False)
    reason = forms.CharField(
        label=_("Что изменилось"), required=False, max_length=300, help_text=_("Для второй и следующих версий файла.")
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload:
            validate_upload(upload)
        return upload


def save_upload(request, form):
    """What came with a saved form becomes a version of its material."""
    upload = form.cleaned_data.get("upload")
    if not upload:
        return
    try:
        add_version(material=form.instance, upload=upload, uploaded_by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        messages.warning(request, f"{form.instance}: {' '.join(error.messages)}")


def save_uploads(request, formset):
    if formset.model is not Material:
        return
    for form in formset.forms:
        if form.has_changed() and form not in formset.deleted_forms:
            save_upload(request, form)


def link_to(version):
    address = f"{reverse('events:download', args=[version.material_id])}?v={version.number}"
    return format_html('<a href="{}">{}</a>', address, version.original_name)


@admin.display(description=_("текущий файл"))
def current_file(material):
    """«Доклад.pptx, 2,4 МБ, версия 2» with its address; «ссылка»; «ожидается»."""
    version = material.current_version
    if version is None:
        return _("ссылка") if material.url else _("файл ожидается")
    return format_html("{}, {}, {} {}", link_to(version), filesizeformat(version.size), _("версия"), version.number)


class MaterialsFormSet(PortalFormSet):
    """A material that somebody has taken leaves a trace in their records: who may not delete those keeps it."""

    may_delete_downloads = False

    def clean(self):
        super().clean()
        gone = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if gone and not self.may_delete_downloads and Download.objects.filter(material__in=gone).exists():
            raise ValidationError(
                _("Материал уже скачивали, удалить его может только администратор. Снимите его с публикации.")
            )


class Materials(OfThisEvent, PortalStackedInline):
    model = Material
    form = MaterialForm
    formset = MaterialsFormSet
    show_change_link = True
    readonly_fields = [current_file]
    fields = [
        ("kind", "title"),
        ("talk", "access"),
        (current_file, "order"),
        ("upload", "reason"),
        ("url", "published_at"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("talk__appearances__person")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.may_delete_downloads = request.user.has_perm("events.delete_download")
        return formset


class Versions(PortalTabularInline):
    """Every file that the material has had, for reading: a version is never overwritten."""

    model = MaterialVersion
    fk_name = "material"
    fields = readonly_fields = ["number", "file_link", "file_size", "pages", "uploaded_by", "uploaded_at", "reason"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("файл"))
    def file_link(self, version):
        return link_to(version)

    @admin.display(description=_("размер"))
    def file_size(self, version):
        return filesizeformat(version.size)


@admin.register(Material)
class MaterialAdmin(PartOfEventAdmin):
    form = MaterialForm
    list_display = ["__str__", "kind", "event", "file", "access", publication, "downloads_count"]
    list_filter = [PublicationFilter, "access", "kind"]
    list_select_related = ["event", "talk", "current_version"]
    date_hierarchy = "published_at"
    search_fields = [
        "title__holds",
        "event__title__holds",
        "talk__title__holds",
        "current_version__original_name__holds",
    ]
    inlines = [Versions]
    readonly_fields = [current_file]
    fieldsets = [
        (None, {"fields": ["event", ("kind", "title"), "talk", "description"]}),
        (_("Файл или ссылка"), {"fields": [current_file, ("upload", "reason"), "url", "language"]}),
        (_("Кому и когда"), {"fields": [("access", "is_listed"), "published_at", "order"]}),
    ]

    def get_queryset(self, request):
        downloads = Download.objects.filter(material=OuterRef("pk")).order_by().values("material")
        counted = downloads.annotate(total=Count("pk")).values("total")
        materials = super().get_queryset(request).prefetch_related("talk__appearances__person")
        return materials.annotate(downloads_count=Coalesce(Subquery(counted), 0))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        save_upload(request, form)

    def page_of(self, material):
        return material.get_absolute_url()

    @admin.display(description=_("файл"), ordering="current_version__original_name")
    def file(self, material):
        return current_file(material)

    @admin.display(description=_("скачиваний"), ordering="downloads_count")
    def downloads_count(self, material):
        return material.downloads_count


@admin.register(Download)
class DownloadAdmin(PortalAdmin):
    """The record of who took what; nobody writes it by hand."""

    list_display = ["material", "user", "organization", "day"]
    list_display_links = None
    list_select_related = ["material__talk", "user", "organization"]
    date_hierarchy = "day"
    search_fields = ["material__title__holds", "user__last_name__holds", "organization__name__holds"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("material__talk__appearances__person")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
