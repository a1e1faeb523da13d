"""The contacts of a park, and its owners and developers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PhoneField

from .organization import Organization


def _organization(label, related_name):
    return models.ForeignKey(
        Organization, models.PROTECT, verbose_name=label, null=True, blank=True, related_name=related_name
    )


class ParkDetails(models.Model):
    """Columns of Park. An unknown value is empty."""

    owner = _organization(_("собственник"), "owned_parks")
    developer = _organization(_("застройщик"), "developed_parks")
    postal_address = models.CharField(_("почтовый адрес"), max_length=500, blank=True)
    investor_contact = models.CharField(
        _("контакт для инвесторов"), max_length=200, blank=True, help_text=_("Имя человека в управляющей компании.")
    )
    investor_position = models.CharField(_("его должность"), max_length=300, blank=True)
    investor_phone = PhoneField(verbose_name=_("его телефон"))
    investor_email = models.EmailField(_("его почта"), blank=True)
    investor_consent = models.BooleanField(
        _("человек согласен, чтобы это было на сайте"),
        default=False,
        help_text=_("Без согласия контакт видят только сотрудники."),
    )

    class Meta:
        abstract = True

    @property
    def has_investor_contact(self):
        return bool(self.investor_consent and (self.investor_contact or self.investor_phone or self.investor_email))
