"""Tables in the admin: a template, an export, and an import that shows its changes before they are confirmed."""

import posixpath

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..files.names import clean_name, content_disposition
from ..spreadsheets import workbook
from ..spreadsheets.models import SpreadsheetImport
from ..spreadsheets.plan import ROW
from ..spreadsheets.sheet import NUMBER

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LATEST = 10


class SpreadsheetAdmin:
    """A mixin for admins; it comes before `PortalAdmin`. `spreadsheet` is the `Sheet` of the model."""

    spreadsheet = None

    def get_urls(self):
        view, base = self.admin_site.admin_view, "xlsx/"
        own = {
            "": ("", require_http_methods(["GET", "HEAD", "POST"])(self.spreadsheet_view)),
            "template/": ("_template", require_safe(self.template_view)),
            "export/": ("_export", require_safe(self.export_view)),
            "<int:pk>/": ("_import", require_http_methods(["GET", "HEAD", "POST"])(self.import_view)),
            "<int:pk>/refused/": ("_refused", require_safe(self.refused_view)),
        }
        found = [path(f"{base}{end}", view(answer), name=self._name(name)) for end, (name, answer) in own.items()]
        return [*found, *super().get_urls()]

    def _name(self, end=""):
        return f"{self.opts.app_label}_{self.opts.model_name}_xlsx{end}"

    def _address(self, end="", *args):
        return reverse(f"admin:{self._name(end)}", args=args)

    def changelist_view(self, request, extra_context=None):
        links = [(self._address(), _("Таблица XLSX"))]
        return super().changelist_view(request, {**(extra_context or {}), "links": links})

    def _may_import(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def spreadsheet_view(self, request):
        """The page with the downloads, the form for a file, and the latest imports."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._upload(request)
        imports = SpreadsheetImport.objects.filter(sheet=self.spreadsheet.name, requested_by=request.user)[:LATEST]
        context = self._context(request) | {
            "template_address": self._address("_template"),
            "export_address": self._address("_export"),
            "may_import": self._may_import(request),
            "imports": [(one, self._address("_import", one.pk)) for one in imports],
        }
        return TemplateResponse(request, "admin/spreadsheets/table.html", context)

    def _upload(self, request):
        if not self._may_import(request):
            raise PermissionDenied
        upload = request.FILES.get("file")
        name = clean_name(upload.name) if upload else ""
        if not upload or posixpath.splitext(name)[1].lower() != ".xlsx":
            messages.error(request, _("Выберите таблицу XLSX: образец или выгрузку, заполненные в Excel."))
            return redirect(self._address())
        found = SpreadsheetImport(sheet=self.spreadsheet.name, name=name, requested_by=request.user)
        found.file.save(name, File(upload), save=False)
        found.save()
        return redirect(self._address("_import", found.pk))

    def import_view(self, request, pk):
        found = self._import(request, pk)
        if request.method == "POST":
            return self._confirm(request, found)
        context = self._context(request) | {"job": found, "report": self._shown(found), "table": self._address()}
        context["refused_address"] = self._address("_refused", found.pk)
        context["is_confirmable"] = found.phase == found.Phase.CHECKED and not found.is_waiting_for_worker
        return TemplateResponse(request, "admin/spreadsheets/import.html", context)

    def _confirm(self, request, found):
        """Starts the writing, if `digest` says that the import is still the one that was shown."""
        shown = found.report.get("digest")
        waiting = SpreadsheetImport.objects.filter(pk=found.pk, phase=found.Phase.CHECKED, state=found.State.READY)
        is_shown = shown and request.POST.get("digest") == shown
        if not (is_shown and waiting.restart(phase=found.Phase.WRITING)):
            messages.warning(request, _("Эту таблицу уже подтвердили, или она изменилась. Посмотрите, что с ней."))
        return redirect(self._address("_import", found.pk))

    def _shown(self, found):
        """The report, with headings instead of names of fields."""
        if not found.report:
            return None
        headings = {name: column.heading for name, column in self.spreadsheet.columns.items()}
        headings |= {ROW: "", NUMBER: NUMBER}
        key = self.spreadsheet.keys[-1]
        places = [at for at, text in enumerate(found.report["headings"]) if text in {headings[name] for name in key}]

        def told_as(name):
            return self.spreadsheet.columns[name].as_told

        def row(told):
            named = ", ".join(told["cells"][at] for at in places if at < len(told["cells"]) and told["cells"][at])
            changes = [(headings[name], told_as(name)(old), told_as(name)(new)) for name, old, new in told["changes"]]
            errors = [(headings.get(name, name), sentence) for name, sentence in told["errors"].items()]
            return {"number": told["number"], "named": named, "changes": changes, "errors": errors}

        kinds = {kind: [row(told) for told in found.report[kind][:300]] for kind in ("new", "changed", "refused")}
        return found.report | kinds

    def refused_view(self, request, pk):
        found = self._import(request, pk)
        if not found.report.get("refused"):
            raise Http404
        content = workbook.refused(self.spreadsheet, found.report["headings"], found.report["refused"])
        stem = posixpath.splitext(found.name)[0]
        return _download(content, f"{stem} – исправить.xlsx")

    def template_view(self, request):
        return self._file(request, workbook.template, _("%s – образец.xlsx"))

    def export_view(self, request):
        return self._file(request, workbook.export, "%s.xlsx")

    def _file(self, request, make, name):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _download(make(self.spreadsheet), name % self.spreadsheet.title)

    def _import(self, request, pk):
        """One of this person's own imports; nobody else may see the file."""
        if not self._may_import(request):
            raise PermissionDenied
        own = SpreadsheetImport.objects.filter(sheet=self.spreadsheet.name, requested_by=request.user)
        found = own.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def _context(self, request):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("%s: таблица XLSX") % self.spreadsheet.title,
        }


def _download(content, name):
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": content_disposition(name)})
