"""The base of all boxes for pasted text: read the text, show a table to confirm, and store it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.admin import submissions

from ..proposals.table import MOST_LINES, Table, TooManyLines, Writing

LONGEST_TEXT = 100_000  # characters; a programme of three days has 30,000


class Paste:
    """The box for pasted text on one page of the desk. It is made anew for each request."""

    lines = ()  # the Line classes of its table
    label = ""  # tells what to paste
    example = ""
    nothing = ""  # the sentence if nothing was found

    def __init__(self, page):
        self.page, self.event = page, page.event

    @property
    def address(self):
        return reverse(f"admin:events_event_{self.page.name}_paste", args=[self.event.pk])

    def is_open(self, request):
        """Whether this person may add the rows that the box creates."""
        return all(
            request.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}")
            for model in {line.model for line in self.lines}
        )

    def read(self, text, facts):
        """The lines proposed by the text, in its order."""
        raise NotImplementedError

    def answer(self, request):
        if request.method != "POST":
            return self._box(request)
        if "lines" in request.POST:
            return submissions.once(request, self._again, lambda: self._confirm(request))
        text = request.POST.get("text", "").replace("\x00", "")
        if len(text) > LONGEST_TEXT:
            sentence = _("Текст слишком длинный: не больше %s знаков за раз. Вставьте его по частям.")
            return self._box(request, text, sentence % f"{LONGEST_TEXT:,}".replace(",", " "))
        try:
            table = Table(self.lines, self._writing(request), proposed=list(self.read(text, self.page.facts)))
        except TooManyLines:
            return self._box(request, text, _("В тексте больше %s строк. Вставьте его по частям.") % MOST_LINES)
        if not table.lines:
            return self._box(request, text, self.nothing)
        return self._table(request, table, text)

    def _writing(self, request):
        return Writing(request, self.page.admin_site, self.page.facts)

    def _again(self, request):
        messages.info(request, _("Это уже добавлено: второй раз не понадобилось."))

    def _confirm(self, request):
        try:
            table = Table(self.lines, self._writing(request), data=request.POST)
        except TooManyLines:
            return self._box(request, request.POST.get("text", ""), _("Строк больше %s.") % MOST_LINES)
        with transaction.atomic():
            if not (table.is_valid() and table.save()):
                return self._table(request, table, request.POST.get("text", ""))
        told = table.told
        messages.success(request, _("Добавлено: %s.") % told if told else _("Ничего не добавлено."))
        return redirect(self.page.address())

    def _box(self, request, text="", wrong=""):
        return self._page(request, {"paste_text": text, "paste_wrong": wrong})

    def _table(self, request, table, text):
        return self._page(request, {"table": table, "paste_text": text, "form_token": submissions.new_token()})

    def _page(self, request, context):
        context = self.page.context(request) | {"title": self.label} | context
        return TemplateResponse(request, "admin/events/event/paste.html", context)
