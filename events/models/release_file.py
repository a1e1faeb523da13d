import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files.fields import OwnedFileField
from core.jobs.models import Job, steps_within_total


class ReleaseFile(Job):
    """An uploaded press release, which a worker reads and an editor confirms. Then it is deleted."""

    handler = "events.release_reading.ReadingOfRelease"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("имя файла"), max_length=255)
    file = OwnedFileField(_("файл"), upload_to="releases")
    text = models.TextField(_("текст"), blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("кто загрузил"), null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("файл пресс-релиза")
        verbose_name_plural = _("файлы пресс-релизов")
        ordering = ["pk"]
        constraints = [steps_within_total("release_file_has_no_more_steps_than_there_are")]

    def __str__(self):
        return self.name
