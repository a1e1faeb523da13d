"""Base classes of the administration."""

import json
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import connection, models, transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import capfirst, smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from simple_history.admin import SimpleHistoryAdmin

from ..fields import DateFormField, DecimalFormField, FloatFormField, IntegerFormField, MomentFormField, TimeFormField
from ..stored import is_locked
from . import lookups, open_forms, submissions
from .authors import name_of_gone, who_deleted
from .forms import PortalForm
from .formsets import PortalFormSet
from .history import ReadableChanges, sentences
from .lists import KeysFirst
from .on_the_spot import RowField, make_rows
from .refusals import refusal
from .rows import lock, next_order
from .widgets import AutocompleteInput, PictureInput

MORE_ROWS = "more"  # in the address of a form: each of its lists ends with an empty row


class _Fields:
    """Gives foreign keys a search field instead of a long select, and pictures a preview."""

    form = PortalForm
    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentFormField},
        models.DateField: {"form_class": DateFormField},
        models.TimeField: {"form_class": TimeFormField},
        models.DecimalField: {"form_class": DecimalFormField},
        models.FloatField: {"form_class": FloatFormField},
        models.IntegerField: {"form_class": IntegerFormField, "widget": None},
    }
    pictures = {}  # name of a picture field → function that returns the picture's URL for a row

    def get_autocomplete_fields(self, request):
        fields = (*self.opts.fields, *self.opts.many_to_many)
        return [field.name for field in fields if field.remote_field]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        offers = self.offers_for(db_field.name, request)
        rows, labels = db_field.remote_field.model._default_manager.filter(**(offers or {})), self._admin_of(db_field)
        kwargs["queryset"] = labels.labelled(rows) if labels else rows
        kwargs.setdefault(
            "widget", AutocompleteInput(db_field, self.admin_site, within=offers, using=kwargs.get("using"))
        )
        kwargs.setdefault("form_class", RowField)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if labels:
            field.label_from_instance = labels.label_of
            if not offers and isinstance(field, RowField):
                field.request, field.admin = request, labels
        return field

    def _admin_of(self, foreign_key):
        """The admin of the model that the foreign key points to, or None."""
        return self.admin_site._registry.get(foreign_key.remote_field.model)

    def offers_for(self, name, request):
        """Filters for the rows that the foreign key may point to, or None if it may point to any."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.pictures:
            return db_field.formfield(widget=PictureInput(address=self.pictures[db_field.name]))
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, models.DecimalField | models.FloatField):
            kwargs["localize"] = True  # any browser then accepts a comma or a point
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            self._keep_few_buttons(field.widget, offered=self.offers_for(db_field.name, request))
        return field

    @staticmethod
    def _keep_few_buttons(widget, offered):
        """Leave only «add» and «change» beside a search field, and no button at all if its offers are restricted."""
        widget.can_delete_related = widget.can_view_related = False
        if offered is not None:
            widget.can_add_related = widget.can_change_related = False


class PortalAdmin(_Fields, admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False
    order_within = None
    names = None  # a core.admin.names.Names lets search fields find rows in memory, by the beginnings of words

    def made_of(self, text):
        """A new, unsaved row of that name, or None if a row needs more than a name."""

    def may_make(self, request, text):
        """Whether a search field that finds nothing may offer to create a row of that name."""
        has_letters = sum(map(str.isalpha, text)) > 1
        return has_letters and self.names is not None and self.has_add_permission(request) and bool(self.made_of(text))

    def label_of(self, row):
        """The label of the row in a search field; it tells the row apart from similar ones."""
        return str(row)

    def proposals_of(self, row):
        """{field: text} that a form proposes once this row is chosen. `labelled` has loaded what it reads."""
        return {}

    def labelled(self, rows):
        """The rows, loaded with what `label_of` reads."""
        return rows

    def listed(self, rows):
        """The rows of one page of the list, loaded with what only its columns read."""
        return rows

    def get_search_results(self, request, queryset, search_term):
        """Django's search, where the lookup `…__names` asks `Names` in memory. It returns no row twice."""
        for part in smart_split(search_term):
            is_quoted = len(part) > 1 and part[0] == part[-1] and part[0] in "\"'"
            word, found = unescape_string_literal(part) if is_quoted else part, models.Q()
            for lookup in self.get_search_fields(request):
                path, _sign, last = lookup.rpartition("__")
                found |= (
                    self.among(path, self.names_at(path).holding(word))
                    if last == "names"
                    else models.Q(**{lookup: word})
                )
            queryset = queryset.filter(found)
        return queryset, False

    def names_at(self, path):
        """The `Names` of the model that a path of foreign keys leads to; "" stands for this admin's own model."""
        if not path:
            return self.names
        model = get_fields_from_path(self.model, path)[-1].related_model
        return self.admin_site.get_model_admin(model).names

    def among(self, path, keys):
        """A Q for the rows whose path of foreign keys leads to one of the keys."""
        if not path:
            return models.Q(pk__in=keys)
        named = models.Q(**{f"{path}__in": keys})
        if self.opts.get_field(path.partition("__")[0]).concrete:
            return named
        return models.Q(pk__in=self.model._base_manager.filter(named).values("pk"))

    def get_changelist(self, request, **kwargs):
        return KeysFirst

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        """Runs a search once, though Django would run it again to count: it reads the names of all rows."""
        if SEARCH_VAR in request.GET:
            queryset = list(queryset.values_list("pk", flat=True))
        return super().get_paginator(request, queryset, per_page, *args, **kwargs)

    def get_object(self, request, object_id, from_field=None):
        """Locks a row before it is written, so that it cannot change while the form is compared with it."""
        if request.method != "POST" or not connection.in_atomic_block:
            return super().get_object(request, object_id, from_field)
        if connection.features.has_select_for_update:
            found = super().get_object(request, object_id, from_field)
            if found is None or not lock(self.model._base_manager.filter(pk=found.pk)).exists():
                return None
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            is_locked(found)
        return found

    @method_decorator(csrf_protect)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Saves a form once, however often it is sent. Calls `_changeform_view` because this opens the transaction."""
        answer = partial(self._changeform_view, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return answer()
        with transaction.atomic():
            return answer() if IS_POPUP_VAR in request.POST else submissions.once(request, self._tell_again, answer)

    def _tell_again(self, request):
        self.message_user(request, _("Эта форма уже сохранена: второй раз она не понадобилась."))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Shows what somebody typed for a row that has been deleted. Django would redirect and lose it."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        labels = {name: field.label for name, field in self.get_form(request).base_fields.items()}
        hidden = {"csrfmiddlewaretoken", open_forms.STATE, submissions.FIELD}
        typed = [
            (labels.get(name) or "", text)
            for name, values in request.POST.lists()
            if name not in hidden and not name.endswith(("_FORMS", "-id")) and not name.startswith("_")
            for text in values
            if text.strip() and not text.isdecimal() and text != "on"
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": opts,
            "title": _("Этой записи больше нет"),
            "row": name_of_gone(self.model, object_id),
            "who": who_deleted(self.model, object_id),
            "typed": typed,
        }
        return TemplateResponse(request, "admin/gone.html", context, status=410)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            for key, written in getattr(formset, "gone", ()):
                self.message_user(request, formset.tell_of_gone(key, written), messages.WARNING)

    def is_list(self, request):
        """Whether the request is for the list, whose columns need more data than a form."""
        return request.resolver_match.url_name == f"{self.opts.app_label}_{self.opts.model_name}_changelist"

    def changelist_view(self, request, extra_context=None):
        lookups.check(self, request)
        return super().changelist_view(
            request, {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        )

    def get_view_on_site_url(self, obj=None):
        """Links drafts too, because staff see them on the site."""
        if obj is None or not obj.pk or not self.view_on_site:
            return None
        return self.page_of(obj)

    def page_of(self, obj):
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and not getattr(obj, "slug", True):
            # The editor cleared the slug and another field is wrong. Links need the stored slug.
            obj.slug = context["adminform"].form.initial["slug"]
        shown = [context["adminform"].form]
        shown += [row.form for formset in context["inline_admin_formsets"] for row in formset if row.original]
        context |= {"form_state": open_forms.state_of(shown), "form_token": submissions.new_token()}
        if context.get("errors"):
            files = [file for _name, sent in request.FILES.lists() for file in sent]
            refused = refusal(context["adminform"].form, context["inline_admin_formsets"], files)
            # Without `errors` Django's template does not add its own line about them.
            context |= {"errors": (), "refusal": refused}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Passes what was sent without a copy. Django copies it for each formset, because `save_as` writes into it."""
        found = {"instance": obj, "prefix": prefix, "queryset": inline.get_queryset(request)}
        return found | {"data": request.POST, "files": request.FILES} if request.method == "POST" else found

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None, **kwargs):
        found = super().get_inline_formsets(request, formsets, inline_instances, obj, **kwargs)
        for one in found:
            if one.opts.add_text:
                options = json.loads(one.inline_formset_data())
                options["options"]["addText"] = str(one.opts.add_text)
                one.inline_formset_data = json.dumps(options)
        return found

    def save_model(self, request, obj, form, change):
        make_rows(form)
        if not change and "order" in form.fields and not obj.order:
            obj.order = next_order(obj, self.order_within)
        super().save_model(request, obj, form, change)


