from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import NameField, NameSlugField
from events.models import Event, Person


class Committee(models.Model):
    """A body of the association: a committee, the board, a commission."""

    name = NameField(_("название"), unique=True)
    slug = NameSlugField()
    about = models.TextField(_("чем занимается"), blank=True)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)
    events = models.ManyToManyField(
        Event, verbose_name=_("участвовал в мероприятиях"), blank=True, related_name="committees"
    )

    class Meta:
        verbose_name = _("комитет")
        verbose_name_plural = _("комитеты и органы")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class CommitteeMember(models.Model):
    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name=_("комитет"), related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("человек"), related_name="committee_roles")
    role = models.CharField(_("роль"), max_length=120, blank=True, help_text=_("Председатель, секретарь…"))
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    class Meta:
        verbose_name = _("член комитета")
        verbose_name_plural = _("члены комитета")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "person"],
                name="committee_member_is_listed_once",
                violation_error_message=_("Этот человек уже в комитете."),
            )
        ]

    def __str__(self):
        return str(self.person)
