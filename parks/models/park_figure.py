"""Numbers of a passport with their date and source: «свободно 20 га», said on slide 7 in 2019."""

import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import not_negative
from core.dates import PartialDate
from core.fields import PartialDateField
from core.text import fold
from core.typography import quantity

from .park import Park

_NO_QUANTITY = {"hazard_class", "year_launched", "year_planned"}


def quantities():
    """[(column, label)] of the passport's numbers."""
    numbers = (models.DecimalField, models.PositiveIntegerField)
    fields = (field for field in Park._meta.fields if isinstance(field, numbers) and field.name not in _NO_QUANTITY)
    return [(field.name, field.verbose_name) for field in fields]


class ParkFigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only staff see proposed figures. Whether the user may see the park must be checked separately."""
        return self if user.is_staff else self.filter(is_accepted=True)


class ParkFigure(models.Model):
    """One dated value of a column of Park.

    `take_figures` writes the newest accepted one into the column. The others are the history of the column.
    """

    class Source(models.TextChoices):
        SLIDE = "slide", _("слайд")
        VISIT = "visit", _("визит")
        OWNER = "owner", _("собственник или УК")
        REGISTER = "register", _("реестр")
        PASSPORT = "passport", _("паспорт парка")
        OTHER = "other", _("другое")

    park = models.ForeignKey(Park, models.CASCADE, verbose_name=_("парк"), related_name="figures")
    name = models.CharField(_("что"), max_length=40, choices=quantities)
    value = models.DecimalField(
        _("сколько"), max_digits=18, decimal_places=2, help_text=_("В единицах, которые названы рядом.")
    )
    as_of = PartialDateField(_("на какую дату"), help_text=_("2019; 05.2019; 25.05.2019."))
    source = models.CharField(_("откуда"), max_length=10, choices=Source)
    source_note = models.CharField(
        _("где сказано"), max_length=300, blank=True, help_text=_("Слайд 7 доклада управляющей компании.")
    )
    source_url = models.URLField(_("ссылка"), max_length=500, blank=True)
    is_accepted = models.BooleanField(
        _("принято"), default=False, help_text=_("Без отметки — предложено: видят только сотрудники.")
    )

    objects = ParkFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("число с датой и источником")
        verbose_name_plural = _("числа с датой и источником")
        ordering = ["name", "-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "name", "as_of", "source", "value"],
                name="park_figure_is_listed_once",
                violation_error_message=_("Это число уже записано."),
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=False, as_of__regex=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
                name="park_figure_is_of_a_known_year",
                violation_error_message=_("Укажите хотя бы год."),
            ),
            *not_negative("park_figure", "value"),
        ]

    def __str__(self):
        return f"{self.label} — {self.amount}, {self.as_of}"

    def clean(self):
        """Check that the year is known and that the park's column accepts the value: «5,5 резидента» is refused."""
        if not self.as_of or not self.as_of.year:
            raise ValidationError({"as_of": _("Укажите хотя бы год.")})
        if self.value is None or not self.name:
            return
        value, column = self.value.normalize(), Park._meta.get_field(self.name)
        if isinstance(column, models.IntegerField) and value % 1:
            raise ValidationError({"value": _("Здесь нужно целое число.")})
        try:
            column.clean(value, None)
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error

    @property
    def label(self):
        return str(self.get_name_display()).partition(", ")[0]

    @property
    def where(self):
        """The place in the source: «слайд 7 доклада», «реестр: сведения за май»."""
        source = str(self.get_source_display())
        if fold(self.source_note).startswith(fold(source)):
            return self.source_note
        return f"{source}: {self.source_note}" if self.source_note else source

    @property
    def amount(self):
        """The value with its unit: «20 га»."""
        return quantity(self.value, str(self.get_name_display()).partition(", ")[2])


def newest(figures):
    """{column: its newest accepted figure}. «2019-05» counts as newer than «2019», because it is more precise."""
    accepted = sorted((one for one in figures if one.is_accepted), key=lambda one: (str(one.as_of), one.pk or 0))
    return {one.name: one for one in accepted}


def check_figures(park, figures):
    """Raises ValidationError if the park with its newest accepted figures would violate a constraint."""
    taken = newest(figures)
    probe = copy.copy(park)
    for name, one in taken.items():
        setattr(probe, name, one.value)
    for rule in Park._meta.constraints:
        if isinstance(rule, models.CheckConstraint) and rule.condition.referenced_base_fields & set(taken):
            rule.validate(Park, probe)


def take_figures(park):
    """Writes the newest accepted figures into the park. If any changed, the park's history gets a record."""
    found = newest(park.figures.all())
    changed = [name for name, one in found.items() if getattr(park, name) != one.value]
    for name in changed:
        setattr(park, name, Park._meta.get_field(name).to_python(found[name].value))
    if changed:
        park.save(update_fields=changed)


@receiver(post_save, sender=Park)
def remember_what_was_typed(sender, instance, created, raw=False, update_fields=None, **kwargs):
    """Adds a number that was typed into the park as its newest figure, if the column has dated figures."""
    if created or raw:
        return
    for name, one in newest(instance.figures.all()).items():
        value = getattr(instance, name)
        if value is None or value == one.value or (update_fields is not None and name not in update_fields):
            continue
        today, dated = timezone.localdate(), instance.data_as_of
        as_of = dated if dated and str(dated) > str(one.as_of) else today
        typed = {"name": name, "as_of": PartialDate(as_of.year, as_of.month, as_of.day), "source": one.Source.PASSPORT}
        instance.figures.filter(**typed).delete()
        instance.figures.create(**typed, value=value, source_url=instance.source_url, is_accepted=True)
