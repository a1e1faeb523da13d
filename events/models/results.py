"""The results of an event: numbers of participants, outcomes, quotations."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import CompositeForeignKey, not_negative
from core.fields import BoundaryDateField, PartialDateField
from core.typography import number, plural
from parks.models import Organization

from .event import Event
from .material import Material
from .person import Appearance


class OfVisibleEvent(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_staff else self.filter(event__in=Event.objects.visible_to(user))


class EventNumber(models.Model):
    """A number of participants: «более 200 участников», «около 40 компаний»."""

    class Of(models.TextChoices):
        PARTICIPANTS = "participants", _("участники")
        COMPANIES = "companies", _("компании")
        REGIONS = "regions", _("регионы")
        COUNTRIES = "countries", _("страны")

    class Precision(models.TextChoices):
        ABOUT = "about", _("около")
        OVER = "over", _("более")

    NOUNS = {
        Of.PARTICIPANTS: _("участник,участника,участников"),
        Of.COMPANIES: _("компания,компании,компаний"),
        Of.REGIONS: _("регион,региона,регионов"),
        Of.COUNTRIES: _("страна,страны,стран"),
    }
    AFTER_A_WORD = {
        Of.PARTICIPANTS: _("участника,участников,участников"),
        Of.COMPANIES: _("компании,компаний,компаний"),
        Of.REGIONS: _("региона,регионов,регионов"),
        Of.COUNTRIES: _("страны,стран,стран"),
    }

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="numbers")
    of = models.CharField(_("кого"), max_length=12, choices=Of)
    precision = models.CharField(
        _("точность"), max_length=5, choices=Precision, blank=True, help_text=_("Пусто — точно.")
    )
    value = models.PositiveIntegerField(_("сколько"), validators=[MinValueValidator(1)])

    objects = OfVisibleEvent.as_manager()

    class Meta:
        verbose_name = _("сколько")
        verbose_name_plural = _("сколько было участников, компаний, регионов, стран")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "of"],
                name="event_number_is_given_once",
                violation_error_message=_("Это число уже записано."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1),
                name="event_number_counts_from_1",
                violation_error_message=_("Неизвестное число оставьте пустым."),
            ),
        ]

    def __str__(self):
        """«более 200 участников», «21 компания»."""
        forms = self.AFTER_A_WORD if self.precision else self.NOUNS
        words = [str(self.get_precision_display()), number(self.value), plural(self.value, str(forms[self.of]))]
        return " ".join(filter(None, words))


class OutcomeQuerySet(OfVisibleEvent):
    def open(self):
        """Outcomes that are not completed yet."""
        return self.filter(state__in=Outcome.OPEN)

    def overdue(self, today=None):
        today = today or timezone.localdate()
        return self.open().filter(due_day__lt=today).exclude(due_day=BoundaryDateField.UNKNOWN)

    def due(self, today=None):
        """Open outcomes that are not overdue: their last day is in the future or unknown."""
        today = today or timezone.localdate()
        return self.open().filter(Q(due_day__gte=today) | Q(due_day=BoundaryDateField.UNKNOWN))

    def finished(self):
        return self.exclude(state__in=Outcome.OPEN)

    def soonest_first(self):
        return self.order_by(F("due").asc(nulls_last=True), "due_day", "pk")


class Outcome(models.Model):
    """A result of an event, such as an agreement, a decision or an award, and what came of it."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("соглашение")
        MEMORANDUM = "memorandum", _("меморандум")
        CONTRACT = "contract", _("договор")
        DECISION = "decision", _("решение")
        INSTRUCTION = "instruction", _("поручение")
        ARRANGEMENT = "arrangement", _("договорённость")
        AWARD = "award", _("награда")
        ELECTION = "election", _("избрание")

    class State(models.TextChoices):
        PLANNED = "planned", _("намечено")
        IN_PROGRESS = "in_progress", _("идёт")
        DONE = "done", _("выполнено")
        DROPPED = "dropped", _("снято")

    OPEN = frozenset({State.PLANNED, State.IN_PROGRESS})

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="outcomes")
    kind = models.CharField(_("вид"), max_length=12, choices=Kind, default=Kind.DECISION)
    text = models.TextField(_("что решили"), help_text=_("Подписано соглашение о сотрудничестве в подготовке кадров."))
    subject = models.CharField(_("предмет"), max_length=300, blank=True, help_text=_("Подготовка кадров."))
    parties = models.ManyToManyField(
        Organization, verbose_name=_("стороны из справочника"), blank=True, related_name="outcomes"
    )
    parties_text = models.CharField(
        _("стороны, как написано"), max_length=500, blank=True, help_text=_("Через точку с запятой.")
    )
    amount_rub = models.DecimalField(_("сумма, руб."), max_digits=18, decimal_places=2, null=True, blank=True)
    due = PartialDateField(_("срок"), help_text=_("31.12.2027; если день неизвестен — 12.2027 или 2027."))
    due_day = BoundaryDateField(sources=["due"], last=True)
    state = models.CharField(
        _("состояние"), max_length=12, choices=State, blank=True, help_text=_("Пусто — неизвестно.")
    )
    result = models.TextField(_("что из этого сделано"), blank=True)
    source_url = models.URLField(_("источник"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    objects = OutcomeQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние итога"))

    class Meta:
        verbose_name = _("итог")
        verbose_name_plural = _("итоги")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="outcome_says_what", violation_error_message=_("Напишите, что решили.")
            ),
            *not_negative("outcome", "amount_rub"),
        ]
        indexes = [models.Index(fields=["state", "due_day"], name="outcome_by_state")]

    def __str__(self):
        return Truncator(self.text).chars(80)

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_overdue(self):
        return self.is_open and BoundaryDateField.UNKNOWN < self.due_day < timezone.localdate()


class Quotation(models.Model):
    """A quotation. It belongs to an appearance and so has the speaker's position of that day."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="quotations")
    appearance = models.ForeignKey(Appearance, models.CASCADE, verbose_name=_("кто сказал"), related_name="quotations")
    text = models.TextField(_("что сказал"), help_text=_("Без кавычек вокруг."))
    material = models.ForeignKey(
        Material,
        models.SET_NULL,
        verbose_name=_("где сказано"),
        null=True,
        blank=True,
        related_name="quotations",
        help_text=_("Пусто — в пресс-релизе."),
    )
    slide_number = models.PositiveIntegerField(
        _("номер слайда"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    objects = OfVisibleEvent.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние цитаты"))

    class Meta:
        verbose_name = _("цитата")
        verbose_name_plural = _("цитаты")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="quotation_has_a_text", violation_error_message=_("Напишите, что сказано.")
            ),
            models.CheckConstraint(
                condition=Q(slide_number__isnull=True) | Q(material__isnull=False, slide_number__gte=1),
                name="quotation_slide_is_of_a_material",
                violation_error_message=_("Номер слайда — с 1 и вместе с материалом."),
            ),
            CompositeForeignKey(
                fields=["appearance", "event"],
                references=["id", "event"],
                name="quotation_is_of_somebody_at_its_event",
                violation_error_message=_("Этот человек из другого мероприятия."),
            ),
        ]

    def __str__(self):
        return Truncator(self.text).chars(80)
