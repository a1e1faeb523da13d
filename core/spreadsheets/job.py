"""Run an import: compare the table with the portal, and after the confirmation write all accepted rows or none."""

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from ..fields import RESERVED, NameSlugField
from ..jobs.lease import Lease
from ..jobs.run import PermanentFailure
from ..models import FormerSlug
from ..text import slugify
from .models import SpreadsheetImport
from .plan import NoTable, Plan, PlannedRow, make_plan
from .sheet import Sheet
from .workbook import as_report

BATCH = 500
SHOWN = 300  # new and changed rows that the page lists
KEPT = timedelta(days=30)


def sheets() -> dict[str, Sheet]:
    return {sheet.name: sheet for name in settings.SPREADSHEETS for sheet in import_string(name)}


class Attempt:
    def __init__(self, lease: Lease) -> None:
        self.lease, self.job = lease, lease.job
        self.sheet = sheets()[self.job.sheet]

    def run(self) -> None:
        try:
            table = self._table()
            self.lease.extend(steps_done=0, steps_total=len(table))
            if self.job.phase == SpreadsheetImport.Phase.WRITING:
                self._write(table)
            else:
                self._compare(table)
        except NoTable as error:
            raise PermanentFailure(str(error)) from error

    def discard(self) -> None:
        """Nothing to remove: an import writes everything in one transaction."""

    def _table(self) -> list[list[str]]:
        read = import_string(settings.SPREADSHEET_READER)
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, suffix=".xlsx") as copy:
            with self.job.file.open() as stored:
                while block := stored.read(1 << 20):
                    copy.write(block)
            copy.flush()
            try:
                return list(read(copy.name, self.job.name))
            except ValueError as error:
                raise NoTable(str(error)) from error

    def _tick(self, done: int) -> None:
        self.lease.extend(steps_done=done)

    def _compare(self, table: list[list[str]]) -> None:
        plan = make_plan(self.sheet, table, self._tick)
        self._end(SpreadsheetImport.Phase.CHECKED, plan)

    def _write(self, table: list[list[str]]) -> None:
        """Write exactly what the editor has confirmed. If the portal has changed since then, show the new plan."""
        seen = self.job.report.get("digest")
        with ExitStack() as stack:
            for name in settings.SPREADSHEET_WRITES_WITHIN:
                stack.enter_context(import_string(name)())
            stack.enter_context(transaction.atomic())
            plan = make_plan(self.sheet, table)
            if plan.digest == seen:
                write(self.sheet, plan, self.job.requested_by, _("Из таблицы «%s».") % self.job.name)
                self._end(SpreadsheetImport.Phase.WRITTEN, plan)
                return
        self._end(
            SpreadsheetImport.Phase.CHECKED, plan, _("С тех пор в портале что-то изменилось: посмотрите ещё раз.")
        )

    def _end(self, phase: Any, plan: Plan, remark: str = "") -> None:
        self.lease.extend(phase=phase, report=as_report(plan, SHOWN), steps_done=0)
        self.lease.finish(remark)


def write(sheet: Sheet, plan: Plan, user: Any, reason: str) -> None:
    """Write the new and changed rows of the plan. Must be called in a transaction."""
    made = [_made(sheet, row) for row in plan.new]
    _give_slugs(sheet, made)
    options = {"batch_size": BATCH, "default_user": user, "default_change_reason": reason[:100]}
    if made:
        made = bulk_create_with_history(made, sheet.model, **options)
    changed = _changed(sheet, plan.changed)
    if changed:
        fields = sorted({name for row in plan.changed for name in row.values})
        bulk_update_with_history(changed, sheet.model, fields, **options)
    for rows, is_new in ((made, True), (changed, False)):
        for row in rows:
            _tell(sheet, row, is_new)


def _made(sheet: Sheet, row: PlannedRow) -> Any:
    values = {sheet.columns[name].attname: value for name, value in row.values.items()}
    return sheet.model(**{**sheet.unsaid, **values})


def _changed(sheet: Sheet, rows: Iterable[PlannedRow]) -> list[Any]:
    by_key = {row.key: row for row in rows}
    keys = list(by_key)
    found = []
    for start in range(0, len(keys), BATCH):
        for one in sheet.model._base_manager.select_for_update().filter(pk__in=keys[start : start + BATCH]):
            for name, value in by_key[one.pk].values.items():
                setattr(one, sheet.columns[name].attname, value)
            found.append(one)
    return found


def _give_slugs(sheet: Sheet, rows: list[Any]) -> None:
    """Give slugs to new rows, as `NameSlugField` does for one row, but with two queries for all."""
    field = next((one for one in sheet.model._meta.fields if isinstance(one, NameSlugField)), None)
    if field is None or not rows:
        return
    taken = set(sheet.model._base_manager.values_list(field.attname, flat=True))
    taken |= set(FormerSlug.objects.of(sheet.model).values_list("slug", flat=True)) | RESERVED
    numbers: dict[str, int] = {}
    for row in rows:
        source = getattr(row, field.source)
        stem = slug = slugify(str(source() if callable(source) else source)) or str(sheet.model._meta.model_name)
        while slug in taken:
            numbers[stem] = numbers.get(stem, 1) + 1
            slug = f"{stem}-{numbers[stem]}"
        taken.add(slug)
        setattr(row, field.attname, slug)


def _tell(sheet: Sheet, row: Any, is_new: bool) -> None:
    """Send `post_save`, for example for the search. The history, which also listens to it, is already written."""
    row.skip_history_when_saving = True
    post_save.send(sheet.model, instance=row, created=is_new, raw=False, using="default", update_fields=None)
    del row.skip_history_when_saving


def forget_old() -> None:
    for old in SpreadsheetImport.objects.filter(requested_at__lt=timezone.now() - KEPT):
        old.delete()
