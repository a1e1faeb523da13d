from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalTabularInline, PublicationFilter, publication
from core.admin.forms import PortalForm
from core.admin.periods import by_period

from ..models import Material, MaterialVersion
from ..uploads.versions import accept, add_version, same_files
from .ownership import PartOfEventAdmin
from .preview import RemakesSlides, remake_slides, slides_of
from .trash import TrashAdmin, TrashFilter, offer_to_restore


class MaterialForm(PortalForm):
    """A form with a file field. An upload becomes the next version, and earlier versions stay."""

    upload = forms.FileField(label=_("Файл"), required=False)
    reason = forms.CharField(
        label=_("Что изменилось"), required=False, max_length=300, help_text=_("Для второй и следующих версий файла.")
    )

    def clean_upload(self):
        """The judged upload, so that saving the form does not read the file again; None without a file."""
        upload = self.cleaned_data["upload"]
        return accept(upload) if upload else None

    def clean(self):
        data = super().clean()
        if self.cleaned_data.get("reason") and not self.cleaned_data.get("upload") and "upload" not in self.errors:
            self.add_error("reason", _("Это о новом файле, а он не выбран. Выберите файл или сотрите эту строку."))
        return data


class MaterialPageForm(RemakesSlides, MaterialForm):
    """The form of a material's own page, which can also make an earlier version current."""

    shown = forms.TypedChoiceField(
        label=_("Какую версию показывать"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        versions = self.instance.versions.all() if self.instance.pk else ()
        if len(versions) < 2:
            self.fields["shown"].widget = forms.HiddenInput()
            return
        self.fields["shown"].choices = [(version.number, str(version)) for version in versions]
        self.initial["shown"] = next(
            (version.number for version in versions if version.pk == self.instance.current_version_id), None
        )


def save_upload(request, form):
    """Add the upload of a saved form as a version of its material."""
    upload = form.cleaned_data.get("upload")
    if not upload:
        return
    try:
        version = add_version(
            material=form.instance, upload=upload, uploaded_by=request.user, reason=form.cleaned_data["reason"]
        )
    except ValidationError as error:
        messages.warning(request, f"{form.instance}: {' '.join(error.messages)}")
    else:
        _warn_of_same_files(request, version)


def _warn_of_same_files(request, version):
    """Warns if the file is already stored. That is allowed, but often a mistake."""
    earlier, elsewhere = same_files(version)
    if earlier:
        sentence = _(
            "Точно такой же файл уже был версией {}. Прежнюю версию можно показать снова и без загрузки: "
            "<a href='{}'>выберите её</a>."
        )
        messages.warning(request, format_html(str(sentence), earlier.number, page_in_admin(version.material_id)))
    for material in elsewhere:
        sentence = _("Точно такой же файл уже есть у материала <a href='{}'>«{}»</a>. Проверьте, не перепутаны ли они.")
        messages.warning(request, format_html(str(sentence), page_in_admin(material.pk), material))


def page_in_admin(material_id):
    return reverse("admin:events_material_change", args=[material_id])


def save_uploads(request, formset):
    if formset.model is not Material:
        return
    offer_to_restore(request, formset.deleted_objects)
    for form in formset.forms:
        if form.has_changed() and form not in formset.deleted_forms:
            save_upload(request, form)


def link_to(version):
    address = f"{reverse('events:download', args=[version.material_id])}?v={version.number}"
    return format_html('<a href="{}">{}</a>', address, version.original_name)


@admin.display(description=_("текущий файл"))
def current_file(material):
    """«Доклад.pptx, 2,4 МБ, версия 2» with a link, «ссылка», or «файл ожидается»."""
    version = material.current_version
    if version is None:
        return _("ссылка") if material.url else _("файл ожидается")
    return format_html("{}, {}, {} {}", link_to(version), filesizeformat(version.size), _("версия"), version.number)


class Versions(PortalTabularInline):
    """All versions of the material, read-only: a version is never overwritten."""

    model = MaterialVersion
    fk_name = "material"
    fields = ["number", "file_link", "file_size", "pages", slides_of, "uploaded_by", "uploaded_at", "reason"]
    readonly_fields = fields
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("preview")

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
class MaterialAdmin(TrashAdmin, PartOfEventAdmin):
    form = MaterialPageForm
    list_display = ["__str__", "kind", "event", "file", "access", publication, "downloads_count"]
    list_filter = [PublicationFilter, "access", "kind", by_period("published_at"), TrashFilter]
    list_select_related = ["event", "current_version"]
    search_fields = [
        "title__holds",
        "event__names",
        "talk__title__holds",
        "current_version__original_name__holds",
    ]
    inlines = [Versions]
    readonly_fields = [current_file]
    fieldsets = [
        (None, {"fields": ["event", ("kind", "title"), "talk", "description"]}),
        (_("Файл или ссылка"), {"fields": [current_file, "shown", "remake", ("upload", "reason"), "url", "language"]}),
        (_("Кому и когда"), {"fields": [("access", "is_listed"), "published_at", "consent", "order"]}),
    ]

    def get_queryset(self, request):
        named = super().get_queryset(request).named()
        return named.count_downloads() if self.is_list(request) else named

    def labelled(self, materials):
        return materials.named()

    def save_model(self, request, obj, form, change):
        if "shown" in form.changed_data and form.cleaned_data["shown"]:
            obj.current_version = obj.versions.get(number=form.cleaned_data["shown"])
        super().save_model(request, obj, form, change)
        remake_slides(request, form)
        save_upload(request, form)

    def page_of(self, material):
        return material.get_absolute_url()

    @admin.display(description=_("файл"), ordering="current_version__original_name")
    def file(self, material):
        return current_file(material)

    @admin.display(description=_("скачиваний"), ordering="downloads_count")
    def downloads_count(self, material):
        return material.downloads_count
