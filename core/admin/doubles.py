"""Doubles in the admin: a form asks about them once, a page lists them, and an editor merges or dismisses them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import suspicions
from ..removals.merging import MergeError, merge, preview
from .history import readable
from .removals import BringsBack, removals_told

SEEN = "doubles_seen"
ON_A_PAGE = 50


class AsksOnce:
    """A mixin for forms. It asks once whether a new row is the same as a stored one that it resembles.

    It also asks about a stored row after a change of one of the fields `asks_when_changed`.
    """

    asks_when_changed = ()
    doubles_question = _("Похоже, такая запись уже есть: %s. Если это другая, сохраните ещё раз.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.doubles, self.near = [], None
        if self.instance._state.adding or self.asks_when_changed:
            self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _post_clean(self):
        super()._post_clean()
        is_new_name = self.instance._state.adding or {*self.asks_when_changed} & {*self.changed_data}
        if not is_new_name or self.errors:
            return
        self.near = suspicions.compared([self.instance])[0]
        self.doubles = suspicions.likely_among(type(self.instance), [self.near])[0]
        seen = {key for key in self.data.get(self.add_prefix(SEEN), "").split(",") if key}
        found = {str(row.pk) for row, _likeness in self.doubles}
        if found - seen:
            self.data = self.data.copy()
            self.data[self.add_prefix(SEEN)] = ",".join(sorted(found | seen))
            self.add_error(None, ValidationError(mark_safe(self.doubles_question % self._links())))  # noqa: S308

    def _links(self):
        lists = "../" if self.instance._state.adding else "../../"
        return format_html_join(
            ", ",
            '<a href="{}" target="_blank">{}</a> ({})',
            (
                (f"{lists}{row.pk}/change/", self.label_of_double(row), "; ".join(likeness.reasons))
                for row, likeness in self.doubles
            ),
        )

    def label_of_double(self, row):
        return str(row)


class KnowsDoubles(BringsBack):
    """A mixin for the admins of people, organizations, parks and events. Events cannot be merged."""

    merges = True

    def get_urls(self):
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("doubles/", view(self.doubles_view), name=f"{name}_doubles"),
            path("doubles/like/", view(require_safe(self.like_view)), name=f"{name}_like"),
            path("merge/<int:kept_id>/<int:gone_id>/", view(self.merge_view), name=f"{name}_merge"),
            *super().get_urls(),
        ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for double, _likeness in getattr(form, "doubles", ()):
            suspicions.tell_apart(self.model, obj.pk, double.pk, request.user)
        if not change or suspicions.columns_of(self.model) & {*form.changed_data}:
            suspicions.note(obj, getattr(form, "near", None))

    def changelist_view(self, request, extra_context=None):
        links = [*(extra_context or {}).get("links", []), (self.address("doubles"), _("Возможные двойники"))]
        return super().changelist_view(request, {**(extra_context or {}), "links": links})

    def may_merge(self, request):
        """Whether this person may merge rows: it takes the rights to change and to delete them."""
        return self.merges and self.has_change_permission(request) and self.has_delete_permission(request)

    def like_view(self, request):
        """Answers a form that is being filled in with the stored rows that are probably the same."""
        if not self.has_add_permission(request) or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.model()
        for name in suspicions.columns_of(self.model) & {*request.GET}:
            try:
                setattr(row, name, self.opts.get_field(name).formfield().clean(request.GET[name]) or "")
            except ValidationError:  # for example half a date
                continue
        found = suspicions.likely_doubles(row)
        labels = self.labelled(self.model._default_manager.filter(pk__in=[one.pk for one, _ in found])).in_bulk()
        rows = [
            {
                "label": self.label_of(labels[one.pk]),
                "address": self.address("change", one.pk),
                "reasons": "; ".join(likeness.reasons),
            }
            for one, likeness in found
        ]
        return JsonResponse({"rows": rows})

    def render_change_form(self, request, context, add=False, **kwargs):
        if add:
            context["like"] = {
                "address": self.address("like"),
                "fields": sorted(suspicions.columns_of(self.model)),
            }
        return super().render_change_form(request, context, add=add, **kwargs)

    def doubles_view(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request)
        page = Paginator(suspicions.suspected(self.model), ON_A_PAGE).get_page(request.GET.get("p"))
        keys = {key for pair in page for key in (pair.one, pair.other)}
        rows = self.labelled(self.model._default_manager.filter(pk__in=keys)).in_bulk()
        for pair in page:
            pair.rows = [(key, self.label_of(rows[key]), self.address("change", key)) for key in (pair.one, pair.other)]
            pair.merge_address = self.address("merge", pair.one, pair.other)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Возможные двойники"),
            "subtitle": capfirst(self.opts.verbose_name_plural),
            "pairs": page,
            "may_merge": self.may_merge(request),
            "merges": self.merges,
            "may_decide": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/doubles.html", context)

    def _decide(self, request):
        """Handles the buttons of the list: «Это разные», and a new search among all rows."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if "search" in request.POST:
            suspicions.search(self.model)
            self.message_user(request, _("Все записи сравнены заново."), messages.SUCCESS)
            return redirect(self.address("doubles"))
        keys = request.POST.get("different", "").split("-")
        if len(keys) != 2 or not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
            raise Http404
        rows = list(self.model._base_manager.filter(pk__in=map(int, keys)))
        if len(rows) != 2:
            raise Http404
        with transaction.atomic():
            suspicions.tell_apart(self.model, rows[0].pk, rows[1].pk, request.user)
            for row, other in (rows, reversed(rows)):
                self.log_change(request, row, str(_("Отмечено: это не «%s», а другая запись.") % other))
        self.message_user(request, _("Запомнили: это разные записи. Больше не спросим."), messages.SUCCESS)
        return redirect(self.address("doubles"))

    def merge_view(self, request, kept_id, gone_id):
        if not self.may_merge(request):
            raise PermissionDenied
        rows = self.labelled(self.model._default_manager.filter(pk__in=(kept_id, gone_id))).in_bulk()
        if len(rows) != 2:
            raise Http404
        kept, gone = rows[kept_id], rows[gone_id]
        try:
            if request.method == "POST":
                return self._merge(request, kept, gone)
            told, problem = preview(kept, gone), ""
        except MergeError as error:
            told, problem = None, str(error)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Объединить две записи в одну"),
            "kept": self.label_of(kept),
            "gone": self.label_of(gone),
            "kept_address": self.address("change", kept_id),
            "gone_address": self.address("change", gone_id),
            "swap": self.address("merge", gone_id, kept_id),
            "doubles": self.address("doubles"),
            "problem": problem,
            "moved": removals_told(told.journal) if told else [],
            "parted": [one[-1] for one in told.journal["moved"] if one[4] is None] if told else [],
            "twice": [data["name"] for data in told.journal["rows"][1:]] if told else [],
            "filled": self._filled(told.journal, kept) if told else [],
            "differing": self._differing(kept, gone),
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _merge(self, request, kept, gone):
        with transaction.atomic():
            removal = merge(kept, gone, request.user)
            suspicions.note(self.model._base_manager.get(pk=kept.pk))
            told = _("Объединено с «%s»: всё, что к ней относилось, теперь здесь.") % removal.name
            self.log_change(request, kept, str(told))
            self.log_deletions(request, [gone])
        back = self.address("bring_back", removal.pk)
        sentence = _("Объединено. Ещё 30\u00a0дней можно <a href='%s'>вернуть как было</a>.") % back
        self.message_user(request, mark_safe(sentence), messages.SUCCESS)  # noqa: S308
        return redirect(self.address("change", kept.pk))

    def _filled(self, journal, kept):
        """[(label, value)] that the kept row takes over."""
        own = [one for one in journal["changed"] if one[:2] == [self.model._meta.label_lower, kept.pk]]
        fields = [(self.opts.get_field(name), after) for _label, _pk, name, _before, after in own]
        return [(field.verbose_name, _shown(field, after)) for field, after in fields]

    def _differing(self, kept, gone):
        """[(label, value that stays, value that goes)] where the two rows differ."""
        found = []
        for field in self.opts.concrete_fields:
            mine, theirs = field.value_from_object(kept), field.value_from_object(gone)
            is_compared = (
                field.editable and not field.primary_key and field.name not in ("slug", "aliases", "published_at")
            )
            if is_compared and mine and theirs and mine != theirs and not hasattr(mine, "storage"):
                found.append((field.verbose_name, _value(field, kept), _value(field, gone)))
        return found


def _value(field, row):
    return str(getattr(row, field.name)) if field.remote_field else readable(field, field.value_from_object(row))


def _shown(field, text):
    if text is None:
        return "—"
    if field.remote_field:
        return str(field.remote_field.model._base_manager.filter(pk=text).first() or "—")
    if hasattr(field, "upload_to"):
        return _("картинка")
    return readable(field, field.to_python(text))
