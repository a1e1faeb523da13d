"""The trash in the admin: a deleted material is hidden, and can be restored for 30 days."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .. import trash
from ..models import Material, Preview, Slide


class KeepsDeleted:
    """A formset of materials whose «Удалить?» moves them to the trash."""

    def delete_existing(self, obj, commit=True):
        if commit:
            trash.put_away(obj)


def offer_to_restore(request, materials):
    """Show a link that restores each of the materials just deleted."""
    for material in materials:
        address = reverse("admin:events_material_restore", args=[material.pk])
        sentence = _("«{}» теперь среди удалённых: ещё 30\u00a0дней можно <a href='{}'>вернуть</a>.")
        messages.warning(request, format_html(str(sentence), material, address))


def without_slides(lines):
    """The nested lines of Django's deletion summary, without slides and previews."""
    unwanted = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in (Slide, Preview))
    kept = [without_slides(line) if isinstance(line, list) else line for line in lines]
    return [line for line in kept if line and not (isinstance(line, str) and line.startswith(unwanted))]


class TrashFilter(admin.SimpleListFilter):
    title = _("удалённые")
    parameter_name = "deleted"

    def lookups(self, request, model_admin):
        return [("1", _("Удалённые"))]

    def choices(self, changelist):
        present, *rest = super().choices(changelist)
        return [present | {"display": _("На месте")}, *rest]

    def queryset(self, request, queryset):
        deleted = {"pk__in": trash.restorable().values("pk")}
        return queryset.filter(**deleted) if is_trash(request) else queryset.filter(deleted_at=None)


def is_trash(request):
    return request.GET.get(TrashFilter.parameter_name) == "1"


@admin.display(description=_("удалён"), ordering="deleted_at")
def deleted_on(material):
    """When it was deleted, and when that becomes final: «24 ноября, навсегда — 24 декабря»."""
    last = material.deleted_at + trash.KEPT_FOR
    days = [date_format(localtime(moment), "j E") for moment in (material.deleted_at, last)]
    return _("%s, навсегда — %s") % tuple(days)


@admin.action(description=_("Вернуть выбранные материалы"), permissions=["delete"])
def restore_selected(model_admin, request, queryset):
    for material in queryset:
        trash.restore(material)
        model_admin.log_change(request, material, str(_("Возвращён из удалённых.")))
    model_admin.message_user(request, _("Материалы возвращены."), messages.SUCCESS)


class TrashAdmin:
    """A mixin for the admin of materials. The trash is a filter of its list; no other page shows deleted materials."""

    actions = [restore_selected]

    def get_queryset(self, request):
        """All materials for the list, where TrashFilter narrows them. Without deleted ones elsewhere."""
        found = super().get_queryset(request)
        if not self.is_list(request):
            return found
        return found.model.with_deleted.order_by(*self.get_ordering(request) or found.model._meta.ordering)

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return ["__str__", "kind", "event", deleted_on] if is_trash(request) else shown

    def get_list_display_links(self, request, list_display):
        return None if is_trash(request) else super().get_list_display_links(request, list_display)

    def get_actions(self, request):
        """The trash has only the action "restore", and other lists do not have it."""
        actions = super().get_actions(request)
        return {name: action for name, action in actions.items() if (name == "restore_selected") == is_trash(request)}

    def get_urls(self):
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<int:object_id>/restore/", view, name="events_material_restore"), *super().get_urls()]

    def restore_view(self, request, object_id):
        material = get_object_or_404(trash.restorable(), pk=object_id)
        if not self.has_delete_permission(request, material):
            raise Http404
        if request.method == "POST":
            trash.restore(material)
            self.log_change(request, material, str(_("Возвращён из удалённых.")))
            self.message_user(request, _("Материал снова на своём месте."), messages.SUCCESS)
            return redirect("admin:events_material_change", material.pk)
        context = {**self.admin_site.each_context(request), "title": _("Вернуть материал?"), "opts": self.opts}
        return TemplateResponse(request, "admin/events/material/restore.html", context | {"material": material})

    def check_history_of(self, *keys):
        """Refuses the history of a deleted material, because the history's views do not use `get_queryset`."""
        super().check_history_of(*keys)
        if Material.with_deleted.filter(pk=keys[0]).exclude(deleted_at=None).exists():
            raise Http404

    def save_model(self, request, obj, form, change):
        obj.deleted_at = None  # an earlier state may be from the time in the trash
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request):
        """Lists only the materials, because their versions and downloads are not deleted yet."""
        return [str(material) for material in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    def delete_model(self, request, obj):
        trash.put_away(obj)
        offer_to_restore(request, [obj])

    def delete_queryset(self, request, queryset):
        materials = list(queryset)
        for material in materials:
            trash.put_away(material)
        offer_to_restore(request, materials)
