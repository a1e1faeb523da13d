from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PartialDateField

from .event import Event


class SourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only staff see sources, because the text belongs to its publisher."""
        return self if user.is_staff else self.none()


class Source(models.Model):
    """A press release about the event, with its original text."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="sources")
    publisher = models.CharField(_("кто опубликовал"), max_length=300, blank=True)
    published_on = PartialDateField(_("когда"), help_text=_("Часто не день мероприятия."))
    url = models.URLField(_("адрес"), max_length=500, blank=True)
    text = models.TextField(_("текст, как он был"), blank=True)
    fingerprint = models.JSONField(default=list, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("источник")
        verbose_name_plural = _("источники")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(publisher="", url="", text=""),
                name="source_says_something",
                violation_error_message=_("Напишите, кто опубликовал, вставьте адрес или текст."),
            )
        ]

    def __str__(self):
        return self.publisher or self.url or str(_("Текст без подписи"))
