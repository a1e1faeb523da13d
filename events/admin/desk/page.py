"""A page of an event's desk: a list of rows, and the form of one of them at a time."""

from django.urls import reverse
from django.utils.functional import cached_property

from ...readiness.facts import load_facts
from ...readiness.findings import find
from .contents import contents


class DeskPage:
    """One page of the desk. It is made anew for each request. `rows` are the `Row` classes, the main one first."""

    name = ""
    title = ""
    template = ""  # the template of the list
    above = ""  # the template for the part above the list
    rows = ()
    hint = ""
    paste = None  # the Paste class of its box for pasted text

    def __init__(self, event_admin, event):
        self.event_admin, self.admin_site, self.event = event_admin, event_admin.admin_site, event

    @cached_property
    def facts(self):
        return load_facts(self.event)

    @cached_property
    def findings(self):
        return find(self.facts)

    def row(self, kind):
        """The `Row` of that kind; None for an unknown kind."""
        return next((row(self) for row in self.rows if row.kind == kind), None)

    def is_open(self, request):
        return not self.rows or self.rows[0](self).has_view_or_change_permission(request)

    def address(self, kind="", key=None):
        address = reverse(f"admin:events_event_{self.name}", args=[self.event.pk])
        return f"{address}#{kind}-{key}" if kind else address

    def paste_box(self, request):
        """The box for pasted text, or None if this person may not use it."""
        box = self.paste(self) if self.paste else None
        return box if box and box.is_open(request) else None

    @property
    def order_url(self):
        return f"admin:events_event_{self.name}_order"

    @property
    def add_url(self):
        return f"admin:events_event_{self.name}_add"

    @property
    def row_url(self):
        return f"admin:events_event_{self.name}_row"

    @property
    def delete_url(self):
        return f"admin:events_event_{self.name}_delete"

    def lists(self):
        """The template context of the page's list."""
        return {}

    def context(self, request):
        event = self.facts.event
        rows, entries = [row(self) for row in self.rows], contents(self, request)
        return {
            **self.admin_site.each_context(request),
            "event": event,
            "page": self,
            "title": self.title,
            "subtitle": str(event),
            "contents": entries,
            "is_list_empty": next((entry.is_empty for entry in entries if entry.is_current), False),
            "findings": [
                (finding, address_of(finding, event)) for finding in self.findings if finding.page == self.name
            ],
            "paste": self.paste_box(request),
            "may_add": [row for row in rows if row.has_add_permission(request)],
            "may_add_kinds": {row.kind for row in rows if row.has_add_permission(request)},
            "may_order": {row.kind for row in rows if row.is_ordered and row.has_change_permission(request)},
            **self.lists(),
        }


def address_of(finding, event):
    """The address of the field on the desk that resolves the finding."""
    if finding.page == "main":
        address = reverse("admin:events_event_change", args=[event.pk])
    elif finding.row:
        address = reverse(f"admin:events_event_{finding.page}_row", args=[event.pk, finding.kind, finding.row])
    else:
        return reverse(f"admin:events_event_{finding.page}", args=[event.pk])
    return f"{address}#{finding.field}" if finding.field.endswith("-group") else f"{address}#id_{finding.field}"
