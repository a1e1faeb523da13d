"""The views of «Из пресс-релиза»: a box for the text, then the text beside the draft, then the event."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.admin import submissions
from core.admin.base import PortalAdmin
from core.dates import PartialDate
from core.fields import date_as_typed
from core.files.names import clean_name
from core.typography import counted
from parks.models import Residency

from ...known.places import known_regions
from ...known.releases import same_events
from ...models import Event, ReleaseFile, Source
from ...press_release.draft import Draft
from ...press_release.likeness import fingerprint
from ...press_release.reader import EMPTY, read
from ...press_release.relative_days import BY_PUBLICATION
from ...readiness.facts import EventFacts, load_facts
from ...source_files import UnreadableSource, text_of
from ..proposals.table import MOST_LINES, Table, TooManyLines, Writing
from .lines import KINDS, committee_model, may_link_committees
from .marks import TextMark, pieces
from .proposal import event_of, found_columns, lines_of
from .several import parted, title_of

EVENT_FIELDS = ["title", "type", "start", "end", "place", "format", "theme", "lead", "body"]
SOURCE_FIELDS = ["publisher", "published_on", "url"]
MARKED_BELOW = "l{}"  # the id of a line of the table


class SourceAdmin(PortalAdmin):
    fields = SOURCE_FIELDS


class ReleaseWriting(Writing):
    """A `Writing` with `new_parks`: {name: (status, kind)} of the parks that may be created."""

    def __init__(self, request, admin_site, facts):
        super().__init__(request, admin_site, facts)
        self.new_parks = {}


class _Refused(Exception):
    pass


class PressRelease:
    """The page. It is made anew for each request."""

    def __init__(self, event_admin, request):
        self.event_admin, self.request = event_admin, request

    def answer(self):
        if not self._is_open():
            raise PermissionDenied
        request = self.request
        if request.method != "POST":
            waiting = self._waiting(request.GET.get("file"))
            return self._read_or_ask(waiting.text) if waiting else self._box()
        if "drop" in request.POST:
            return self._drop(request.POST["drop"])
        if "lines" in request.POST:
            return submissions.once(request, self._again, self._confirm)
        uploads = request.FILES.getlist("file")
        if len(uploads) > 1:
            return self._queue(uploads)
        try:
            text = self._uploaded() or request.POST.get("text", "")
        except UnreadableSource as error:
            return self._box(request.POST.get("text", ""), str(error))
        return self._read_or_ask(text)

    def _read_or_ask(self, text):
        """Reads one press release at once. If there seem to be several, asks the editor."""
        releases = [text] if "as_one" in self.request.POST else parted(text)
        if len(releases) == 1:
            return self.show(text)
        return self._queue_texts(releases) if "apart" in self.request.POST else self._box(text, releases=releases)

    def _is_open(self):
        """Whether this person may add events and everything that belongs to them."""
        models = {Event, Source, *(kind.model for kind in KINDS)} - {Residency}
        return all(self.request.user.has_perm(f"{m._meta.app_label}.add_{m._meta.model_name}") for m in models)

    def _uploaded(self):
        """The text of the uploaded file; "" without a file. Raises UnreadableSource."""
        upload = self.request.FILES.get("file")
        if upload is None:
            return ""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "source"
            with path.open("wb") as file:
                for chunk in upload.chunks():
                    file.write(chunk)
            return text_of(path, upload.name)

    # --- The queue ----------------------------------------------------------------------------------------------------

    def _queue(self, uploads):
        """Queues several files for the worker. The editor confirms them one by one."""
        for upload in uploads:
            ReleaseFile.objects.create(name=clean_name(upload.name), file=upload, uploaded_by=self.request.user)
        files = counted(len(uploads), _("файл,файла,файлов"))
        messages.success(self.request, _("В очереди %s. Прочитанные проверяйте по одному.") % files)
        return redirect(self.address)

    def _queue_texts(self, releases):
        """Queues the parts of a pasted text, which are already text."""
        for text in releases:
            name = clean_name(f"{title_of(text)[:100]}.txt")
            ReleaseFile.objects.create(
                name=name,
                file=ContentFile(text.encode(), name),
                text=text.replace("\x00", ""),
                state=ReleaseFile.State.READY,
                uploaded_by=self.request.user,
            )
        if waiting := self._waiting(self.request.POST.get("release")):
            waiting.delete()
        found = counted(len(releases), _("релиз,релиза,релизов"))
        messages.success(self.request, _("Текст разделён, в очереди %s. Проверяйте по одному.") % found)
        return redirect(self.address)

    def _waiting(self, key):
        """The file of the queue with this key, if it was read; otherwise None."""
        is_number = key and key.isdecimal() and len(key) < 19
        rows = ReleaseFile.objects.filter(pk=int(key) if is_number else None, state=ReleaseFile.State.READY)
        return rows.first()

    def _drop(self, key):
        if key.isdecimal() and len(key) < 19 and (row := ReleaseFile.objects.filter(pk=int(key)).first()):
            row.delete()
            messages.success(self.request, _("Из очереди убрано: «%s».") % row.name)
        return redirect(self.address)

    # --- Reading ------------------------------------------------------------------------------------------------------

    def show(self, text):
        """The page with the draft of a text, or the box again with a sentence that says why there is none."""
        text = text.replace("\x00", "")
        try:
            draft = self._read(text, self._published())
        except ValueError:
            return self._box(text, _("Не понимаем дату публикации. Напишите, например, 25.05.2016."))
        if draft.refusal:
            return self._box(text, draft.refusal)
        published = draft.published and draft.published.value
        event_form = self._form(Event, instance=event_of(draft))
        source_form = self._form(Source, instance=Source(published_on=published))
        try:
            table = Table(KINDS, self._writing(_no_facts()), proposed=list(lines_of(draft, self._committees())))
        except TooManyLines:
            return self._box(text, _("В тексте больше %s строк. Оставьте в нём одно мероприятие.") % MOST_LINES)
        return self._table(text, draft, event_form, source_form, table)

    def _read(self, text, published=None):
        return read(text, known_regions() or None, published) if text.strip() else Draft("", EMPTY)

    def _published(self, name="published_on"):
        """The day of publication in the form; None if it is empty. Raises ValueError."""
        written = self.request.POST.get(name, "").strip()
        return PartialDate.read(written) if written else None

    def _committees(self):
        """The names of the committees that this editor may link to an event."""
        is_allowed = may_link_committees(self.request.user)
        return committee_model().objects.values_list("name", flat=True) if is_allowed else ()

    def _form(self, model, *args, **kwargs):
        admin = self.event_admin if model is Event else SourceAdmin(Source, self.event_admin.admin_site)
        fields = EVENT_FIELDS if model is Event else SOURCE_FIELDS
        form = admin.get_form(self.request, None, fields=fields)
        return form(*args, prefix=model._meta.model_name, **kwargs)

    def _writing(self, facts):
        return ReleaseWriting(self.request, self.event_admin.admin_site, facts)

    # --- Confirming ---------------------------------------------------------------------------------------------------

    def _confirm(self):
        """Stores the event with all ticked lines, or nothing."""
        text, data = self.request.POST.get("text", ""), self.request.POST
        draft = self._read(text)
        event_form = self._form(Event, self._with_start(data, text), instance=Event())
        if data.get("is_another") == "yes" and not event_form.is_valid():
            event_form = self._form(Event, event_form.data, instance=Event())  # the question about doubles is answered
        source_form = self._form(Source, data, instance=Source(text=text))
        try:
            with transaction.atomic():
                event, table = self._stored(event_form, source_form, text)
        except TooManyLines:
            return self._box(text, _("Строк больше %s.") % MOST_LINES)
        except _Refused as refused:
            return self._table(text, draft, event_form, source_form, refused.args[0])
        told = table.told
        sentence = _("Мероприятие заведено черновиком. Из текста взято: %s.") % told if told else ""
        messages.success(self.request, sentence or _("Мероприятие заведено черновиком."))
        return redirect("admin:events_event_change", event.pk)

    def _with_start(self, data, text):
        """The sent data. If the first day is empty and the text says «сегодня», it is the day of publication."""
        try:
            published = self._published("source-published_on")
        except ValueError:
            return data  # the form reports it
        draft = self._read(text, published)
        if data.get("event-start") or draft.start is None or draft.start.doubt != BY_PUBLICATION:
            return data
        messages.info(
            self.request, _("Дата посчитана от дня публикации: %s. Проверьте её.") % date_as_typed(draft.start.value)
        )
        data = data.copy()
        data["event-start"] = date_as_typed(draft.start.value)
        return data

    def _stored(self, event_form, source_form, text):
        is_right = event_form.is_valid() & source_form.is_valid()
        is_right &= not self._asks_about_the_same(text, event_form)
        facts = _no_facts()
        if is_right:
            event = event_form.save(commit=False)
            self.event_admin.save_model(self.request, event, event_form, change=False)
            facts = load_facts(event)
        table = Table(KINDS, self._writing(facts), data=self.request.POST)
        if not (table.is_valid() and is_right and table.save()):
            raise _Refused(table)
        source = source_form.save(commit=False)
        source.event, source.text, source.fingerprint = event, text, fingerprint(text)
        source.save()
        if waiting := self._waiting(self.request.POST.get("release")):
            waiting.delete()
        self.event_admin.log_addition(self.request, event, _("Заведено из пресс-релиза."))
        return event, table

    def _asks_about_the_same(self, text, event_form):
        """Whether the editor must still confirm that the event is a different one from those that exist."""
        if self.request.POST.get("is_another") == "yes":
            return False
        return bool(same_events(text, event_form.cleaned_data.get("start")))

    def _again(self, request):
        messages.info(request, _("Это мероприятие уже заведено: второй раз не понадобилось."))

    # --- The page -----------------------------------------------------------------------------------------------------

    def _box(self, text="", wrong="", releases=()):
        context = {
            "text": text,
            "published_on": self.request.POST.get("published_on", ""),
            "wrong": wrong,
            "releases": [(title_of(one), len(one)) for one in releases],
            "release": self._release,
            "queue": ReleaseFile.objects.all(),
        }
        return self._page(context)

    @property
    def _release(self):
        """The file of the queue that the page shows."""
        return self.request.POST.get("release") or self.request.GET.get("file", "")

    def _table(self, text, draft, event_form, source_form, table):
        start = event_form.instance.start if not event_form.is_bound else event_form.cleaned_data.get("start")
        columns = found_columns(draft)
        context = {
            "table": table,
            "paste_text": text,
            "form_token": submissions.new_token(),
            "event_fields": [(field, columns.get(field.name)) for field in event_form.visible_fields()],
            "source_form": source_form,
            "event_form": event_form,
            "pieces": list(pieces(draft.text, _marks(columns, table))),
            "same": same_events(text, start),
            "back": self.address,
            "release": self._release,
        }
        return self._page(context)

    @property
    def address(self):
        return reverse("admin:events_event_press_release")

    def _page(self, context):
        context = {
            **self.event_admin.admin_site.each_context(self.request),
            "opts": Event._meta,
            "title": _("Из пресс-релиза"),
            **context,
        }
        return TemplateResponse(self.request, "admin/events/event/press_release.html", context)


def _marks(columns, table):
    for name, found in columns.items():
        label = Event._meta.get_field(name).verbose_name
        yield TextMark(*found.span, f"field-{name}", str(label), "event", found.is_sure)
    for line in table.lines:
        start, _dash, end = (line["place_in_text"].value() or "").partition("-")
        if start.isdecimal() and end.isdecimal():
            is_sure = not line["doubt"].value()
            yield TextMark(int(start), int(end), MARKED_BELOW.format(line.number), str(line.title), line.kind, is_sure)


def _no_facts():
    """The facts of an event that does not exist yet."""
    return EventFacts(event=Event(), **{name: [] for name in EventFacts.__dataclass_fields__ if name != "event"})
