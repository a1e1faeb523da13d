"""Restrict the parameters of change lists and search fields to those that their own links send.

Django accepts any lookup on a field of the model itself. `title__regex` can keep a process busy for hours, and others
fail in the database.
"""

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ERROR_FLAG, IGNORED_PARAMS, IS_FACETS_VAR, PAGE_VAR
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse

from .names import MOST_FOUND
from .on_the_spot import NEW, label_of_new

SUFFIXES = ("", "__exact", "__id__exact", "__pk__exact", "__isnull")


class UnknownParameter(SuspiciousOperation):
    """Django turns it into an answer 400."""


def check(model_admin: admin.ModelAdmin, request: HttpRequest) -> None:
    """Raises UnknownParameter for a parameter that no link of this change list sends."""
    allowed = _names(model_admin, request)
    for name, values in request.GET.lists():
        if name not in allowed and name not in IGNORED_PARAMS:
            raise UnknownParameter(name)
        if "__" in name and any("\0" in value for value in values):  # PostgreSQL stores no NUL, and raises
            raise UnknownParameter(name)


def _names(model_admin: admin.ModelAdmin, request: HttpRequest) -> set[str]:
    found = {"_changelist_filters", IS_FACETS_VAR, PAGE_VAR, ERROR_FLAG}
    for one in model_admin.get_list_filter(request):
        if isinstance(one, type) and issubclass(one, admin.SimpleListFilter):
            found.add(one.parameter_name)
        else:
            field = one[0] if isinstance(one, tuple | list) else one
            found |= {f"{field}{suffix}" for suffix in SUFFIXES}
            found |= {f"{field}__gte", f"{field}__lt"}
    return found


class Autocomplete(AutocompleteJsonView):
    """Answers search fields of foreign keys and many-to-many fields, but not of reverse relations."""

    def process_request(self, request: HttpRequest) -> tuple:
        if any("\0" in value for value in request.GET.values()):
            raise UnknownParameter("\\0")
        term, model_admin, source_field, to_field_name = super().process_request(request)
        if not source_field.concrete:
            raise PermissionDenied
        return term, model_admin, source_field, to_field_name

    def get_queryset(self) -> Any:
        """The rows that the model's `Names` find, or else its search fields."""
        if not self._asks_names():
            return list(super().get_queryset().values_list("pk", flat=True)[:MOST_FOUND])
        keys, self.is_found = self.model_admin.names.find(self.term)
        return keys

    def _asks_names(self) -> bool:
        return self.model_admin.names is not None and not self.source_field.get_limit_choices_to()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        keys = list(context["object_list"])
        rows = self.model_admin.labelled(self.model_admin.model._default_manager.all()).in_bulk(keys)
        context["object_list"] = [rows[key] for key in keys if key in rows]
        return context

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if not self._asks_names() or self.is_found or not self.model_admin.may_make(request, self.term):
            return response
        answer = json.loads(response.content)
        answer["results"].append({"id": f"{NEW}{self.term.strip()}", "text": label_of_new(self.term.strip())})
        return JsonResponse(answer)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, Any]:
        found = super().serialize_result(obj, to_field_name) | {"text": self.model_admin.label_of(obj)}
        return found | self.model_admin.proposals_of(obj)
