"""Undo deletions and merges in the admin, within 30 days."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..models import Removal
from ..removals import deletion, undo
from ..removals.merging import MergeError


class BringsBack:
    """A mixin for admins. A deleted row can be restored with everything that belonged to it."""

    def get_urls(self):
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("removed/", view(require_safe(self.removed_view)), name=f"{name}_removed"),
            path("removed/<int:removal_id>/", view(self.bring_back_view), name=f"{name}_bring_back"),
            *super().get_urls(),
        ]

    def address(self, page, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def delete_model(self, request, obj):
        removal = deletion.delete(obj, request.user)
        sentence = _("«{}» теперь среди удалённых: ещё 30\u00a0дней можно <a href='{}'>вернуть</a>.")
        back = self.address("bring_back", removal.pk)
        messages.warning(request, format_html(str(sentence), removal.name, back))

    def delete_queryset(self, request, queryset):
        for obj in list(queryset):
            self.delete_model(request, obj)

    def removed_view(self, request):
        if not self.has_delete_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Удалённое и объединённое"),
            "removals": undo.restorable(self.model).select_related("user")[:200],
            "back": f"{self.opts.app_label}_{self.opts.model_name}_bring_back",
        }
        return TemplateResponse(request, "admin/removed.html", context)

    def bring_back_view(self, request, removal_id):
        removal = get_object_or_404(undo.restorable(self.model), pk=removal_id)
        if not self.has_delete_permission(request):
            raise Http404
        if request.method == "POST":
            return self._bring_back(request, removal)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Вернуть?"),
            "subtitle": removal.name,
            "removal": removal,
        }
        return TemplateResponse(request, "admin/bring_back.html", context)

    def _bring_back(self, request, removal):
        try:
            with transaction.atomic():
                lost = undo.undo(removal, request.user)
                obj = self.model._base_manager.filter(pk=removal.row).first()
                self._log_return(request, removal, obj)
        except MergeError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(self.address("removed"))
        if obj is None:
            self.message_user(request, _("Вернуть не удалось: её место занято."), messages.ERROR)
            return redirect(self.address("removed"))
        self.message_user(request, _("«%s» снова на своём месте.") % removal.name, messages.SUCCESS)
        if lost:
            sentence = _("Не вернулось, потому что место занято: %s.") % ", ".join(f"«{name}»" for name in lost[:10])
            self.message_user(request, sentence, messages.WARNING)
        return redirect(self.address("change", removal.row))

    def _log_return(self, request, removal, obj):
        if obj is None:
            return
        if not removal.kept:
            self.log_change(request, obj, str(_("Возвращено из удалённых.")))
            return
        self.log_change(request, obj, str(_("Снова отдельно от «%s».") % removal.kept_name))
        if kept := self.model._base_manager.filter(pk=removal.kept).first():
            self.log_change(request, kept, str(_("Объединение с «%s» отменено.") % removal.name))

    def changelist_view(self, request, extra_context=None):
        links = [(self.address("removed"), _("Удалённое"))] if self.has_delete_permission(request) else []
        return super().changelist_view(
            request, {**(extra_context or {}), "links": [*(extra_context or {}).get("links", []), *links]}
        )


def removals_told(journal):
    """[(what moves, how many, the first names)] by model, from the journal of a merge."""
    from django.apps import apps

    groups = {}
    for label, _pk, name, _start, end, told in journal["moved"]:
        if end is None:
            continue
        model = apps.get_model(label)
        owner = model._meta.verbose_name_plural if not model._meta.auto_created else name
        groups.setdefault(capfirst(str(owner)), []).append(told)
    return [(title, len(names), names[:8]) for title, names in groups.items()]


__all__ = ["BringsBack", "Removal", "removals_told"]
