from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import NameField


class Series(models.Model):
    """A recurring event with numbered editions, such as «Съезд индустриальных парков»."""

    name = NameField(_("название"), unique=True, help_text=_("Без номера и года: «Съезд индустриальных парков»."))

    class Meta:
        verbose_name = _("серия мероприятий")
        verbose_name_plural = _("серии мероприятий")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="series_has_a_name",
                violation_error_message=_("Напишите название серии."),
            )
        ]

    def __str__(self):
        return self.name
