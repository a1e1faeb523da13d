import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files.fields import OwnedFileField

from .event import Event

PARTIAL = "arrival-"


class Arrival(models.Model):
    """A file that was dropped onto an event and has no place there yet.

    While it is being received, its bytes are in `partial`, whose size is the progress. Afterwards they are in `file`.
    """

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="arrivals")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("кто загрузил"), related_name="+"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("имя файла"), max_length=255)
    size = models.PositiveBigIntegerField(_("размер, байт"))
    modified = models.BigIntegerField(default=0)  # milliseconds since 1970, from the browser
    started_at = models.DateTimeField(_("когда"), default=timezone.now)
    file = OwnedFileField(_("файл"), upload_to="arrivals", blank=True)
    kind = models.CharField(max_length=10, blank=True)  # from events.uploads.formats
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.JSONField(default=list)  # the texts of the first pages
    taken_at = models.CharField(max_length=30, blank=True)  # of a photo, from the camera, as a sortable text
    unpacked = models.PositiveIntegerField(default=0)  # how many photos of an archive are rows already

    class Meta:
        verbose_name = _("принятый файл")
        verbose_name_plural = _("принятые файлы")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "uploaded_by", "name", "size", "modified"],
                condition=models.Q(file=""),
                name="arrival_goes_on_where_it_stopped",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def partial(self):
        return Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{PARTIAL}{self.key.hex}"

    @property
    def is_whole(self):
        return bool(self.file)
