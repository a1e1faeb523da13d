from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import not_negative, partial_dates_in_order
from core.fields import PartialDateField

from .organization import Organization
from .park import Park


class ResidencyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Both sides must be visible, because a residency names both."""
        if user.is_staff:
            return self
        park = Park.objects.visible_to(user).filter(pk=OuterRef("park"))
        organization = Organization.objects.visible_to(user).filter(pk=OuterRef("organization"))
        return self.filter(Exists(park), Exists(organization))


class Residency(models.Model):
    """An organization as a resident of a park, from the first interest to a working plant."""

    class Status(models.TextChoices):
        PROSPECTIVE = "prospective", _("потенциальный")
        AGREED = "agreed", _("подписано соглашение")
        DESIGNING = "designing", _("проектирует")
        BUILDING = "building", _("строит")
        OPERATING = "operating", _("действует")
        LEFT = "left", _("выбыл")

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("организация"), related_name="residencies"
    )
    park = models.ForeignKey(Park, models.CASCADE, verbose_name=_("парк"), related_name="residencies")
    status = models.CharField(_("статус"), max_length=12, choices=Status)
    product = models.CharField(_("что производит"), max_length=500, blank=True)
    investment_rub = models.DecimalField(_("инвестиции, руб."), max_digits=18, decimal_places=2, null=True, blank=True)
    jobs = models.PositiveIntegerField(_("рабочих мест"), null=True, blank=True)
    since = PartialDateField(_("с"), range_end="until")
    until = PartialDateField(_("по"))
    note = models.CharField(_("примечание"), max_length=500, blank=True)

    objects = ResidencyQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние резидента"))

    class Meta:
        verbose_name = _("резидент парка")
        verbose_name_plural = _("резиденты парков")
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "park"],
                name="residency_is_one_for_company_and_park",
                violation_error_message=_("Эта организация уже записана резидентом этого парка."),
            ),
            *not_negative("residency", "investment_rub"),
            *partial_dates_in_order("residency", "since", "until"),
        ]

    def __str__(self):
        return f"{self.organization} — {self.park}, {self.get_status_display()}"
