"""The views that receive files dropped onto an event, and the table in which an editor confirms them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.files.views import deliver_image
from core.typography import counted

from ...arrivals import receiving
from ...arrivals.proposing import PHOTO, VERSION, is_photo
from ...arrivals.reading import Incomplete, finish, unpack
from ...arrivals.taking import Decision, NotTaken, take
from .materials import MaterialsPage
from .photos import PhotoRow

TOO_LARGE, FULL_DISK, WRONG_PLACE = 413, 507, 409


class ArrivalViews:
    """A mixin for `Desk`."""

    def get_urls(self):
        base, view = "<int:event_id>/materials/arrivals/", self.admin_site.admin_view
        addresses = {
            "": ("events_event_arrivals", require_POST(self.drop_view)),
            "begin/": ("events_event_arrivals_begin", require_POST(self.begin_view)),
            "<uuid:key>/": ("events_event_arrival", require_http_methods(["GET", "POST"])(self.piece_view)),
            "<uuid:key>/picture/": ("events_event_arrival_picture", require_safe(self.picture_view)),
            "unpack/": ("events_event_arrivals_unpack", require_POST(self.unpack_view)),
            "remove/": ("events_event_arrivals_remove", require_POST(self.remove_view)),
            "take/": ("events_event_arrivals_take", require_POST(self.take_view)),
        }
        own = [path(f"{base}{end}", view(answer), name=name) for end, (name, answer) in addresses.items()]
        return [*own, *super().get_urls()]

    # --- Sending ------------------------------------------------------------------------------------------------------

    def begin_view(self, request, event_id):
        """Tells where to send the pieces of a file, and from which byte on."""
        page = self._arrivals_page(request, event_id)
        data = request.POST
        if not all(_is_number(data.get(name, "")) for name in ("size", "modified")):
            return _refusal(_("Браузер не сказал размера файла. Обновите страницу и попробуйте ещё раз."))
        try:
            arrival = receiving.begin(
                event=page.event,
                user=request.user,
                name=data.get("name", ""),
                size=int(data["size"]),
                modified=int(data["modified"]),
            )
        except ValidationError as error:
            return _refusal(" ".join(error.messages), TOO_LARGE if error.code == "too_large" else 400)
        return JsonResponse({"key": str(arrival.key), "offset": receiving.offset_of(arrival)})

    def piece_view(self, request, event_id, key):
        """Takes the piece that begins at byte `Upload-Offset`. The answer to the last piece contains the verdict."""
        page = self._arrivals_page(request, event_id)
        arrival = page.event.arrivals.filter(key=key, uploaded_by=request.user).first()
        if arrival is None:
            raise Http404
        stored = arrival.size if arrival.is_whole else receiving.offset_of(arrival)
        if request.method == "GET":
            return JsonResponse({"offset": stored})
        offset = request.headers.get("Upload-Offset", "")
        try:
            if not arrival.is_whole:
                stored = receiving.receive(arrival, request, int(offset) if _is_number(offset) else -1)
            if stored < arrival.size:
                return JsonResponse({"offset": stored})
            verdict = finish(arrival)
        except receiving.Elsewhere as elsewhere:
            return JsonResponse({"offset": elsewhere.offset}, status=WRONG_PLACE)
        except receiving.NoRoom as error:
            return _refusal(str(error), FULL_DISK)
        except Incomplete:
            return JsonResponse({"offset": receiving.offset_of(arrival)}, status=WRONG_PLACE)
        answer = {"offset": stored, "sentence": verdict.sentence, "left": verdict.left, "arrival": arrival.pk}
        return JsonResponse(answer)

    def drop_view(self, request, event_id):
        """Takes all files of a form at once, for browsers without JavaScript."""
        page = self._arrivals_page(request, event_id)
        files = request.FILES.getlist("files")
        if not files:
            messages.warning(request, _("Выберите файлы."))
        for upload in files:
            if sentence := self._keep(page.event, request.user, upload):
                messages.error(request, f"{upload.name}: {sentence}")
        return redirect(_address(page))

    def _keep(self, event, user, upload):
        """Receives one file. Returns a sentence if it is refused, otherwise ""."""
        try:
            arrival = receiving.begin(event=event, user=user, name=upload.name, size=upload.size)
            with receiving.locked(arrival) as partial:
                receiving.empty(partial)
            receiving.receive(arrival, upload, 0)
            verdict = finish(arrival)
            while not verdict.sentence and arrival.kind == "zip":
                left, refused = unpack(arrival, user)
                if not left:
                    return " ".join(refused)
        except ValidationError as error:
            return " ".join(error.messages)
        except receiving.NoRoom as error:
            return str(error)
        return verdict.sentence

    # --- Received files -----------------------------------------------------------------------------------------------

    def picture_view(self, request, event_id, key):
        """An unconfirmed photo, shown to those who may confirm it."""
        page = self._arrivals_page(request, event_id)
        arrival = page.event.arrivals.filter(key=key).first()
        if arrival is None or not is_photo(arrival):
            raise Http404
        return deliver_image(request, arrival.file)

    def unpack_view(self, request, event_id):
        """Unpacks the next photos of an archive, and answers with JSON that says how many are left."""
        page = self._arrivals_page(request, event_id)
        archive = self._arrival(page, request).exclude(file="").filter(kind="zip").first()
        if archive is None:
            raise Http404
        left, refused = unpack(archive, request.user)
        if request.accepts("text/html"):
            for sentence in refused:
                messages.error(request, sentence)
            return redirect(_address(page))
        return JsonResponse({"left": left, "refused": refused})

    def remove_view(self, request, event_id):
        page = self._arrivals_page(request, event_id)
        arrival = self._arrival(page, request).first()
        if arrival is not None:
            receiving.discard(arrival)
            self.message_user(request, _("Файл «%s» убран.") % arrival.name, messages.SUCCESS)
        return redirect(_address(page))

    def take_view(self, request, event_id):
        """Stores the ticked rows: all of them or none."""
        page = self._arrivals_page(request, event_id)
        choices = [*_choices(request.POST)]
        if not choices:
            messages.warning(request, _("Отметьте файлы, которые взять."))
            return redirect(_address(page))
        self._check_rights(page, request, choices)
        try:
            taken = take(page.event, choices, request.user, self._log(request))
        except NotTaken as error:
            sentence = _("Ничего не взято: исправьте отмеченные строки и подтвердите ещё раз.")
            self.message_user(request, sentence, messages.ERROR)
            page.typed, page.sentences = request.POST, error.sentences
            gone = set(error.sentences) - {one.pk for one in page.event.arrivals.all()}
            for sentence in {error.sentences[key] for key in gone}:
                self.message_user(request, sentence, messages.ERROR)
            return TemplateResponse(request, "admin/events/event/desk_rows.html", page.context(request))
        self.message_user(request, _told(taken), messages.SUCCESS)
        are_photos = all(choice.target == PHOTO for choice in choices)
        return redirect("admin:events_event_photos" if are_photos else "admin:events_event_materials", page.event.pk)

    def _check_rights(self, page, request, choices):
        if any(choice.target == PHOTO for choice in choices) and not PhotoRow(page).has_add_permission(request):
            raise PermissionDenied
        is_version = any(choice.target.startswith(VERSION) for choice in choices)
        if is_version and not page.row("material").has_change_permission(request):
            raise PermissionDenied

    def _log(self, request):
        def log(row, is_new):
            write = self.log_addition if is_new else self.log_change
            write(request, row, [{"added": {}}] if is_new else str(_("Из принятых файлов.")))

        return log

    def _arrivals_page(self, request, event_id):
        page = self._page(request, event_id, MaterialsPage)
        if not page.row("material").has_add_permission(request):
            raise PermissionDenied
        return page

    @staticmethod
    def _arrival(page, request):
        key = request.POST.get("arrival", "")
        return page.event.arrivals.filter(pk=int(key) if _is_number(key) else None)


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 17


def _refusal(sentence, status=400):
    return JsonResponse({"sentence": sentence}, status=status)


def _address(page):
    return f"{page.address()}#arrivals"


def _choices(data):
    for key in data.getlist("take"):
        if _is_number(key):
            talk = data.get(f"talk-{key}", "")
            title = " ".join(data.get(f"title-{key}", "").split())
            yield Decision(int(key), data.get(f"as-{key}", ""), int(talk) if _is_number(talk) else None, title)
    if "take-photos" in data:
        yield from (Decision(int(key), PHOTO) for key in data.getlist("photos") if _is_number(key))


def _told(taken):
    parts = [
        (taken.materials, _("новый материал,новых материала,новых материалов")),
        (taken.versions, _("новая версия,новые версии,новых версий")),
        (taken.photos, _("снимок,снимка,снимков")),
        (taken.talks, _("тема выступления,темы выступлений,тем выступлений")),
    ]
    return _("Взято: %s.") % ", ".join(counted(len(rows), forms) for rows, forms in parts if rows)
