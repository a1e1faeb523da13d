"""Admins of rows that belong to an event. Foreign keys between such rows stay within one event."""

from django.db.models import Q

from core.admin.base import HistoryAdmin

OWN = ("talk", "session", "delegation", "appearance", "material")


def row_id(request):
    """The key in the address of a change page or history page; None on other pages."""
    match = request.resolver_match
    number = match.kwargs.get("object_id") or (match.args[0] if match.args else "")
    return int(number) if number.isdecimal() else None


class PartOfEventAdmin(HistoryAdmin):
    """The admin of a row of an event. Once created, the row stays with its event."""

    order_within = "event"
    titles = None  # a core.admin.names.Names lets search fields find titles in memory
    offered_by = None  # the lookups of search fields, if they use fewer than the list

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
        elif request.resolver_match.url_name == "autocomplete":
            return self._of_any_event(queryset, search_term), False
        return super().get_search_results(request, queryset, search_term)

    def _of_any_event(self, queryset, term):
        """The newest rows with the whole term. Searching for each word by itself would read every row."""
        found = Q(pk__in=self.titles.find(term)[0]) if self.titles else Q(pk__in=[])
        for lookup in self.offered_by or self.search_fields:
            path, _sign, last = lookup.rpartition("__")
            if last == "names":
                found |= self.among(path, self.names_at(path).find(term)[0])
            elif self.titles is None or lookup != "title__holds":
                found |= Q(**{lookup: term})
        return queryset.filter(found).order_by("-pk")

    def page_of(self, obj):
        return obj.event.get_absolute_url()
