from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.admin.base import PortalAdmin
from core.admin.periods import by_period

from ..models import AskedQuery


class ByOutcome(admin.SimpleListFilter):
    title = _("чем кончилось")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("nothing", _("ничего не нашлось")), ("unopened", _("нашлось, но не открыли"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        outcomes = {"nothing": Q(found=0), "unopened": Q(found__gt=0)}
        return queryset.filter(outcomes.get(self.value() or "", Q()))


@admin.register(AskedQuery)
class AskedQueryAdmin(PortalAdmin):
    """Queries that found nothing or whose hits nobody opened, read-only, for all staff."""

    list_display = ["text", "day", "asked", "outcome", "synonym"]
    list_display_links = None
    list_filter = [ByOutcome, by_period("day")]
    search_fields = ["text__holds"]
    ordering = ["-day", "-asked", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(Q(found=0) | Q(opened=0))

    @admin.display(description=_("чем кончилось"), ordering="found")
    def outcome(self, row: AskedQuery) -> str:
        if not row.found:
            return _("ничего не нашлось")
        return _("нашлось: %(found)s, не открыли") % {"found": row.found}

    @admin.display(description=_("помочь"))
    def synonym(self, row: AskedQuery) -> str:
        """A link to the form of a new group of synonyms, with the query as the first line."""
        address = f"{reverse('admin:search_synonym_add')}?{urlencode({'words': row.text})}"
        return format_html('<a href="{}">{}</a>', address, _("добавить синоним"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: AskedQuery | None = None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AskedQuery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AskedQuery | None = None) -> bool:
        return False
