from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.files.fields import OwnedFileField
from core.jobs.models import Job, steps_within_total

from .material import Material, MaterialVersion


class Preview(Job):
    """The job of making slides from a version, and its result."""

    handler = "events.slides.build.Attempt"

    version = models.OneToOneField(
        MaterialVersion, models.CASCADE, verbose_name=_("версия файла"), related_name="preview"
    )
    pdf = OwnedFileField(_("в PDF"), upload_to="previews", blank=True)

    class Meta:
        verbose_name = _("слайды файла")
        verbose_name_plural = _("слайды: состояние файлов")
        constraints = [steps_within_total("preview_has_no_more_pages_than_there_are")]
        indexes = [models.Index(fields=["state", "due_at"], name="preview_by_what_is_due")]

    def __str__(self):
        return f"{self.version}: {self.get_state_display()}"


class SlideQuerySet(models.QuerySet):
    def ready(self):
        """Slides of versions whose job is done."""
        made = Preview.objects.filter(version=OuterRef("version"), state=Preview.State.READY)
        return self.filter(Exists(made))

    def current(self):
        """Slides of current versions."""
        return self.filter(version=F("version__material__current_version"))

    def findable(self, materials):
        """Slides of current versions. While those of a new version are not ready, slides of the newest one before."""
        number = OuterRef("current_version__number")
        shown = MaterialVersion.objects.filter(material=OuterRef("pk"), number__lte=number)
        shown = shown.filter(preview__state=Preview.State.READY).order_by("-number").values("pk")[:1]
        # A file without pages has no slides to wait for.
        with_pages = materials.filter(current_version__preview__isnull=False)
        return self.ready().filter(version__in=with_pages.order_by().values_list(Subquery(shown)))

    def visible_to(self, user):
        """Slides of materials that the user may download, because a slide has the same access as its file."""
        material = Material.objects.visible_to(user).filter(pk=OuterRef("version__material"))
        return self.ready().filter(Exists(material))


class Slide(models.Model):
    """A slide of a presentation or a page of a document: its text and, if it could be drawn, its pictures."""

    version = models.ForeignKey(MaterialVersion, models.CASCADE, verbose_name=_("версия файла"), related_name="slides")
    number = models.PositiveIntegerField(_("номер"))
    title = models.CharField(_("заголовок"), max_length=300, blank=True)
    text = models.TextField(_("текст"), blank=True)
    picture = OwnedFileField(_("картинка"), upload_to="slides", blank=True)
    small_picture = OwnedFileField(_("малая картинка"), upload_to="slides", blank=True)
    width = models.PositiveIntegerField(_("ширина картинки"), null=True, blank=True)
    height = models.PositiveIntegerField(_("высота картинки"), null=True, blank=True)
    word_boxes = models.TextField(editable=False, blank=True, default="")  # see events.slides.word_boxes

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