class HistoryAdmin(PortalAdmin, SimpleHistoryAdmin):
    """Adds «История», which shows who changed what and when, and restores it."""

    def get_historical_record_context_helper(self, request, historical_record):
        return ReadableChanges(self.model, historical_record)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        super().set_history_delta_changes(request, historical_records, foreign_keys_are_objs)
        for record in historical_records:
            record.sentences = sentences(record)

    def history_view(self, request, object_id, extra_context=None):
        self.check_history_of(object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self.check_history_of(object_id, version_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def check_history_of(self, *keys):
        """Raises Http404 for text that is no key; django-simple-history would answer 500."""
        if not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
            raise Http404


class _Inline(_Fields):
    """Has many rows, so their search fields have no buttons and their HTML no blanks between tags."""

    formset = PortalFormSet
    extra = 0
    view_on_site = False
    add_text = ""  # «Добавить докладчика или гостя», if Django would put the model's name into the wrong case

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_extra(self, request, obj=None, **kwargs):
        """Adds an empty row if the address asks for one: the page has such a link for browsers without scripts."""
        return self.extra or int(MORE_ROWS in request.GET)

    def get_queryset(self, request):
        """Loads the related objects that labels need, except the page's own row, which is loaded already."""
        joined, loaded = [], []
        for field in self.opts.fields:
            if not field.remote_field or field.remote_field.model is self.parent_model:
                continue
            model = field.remote_field.model
            labels = self._admin_of(field)
            if labels and type(labels).labelled is not PortalAdmin.labelled:
                loaded.append(models.Prefetch(field.name, labels.labelled(model._default_manager.all())))
            else:
                joined.append(field.name)
        return super().get_queryset(request).select_related(*joined).prefetch_related(*loaded)


class PortalTabularInline(_Inline, admin.TabularInline):
    template = "admin/edit_inline/tabular_without_blanks.html"


class PortalStackedInline(_Inline, admin.StackedInline):
    pass


@admin.display(description=_("на сайте"), ordering="published_at")
def publication(obj):
    """The state of a row: «черновик», «опубликовано» or «появится 1 мая 2026»."""
    if obj.published_at is None:
        return _("черновик")
    if obj.published_at <= timezone.now():
        return _("опубликовано")
    return _("появится %s") % date_format(timezone.localtime(obj.published_at), "j E Y H:i")


class PublicationFilter(admin.SimpleListFilter):
    title = _("на сайте")
    parameter_name = "publication"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("черновик")),
            ("published", _("опубликовано")),
            ("scheduled", _("появится позже")),
        ]

    def queryset(self, request, queryset):
        conditions = {
            "draft": {"published_at__isnull": True},
            "published": {"published_at__lte": timezone.now()},
            "scheduled": {"published_at__gt": timezone.now()},
        }
        return queryset.filter(**conditions.get(self.value(), {}))
