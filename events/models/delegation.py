from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks import countries
from parks.models import Organization, Region

from .event import Event


class Delegation(models.Model):
    """People who came together from one organization, region or country. Its head and members are appearances."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="delegations")
    name = models.CharField(
        _("как написано"), max_length=300, blank=True, help_text=_("Делегация Правительства провинции Аньхой.")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("от организации"),
        null=True,
        blank=True,
        related_name="delegations",
    )
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("из региона"), null=True, blank=True, related_name="delegations"
    )
    country = models.CharField(_("из страны"), max_length=2, choices=countries.choices(), blank=True)
    foreign_region = models.CharField(_("регион за рубежом"), max_length=200, blank=True)
    size = models.PositiveSmallIntegerField(
        _("сколько человек"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    history = HistoricalRecords(verbose_name=_("прежнее состояние делегации"))

    class Meta:
        verbose_name = _("делегация")
        verbose_name_plural = _("делегации")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "event"], name="delegation_is_known_with_its_event"),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(country="") | Q(organization__isnull=False) | Q(region__isnull=False),
                name="delegation_is_from_somewhere",
                violation_error_message=_("Напишите, откуда делегация: организация, регион, страна или как написано."),
            ),
        ]

    def __str__(self):
        return self.name or ", ".join(map(str, filter(None, (self.organization, self.region, self.where_abroad))))

    @property
    def where_abroad(self):
        """«Провинция Аньхой, Китай»; "" for a delegation from Russia."""
        return ", ".join(filter(None, (self.foreign_region, self.get_country_display())))
