from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parks.files.fields import OwnedFileField

from .material import Material, MaterialVersion


class Preview(models.Model):
    """The making of slides from a version. This row is the truth about that work; a queue is only the bell."""

    class State(models.TextChoices):
        QUEUED = "queued", _("в очереди")
        PROCESSING = "processing", _("обрабатывается")
        READY = "ready", _("готово")
        FAILED = "failed", _("не удалось")

    version = models.OneToOneField(
        MaterialVersion, models.CASCADE, verbose_name=_("версия файла"), related_name="preview"
    )
    state = models.CharField(_("состояние"), max_length=10, choices=State, default=State.QUEUED)
    remark = models.CharField(
        _("пояснение"), max_length=300, blank=True, help_text=_("Почему не удалось или чего не хватает.")
    )
    attempts = models.PositiveSmallIntegerField(_("попыток"), default=0)
    due_at = models.DateTimeField(_("не раньше"), default=timezone.now)
    leased_until = models.DateTimeField(_("занято до"), null=True, blank=True)
    pages_done = models.PositiveIntegerField(_("сделано страниц"), default=0)
    pages_total = models.PositiveIntegerField(_("всего страниц"), null=True, blank=True)
    pdf = OwnedFileField(_("в PDF"), upload_to="previews", blank=True)

    class Meta:
        verbose_name = _("просмотр файла")
        verbose_name_plural = _("просмотры файлов")
        constraints = [
            models.CheckConstraint(
                condition=Q(pages_total__isnull=True) | Q(pages_done__lte=F("pages_total")),
                name="preview_has_no_more_pages_than_there_are",
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="preview_by_what_is_due")]

    def __str__(self):
        return f"{self.version}: {self.get_state_display()}"


class SlideQuerySet(models.QuerySet):
    def ready(self):
        """Slides of a version whose making has come to its end."""
        made = Preview.objects.filter(version=OuterRef("version"), state=Preview.State.READY)
        return self.filter(Exists(made))

    def current(self):
        """Slides of the versions that are shown unless another one is asked for."""
        return self.filter(version=F("version__material__current_version"))

    def visible_to(self, user):
        """Whoever may download the material, and nobody else: a picture or a text is no second door."""
        material = Material.objects.visible_to(user).filter(pk=OuterRef("version__material"))
        return self.ready().filter(Exists(material))


class Slide(models.Model):
    """A slide of a presentation or a page of a document, as text and, where it could be drawn, as pictures."""

    version = models.ForeignKey(MaterialVersion, models.CASCADE, verbose_name=_("версия файла"), related_name="slides")
    number = models.PositiveIntegerField(_("номер"))
    title = models.CharField(_("заголовок"), max_length=300, blank=True)
    text = models.TextField(_("текст"), blank=True)
    picture = OwnedFileField(_("картинка"), upload_to="slides", blank=True)
    small_picture = OwnedFileField(_("малая картинка"), upload_to="slides", blank=True)
    width = models.PositiveIntegerField(_("ширина картинки"), null=True, blank=True)
    height = models.PositiveIntegerField(_("высота картинки"), null=True, blank=True)

    objects = SlideQuerySet.as_manager()

    class Meta:
        verbose_name = _("слайд")
        verbose_name_plural = _("слайды")
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="slide_number_is_used_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="slide_counts_from_1"),
        ]

    def __str__(self):
        return f"{self.version}, {_('слайд')} {self.number}"
