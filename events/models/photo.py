from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files.fields import OwnedImageField

from .event import Event


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_staff else self.filter(event__in=Event.objects.visible_to(user))


class Photo(models.Model):
    """A picture of the event's gallery, visible to everyone who may see the event."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="photos")
    image = OwnedImageField(_("снимок"), upload_to="photos", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, null=True)
    height = models.PositiveIntegerField(editable=False, null=True)
    caption = models.CharField(_("подпись"), max_length=500, blank=True)
    credit = models.CharField(_("автор"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("фотография")
        verbose_name_plural = _("фотографии")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.caption or f"{_('Снимок')} {self.pk}"
