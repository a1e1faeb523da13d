"""Details that only some events have: how it is held, its hour, hall and theme, and a contact."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PhoneField
from parks import countries

from .access import Access


class EventDetails(models.Model):
    """Columns of Event. An unknown value is empty."""

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("очно")
        ONLINE = "online", _("онлайн")
        HYBRID = "hybrid", _("очно и онлайн")

    format = models.CharField(_("формат"), max_length=10, choices=Format, blank=True)
    stream_url = models.URLField(
        _("ссылка на трансляцию"), max_length=500, blank=True, help_text=_("Запись потом заводится материалом.")
    )
    stream_access = models.CharField(_("кому видна ссылка"), max_length=12, choices=Access, default=Access.PARTICIPANTS)
    starts_at = models.TimeField(
        _("начало в"), null=True, blank=True, help_text=_("Час начала, если программы по часам нет.")
    )
    hall = models.CharField(_("зал или этаж"), max_length=200, blank=True)
    country = models.CharField(
        _("страна"), max_length=2, choices=countries.choices(), blank=True, help_text=_("Пусто — Россия.")
    )
    foreign_region = models.CharField(
        _("регион за рубежом"), max_length=200, blank=True, help_text=_("Провинция Аньхой; Брестская область.")
    )
    theme = models.CharField(_("тема или девиз"), max_length=500, blank=True)
    part_of = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("в рамках"), null=True, blank=True, related_name="parts"
    )
    part_of_name = models.CharField(
        _("в рамках (если на портале его нет)"),
        max_length=300,
        blank=True,
        help_text=_("Российская энергетическая неделя."),
    )
    press_contact = models.CharField(_("контакт для прессы"), max_length=200, blank=True)
    press_phone = PhoneField(verbose_name=_("телефон для прессы"))
    press_email = models.EmailField(_("почта для прессы"), blank=True)
    press_consent = models.BooleanField(
        _("человек согласен, чтобы это было на сайте"),
        default=False,
        help_text=_("Без согласия контакт видят только сотрудники."),
    )

    class Meta:
        abstract = True

    @property
    def larger_event(self):
        """The name of the event that this one is a part of, as it was written; "" if there is none."""
        return self.part_of_name or (self.part_of.title if self.part_of_id else "")

    @property
    def has_press_contact(self):
        return bool(self.press_consent and (self.press_contact or self.press_phone or self.press_email))

    @property
    def where_abroad(self):
        """«Провинция Аньхой, Китай»; "" in Russia."""
        return ", ".join(filter(None, (self.foreign_region, self.get_country_display())))
