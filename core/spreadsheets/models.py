"""The import of a table: a job that first compares and, once an editor has confirmed it, writes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..files.fields import OwnedFileField
from ..jobs.models import Job


class SpreadsheetImport(Job):
    class Phase(models.TextChoices):
        CHECKING = "checking", _("сверяем")
        CHECKED = "checked", _("ждёт подтверждения")
        WRITING = "writing", _("записываем")
        WRITTEN = "written", _("записано")

    handler = "core.spreadsheets.job.Attempt"

    sheet = models.CharField(_("таблица"), max_length=30)
    file = OwnedFileField(_("файл"), upload_to="spreadsheets")
    name = models.CharField(_("имя файла"), max_length=255)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("кто загрузил"), related_name="+"
    )
    requested_at = models.DateTimeField(_("когда"), default=timezone.now)
    phase = models.CharField(_("что делаем"), max_length=10, choices=Phase, default=Phase.CHECKING)
    report = models.JSONField(default=dict)

    class Meta:
        app_label = "core"
        verbose_name = _("загрузка таблицы")
        verbose_name_plural = _("загрузки таблиц")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    @property
    def is_waiting_for_worker(self):
        return self.state in (self.State.QUEUED, self.State.PROCESSING)
