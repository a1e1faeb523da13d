"""The form of one row on a page of an event's desk."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.admin.base import PortalAdmin

from ..ownership import OWN
from . import order


class Row(PortalAdmin):
    """The admin of one kind of rows. It is made anew for each request and not registered, because its addresses
    belong to the event's desk.

    It must be the first base class, before the registered admin of the model, whose fields and rules it inherits.
    """

    change_form_template = "admin/events/event/desk_rows.html"
    delete_confirmation_template = "admin/events/event/desk_delete.html"
    kind = ""  # its name in addresses
    add_label = ""
    deletion = ""  # what happens when it is deleted
    is_ordered = True
    sorted_by_time = False

    def __init__(self, page):
        super().__init__(self.row_model, page.admin_site)
        self.page, self.event = page, page.event

    # --- Only rows of the event ---------------------------------------------------------------------------------------

    def get_queryset(self, request):
        return super().get_queryset(request).filter(event=self.event)

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields

    def offers_for(self, name, request):
        """Offers only rows of this event for a foreign key to a model that belongs to events."""
        return {"event": self.event.pk} if name in OWN else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form, event = super().get_form(request, obj, change, **kwargs), self.event

        class FormOfEvent(form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                if self.instance._state.adding:
                    self.instance.event = event

        return FormOfEvent

    # --- Its place among the others -----------------------------------------------------------------------------------

    def siblings(self, row):
        """The rows that have one order with this one, in the order that people see."""
        return self.model._default_manager.filter(event=self.event)

    def save_model(self, request, obj, form, change):
        moved = self.sorted_by_time and {"day", "starts_at"} & set(form.changed_data)
        if self.is_ordered and (not change or moved):
            others = list(self.siblings(obj).exclude(pk=obj.pk))
            order.insert(obj, others, order.place_by_time(obj, others) if self.sorted_by_time else len(others))
        super().save_model(request, obj, form, change)

    # --- Answers ------------------------------------------------------------------------------------------------------

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self.page.context(request)
        context |= {"row_kind": self.kind, "row_id": obj.pk if obj else None, "row": self}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, _("Добавлено: %s.") % self.name_of(obj), messages.SUCCESS)
        if "_addanother" in request.POST:
            return redirect(self.add_address())
        return redirect(self.page.address(self.kind, obj.pk))

    def response_change(self, request, obj):
        self.message_user(request, _("Сохранено: %s.") % self.name_of(obj), messages.SUCCESS)
        return redirect(self.page.address(self.kind, obj.pk))

    def response_delete(self, request, obj_display, obj_id):
        self.message_user(request, _("Удалено: %s.") % obj_display, messages.SUCCESS)
        return redirect(self.page.address())

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        self.message_user(request, _("Этой строки больше нет: её удалили."), messages.WARNING)
        return redirect(self.page.address())

    def name_of(self, obj):
        return f"«{obj}»"

    def add_address(self):
        return f"{reverse(self.page.add_url, args=[self.event.pk, self.kind])}#row-form"

    def page_of(self, obj):
        return self.event.get_absolute_url()
