"""Rows of which a park may have several: statuses, certificates, register entries, phases, places in ratings."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import not_negative
from core.fields import PartialDateField

from .park import Park, figure, is_a_year


class ParkStatusChange(models.Model):
    """The date from which a park had a status. The current status is `Park.status`."""

    park = models.ForeignKey(Park, models.CASCADE, verbose_name=_("парк"), related_name="status_changes")
    status = models.CharField(_("статус"), max_length=20, choices=Park.Status)
    since = PartialDateField(_("с"))
    source_url = models.URLField(_("источник"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("смена статуса парка")
        verbose_name_plural = _("история статуса")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "status", "since"],
                name="park_status_change_is_listed_once",
                violation_error_message=_("Эта смена статуса уже записана."),
            )
        ]

    def __str__(self):
        return self.get_status_display()


class ParkCertificate(models.Model):
    """A certificate of conformity to a standard."""

    class Standard(models.TextChoices):
        ASSOCIATION = "association", _("сертификат АИП")
        GOST = "gost", _("ГОСТ Р 56301")

    park = models.ForeignKey(Park, models.CASCADE, verbose_name=_("парк"), related_name="certificates")
    standard = models.CharField(_("сертификат"), max_length=12, choices=Standard)
    number = models.CharField(_("номер"), max_length=80, blank=True)
    valid_from = models.DateField(_("действует с"), null=True, blank=True)
    valid_until = models.DateField(_("действует по"), null=True, blank=True)

    class Meta:
        verbose_name = _("сертификат парка")
        verbose_name_plural = _("сертификаты")
        ordering = ["-valid_until", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="park_certificate_ends_after_it_starts",
                violation_error_message=_("Сертификат кончается раньше, чем начинается."),
            )
        ]

    def __str__(self):
        return f"{self.get_standard_display()} {self.number}".strip()

    @property
    def is_expired(self):
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class ParkAccreditation(models.Model):
    """An entry of the ministry's register of industrial parks and technoparks."""

    park = models.ForeignKey(Park, models.CASCADE, verbose_name=_("парк"), related_name="accreditations")
    number = models.CharField(_("номер в реестре"), max_length=80, blank=True)
    since = models.DateField(_("в реестре с"), null=True, blank=True)
    left_on = models.DateField(_("исключён"), null=True, blank=True)

    class Meta:
        verbose_name = _("аккредитация Минпромторга")
        verbose_name_plural = _("аккредитация Минпромторга")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__gte=F("since")),
                name="park_accreditation_ends_after_it_starts",
                violation_error_message=_("Исключён раньше, чем включён."),
            )
        ]

    def __str__(self):
        return _("№ %s") % self.number if self.number else str(self._meta.verbose_name)


class ParkPhase(models.Model):
    """A phase of a park's construction: «первая очередь, 40 га, 2019»."""

    class State(models.TextChoices):
        PLANNED = "planned", _("намечена")
        UNDER_CONSTRUCTION = "under_construction", _("строится")
        OPERATING = "operating", _("работает")

    park = models.ForeignKey(Park, models.CASCADE, verbose_name=_("парк"), related_name="phases")
    number = models.PositiveSmallIntegerField(_("очередь"), validators=[MinValueValidator(1)])
    area_ha = figure(_("площадь"), _("га"))
    investment_rub = figure(_("инвестиции"), _("руб."), digits=18)
    year = models.PositiveSmallIntegerField(_("год"), null=True, blank=True, validators=[is_a_year])
    state = models.CharField(_("состояние"), max_length=20, choices=State, blank=True)

    class Meta:
        verbose_name = _("очередь парка")
        verbose_name_plural = _("очереди")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "number"],
                name="park_phase_is_listed_once",
                violation_error_message=_("Эта очередь уже записана."),
            ),
            *not_negative("park_phase", "area_ha", "investment_rub"),
        ]

    def __str__(self):
        return _("%s-я очередь") % self.number


class ParkRating(models.Model):
    """A place in a rating of one year."""

    park = models.ForeignKey(Park, models.CASCADE, verbose_name=_("парк"), related_name="ratings")
    name = models.CharField(_("рейтинг"), max_length=200)
    year = models.PositiveSmallIntegerField(_("год"), validators=[is_a_year])
    place = models.PositiveSmallIntegerField(_("место"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("место в рейтинге")
        verbose_name_plural = _("места в рейтингах")
        ordering = ["-year", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "name", "year"],
                name="park_rating_is_listed_once",
                violation_error_message=_("Это место в рейтинге уже записано."),
            )
        ]

    def __str__(self):
        return _("%(place)s-е место, %(name)s %(year)s") % {"place": self.place, "name": self.name, "year": self.year}
