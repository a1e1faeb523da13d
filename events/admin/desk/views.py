"""The views of an event's desk, and their addresses in the admin of events."""

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.admin.base import HistoryAdmin

from ...event_json import event_as_json
from ...models import Event
from ..pasting.main import MainPaste
from ..press_release.views import PressRelease
from . import order
from .arrivals import ArrivalViews
from .materials import MaterialsPage
from .page import DeskPage
from .people import PeoplePage
from .photos import PhotosPage
from .preview import READERS, preview
from .programme import ProgrammePage
from .publication import Publication, PublicationPage
from .results import ResultsPage
from .route import RoutePage
from .sources import SourcesPage

LISTS = [RoutePage, ProgrammePage, MaterialsPage, PhotosPage, PeoplePage, ResultsPage, SourcesPage]


class MainPage(DeskPage):
    name = "main"
    title = _("Главное")
    paste = MainPaste
    shown = ["page", "contents", "event", "findings", "paste", "is_nav_sidebar_enabled"]  # besides the form

    def address(self, kind="", key=None):
        return reverse("admin:events_event_change", args=[self.event.pk])


class Desk(ArrivalViews, HistoryAdmin):
    """An event is edited on several pages, each with its own address, form and save."""

    def get_urls(self):
        base, view = "<int:event_id>/publication/", self.admin_site.admin_view
        return [
            *(pattern for page in LISTS for pattern in self._urls_of(page)),
            *(self._paste_url(page) for page in (MainPage, *LISTS) if page.paste),
            path(base, view(self.publication_view), name="events_event_publication"),
            path(f"{base}as/<str:reader>/", view(require_safe(self.preview_view)), name="events_event_preview"),
            path("press-release/", view(self.press_release_view), name="events_event_press_release"),
            path("<int:event_id>/export/", view(require_safe(self.export_view)), name="events_event_export"),
            *super().get_urls(),
        ]

    def _urls_of(self, page):
        base, name = f"<int:event_id>/{page.name}/", f"events_event_{page.name}"
        addresses = {
            (base, name): self.list_view,
            (f"{base}order/", f"{name}_order"): require_POST(self.order_view),
            (f"{base}<str:kind>/add/", f"{name}_add"): self.row_view,
            (f"{base}<str:kind>/<int:object_id>/", f"{name}_row"): self.row_view,
            (f"{base}<str:kind>/<int:object_id>/delete/", f"{name}_delete"): self.delete_row_view,
        }
        return [
            path(address, self.admin_site.admin_view(view), {"page": page}, name=name)
            for (address, name), view in addresses.items()
        ]

    def _paste_url(self, page):
        name = f"events_event_{page.name}_paste"
        view = self.admin_site.admin_view(self.paste_view)
        return path(f"<int:event_id>/{page.name}/paste/", view, {"page": page}, name=name)

    def pages_for(self, request, event):
        """The pages of the event's desk that this person may open."""
        pages = [page(self, event) for page in (MainPage, *LISTS, PublicationPage)]
        return [page for page in pages if page.is_open(request)]

    def list_view(self, request, event_id, page):
        found = self._page(request, event_id, page)
        return TemplateResponse(request, "admin/events/event/desk_rows.html", found.context(request))

    def row_view(self, request, event_id, page, kind, object_id=None):
        row = self._row(request, event_id, page, kind)
        return row.changeform_view(request, object_id and str(object_id))

    def delete_row_view(self, request, event_id, page, kind, object_id):
        found = self._row(request, event_id, page, kind)
        context = {"page": found.page, "event": found.event, "row": found}
        return found.delete_view(request, str(object_id), context)

    def order_view(self, request, event_id, page):
        """Moves one row, named «stop-12» in `up`, `down` or `move`. With `move` it goes in front of `before`."""
        target = next((name for name in ("up", "down", "move") if name in request.POST), "")
        kind, _dash, key = request.POST.get(target, "").partition("-")
        row = self._row(request, event_id, page, kind)
        if not row.is_ordered or not key.isdecimal() or len(key) > 18:
            raise Http404
        with transaction.atomic():
            moved = row.get_object(request, key)
            if moved is None:
                raise Http404
            if not row.has_change_permission(request, moved):
                raise PermissionDenied
            order.move(moved, row.siblings(moved), _before(request) if target == "move" else target)
        return redirect(row.page.address(kind, key))

    def paste_view(self, request, event_id, page):
        """The box for pasted text, and then the table to confirm."""
        found = self._page(request, event_id, page)
        box = found.paste_box(request)
        if box is None or not self.has_change_permission(request, found.event):
            raise PermissionDenied
        return box.answer(request)

    def publication_view(self, request, event_id):
        page = self._page(request, event_id, PublicationPage)
        return Publication(page).changeform_view(request, str(event_id))

    def preview_view(self, request, event_id, reader):
        page = self._page(request, event_id, PublicationPage)
        if reader not in READERS:
            raise Http404
        return preview(request, page.event, READERS[reader], page)

    def export_view(self, request, event_id):
        """The event as a JSON file, with the texts of its sources for people who may view sources."""
        page = self._page(request, event_id, MainPage)
        exported = event_as_json(page.facts)
        if not request.user.has_perm("events.view_source"):
            del exported["sources"]
        file = JsonResponse(exported, json_dumps_params={"ensure_ascii": False, "indent": 1})
        file["Content-Disposition"] = content_disposition_header(True, f"{page.event.slug}.json")
        return file

    def press_release_view(self, request):
        return PressRelease(self, request).answer()

    def _page(self, request, event_id, page):
        """The page of the event's desk. Raises Http404 or PermissionDenied."""
        event = Event.objects.filter(pk=event_id).first()
        if event is None:
            raise Http404
        found = page(self, event)
        if not self.has_view_or_change_permission(request, event) or not found.is_open(request):
            raise PermissionDenied
        return found

    def _row(self, request, event_id, page, kind):
        row = self._page(request, event_id, page).row(kind)
        if row is None:
            raise Http404
        return row

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        sentence = _("Мероприятие заведено. Остальное заполняйте в любом порядке: страницы слева.")
        self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:events_event_change", obj.pk)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        self.message_user(request, _("Сохранено."), messages.SUCCESS)
        return redirect("admin:events_event_change", obj.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk:
            page = MainPage(self, obj).context(request)
            context |= {name: page[name] for name in MainPage.shown}
        return super().render_change_form(request, context, add, change, form_url, obj)


def _before(request):
    key = request.POST.get("before", "").rpartition("-")[2]
    return int(key) if key.isdecimal() and len(key) < 19 else None
