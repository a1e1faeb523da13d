"""What hangs on an event can only be chosen from the same event."""

from core.admin.base import HistoryAdmin

OWN = ("talk", "session", "delegation", "appearance", "material")


def row_id(request):
    """The key in the address of a change or history page; None on other pages."""
    match = request.resolver_match
    number = match.kwargs.get("object_id") or (match.args[0] if match.args else "")
    return int(number) if number.isdecimal() else None


class PartOfEventAdmin(HistoryAdmin):
    """A row of an event on a page of its own. Once created, it stays with its event."""

    order_within = "event"

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "event"] if obj else fields

    def offers_for(self, name, request):
        if name not in OWN or row_id(request) is None:
            return super().offers_for(name, request)
        event = self.model._base_manager.filter(pk=row_id(request)).values_list("event", flat=True).first()
        return {"event": event or 0}

    def get_search_results(self, request, queryset, search_term):
        """An autocomplete field with `?event=` finds only rows of that event."""
        event = request.GET.get("event", "")
        if event.isdecimal() and len(event) < 19:
            queryset = queryset.filter(event=int(event))
        return super().get_search_results(request, queryset, search_term)

    def page_of(self, obj):
        return obj.event.get_absolute_url()
