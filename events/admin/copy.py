from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.text import without_controls

from ..copies import copy_structure
from ..models import Event


class CopyForm(forms.Form):
    title = forms.CharField(label=_("Название нового мероприятия"), max_length=300, strip=True)

    def clean_title(self):
        return without_controls(self.cleaned_data["title"]).replace("\n", " ")


class CopiesEvents:
    """A mixin for the admin of events, with the page «Создать по образцу»."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.copy_view)
        return [path("<int:event_id>/copy/", view, name="events_event_copy"), *super().get_urls()]

    def copy_view(self, request, event_id):
        source = Event.objects.filter(pk=event_id).first()
        if source is None:
            raise Http404
        if not self.has_view_permission(request, source) or not self.has_add_permission(request):
            raise PermissionDenied
        form = CopyForm(request.POST or None, initial={"title": source.title})
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                event = copy_structure(source, form.cleaned_data["title"])
                self.log_addition(request, event, str(_("Создано по образцу «%s».") % source))
            sentence = _("Черновик создан. Напишите даты; людей, тексты и файлы добавьте новые.")
            self.message_user(request, sentence, messages.SUCCESS)
            return redirect("admin:events_event_change", event.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Создать по образцу"),
            "subtitle": str(source),
            "source": source,
            "form": form,
            "counts": {
                "stops": source.stops.count(),
                "sessions": source.sessions.count(),
                "organizations": source.organization_roles.count(),
            },
        }
        return TemplateResponse(request, "admin/events/event/copy.html", context)
