from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import NameField
from parks.models import Organization


class MembershipCategory(models.Model):
    name = NameField(_("название"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    class Meta:
        verbose_name = _("категория членства")
        verbose_name_plural = _("категории членства")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def active(self, today=None):
        """In force on that day. The first and the last day count."""
        today = today or timezone.localdate()
        return self.filter(Q(end_date__isnull=True) | Q(end_date__gte=today), start_date__lte=today)


class Membership(models.Model):
    """The membership of an organization. While it lasts, the organization's accounts see what is for members."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("организация"), related_name="memberships"
    )
    category = models.ForeignKey(
        MembershipCategory, models.PROTECT, verbose_name=_("категория"), related_name="memberships"
    )
    start_date = models.DateField(_("с"))
    end_date = models.DateField(_("по"), null=True, blank=True, help_text=_("Последний день. Пусто — бессрочно."))

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние членства"))

    class Meta:
        verbose_name = _("членство")
        verbose_name_plural = _("членство")
        ordering = ["organization__name", "-start_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("Членство кончается раньше, чем начинается."),
            ),
            models.UniqueConstraint(
                fields=["organization", "start_date"],
                name="membership_starts_once_a_day",
                violation_error_message=_("Членство этой организации с этого дня уже записано."),
            ),
        ]

    def __str__(self):
        return f"{self.organization}, {self.category}"
