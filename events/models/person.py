from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.constraints import CompositeForeignKey
from core.fields import NameField, NameSlugField, SlugKeepingQuerySet
from core.files.fields import OwnedImageField
from parks.models import Organization

from .event import Event, newest_first

TALK_OF_ANOTHER_EVENT = _("Это выступление из другого мероприятия.")
SESSION_OF_ANOTHER_EVENT = _("Этот пункт программы из другого мероприятия.")


class PersonQuerySet(SlugKeepingQuerySet):
    def visible_to(self, user):
        """People who appear at an event that the user may see."""
        if user.is_staff:
            return self
        return self.filter(Exists(Appearance.objects.visible_to(user).filter(person=OuterRef("pk"))))

    def matching(self, words):
        """People with each of the words in a name or an alias: «Ростислав Ровбель», «Ровбель Р»."""
        people = self
        for word in words.split():
            people = people.filter(
                Q(last_name__holds=word)
                | Q(first_name__holds=word)
                | Q(middle_name__holds=word)
                | Q(aliases__holds=word)
            )
        return people


class Person(models.Model):
    """A speaker or a guest. Positions are not kept here but with each Appearance, because they change."""

    last_name = NameField(_("фамилия"), max_length=120)
    first_name = NameField(_("имя"), max_length=120, blank=True)
    middle_name = NameField(_("отчество"), max_length=120, blank=True)
    slug = NameSlugField(source="__str__")
    photo = OwnedImageField(_("фотография"), upload_to="portraits", blank=True)
    bio = models.TextField(_("о человеке"), blank=True)
    aliases = models.TextField(
        _("как ещё пишут"), blank=True, help_text=_("По одному в строке: «Р. Л. Ровбель». По ним тоже ищут.")
    )

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние человека"))

    class Meta:
        verbose_name = _("человек")
        verbose_name_plural = _("люди")
        ordering = ["last_name", "first_name", "middle_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(last_name=""),
                name="person_has_a_last_name",
                violation_error_message=_("Напишите фамилию."),
            )
        ]
        indexes = [models.Index(fields=["last_name", "first_name", "middle_name", "id"], name="person_alphabetical")]

    def __str__(self):
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    def get_absolute_url(self):
        return reverse("events:person", args=[self.slug])

    @property
    def full_name(self):
        """«Ростислав Ровбель»: the first name first."""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)

    @property
    def initials(self):
        return (self.first_name[:1] + self.last_name[:1]).upper()


class Talk(models.Model):
    """A talk at an event. Its title may be unknown."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="talks")
    session = models.ForeignKey(
        "Session", models.SET_NULL, verbose_name=_("пункт программы"), null=True, blank=True, related_name="talks"
    )
    title = models.CharField(_("тема"), max_length=500, blank=True, help_text=_("Пусто, если тема неизвестна."))
    abstract = models.TextField(_("о чём"), blank=True)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    history = HistoricalRecords(verbose_name=_("прежнее состояние выступления"))

    class Meta:
        verbose_name = _("выступление")
        verbose_name_plural = _("выступления")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "event"], name="talk_is_known_with_its_event"),
            CompositeForeignKey(
                fields=["session", "event"],
                references=["id", "event"],
                name="talk_is_in_a_session_of_its_event",
                violation_error_message=SESSION_OF_ANOTHER_EVENT,
            ),
        ]

    def __str__(self):
        return self.title or self.who or str(_("Выступление без темы"))

    @property
    def who(self):
        """«Ровбель Ростислав, Журавлев Артем». Makes queries unless `appearances__person` is prefetched."""
        return ", ".join(str(appearance.person) for appearance in self.appearances.all())


class AppearanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        event = Event.objects.visible_to(user).filter(pk=OuterRef("event"))
        return self if user.is_staff else self.filter(Exists(event))

    def with_people_for(self, user):
        """Loads people and organizations, and adds `organization_is_known`: the user may open its page."""
        known = Organization.objects.visible_to(user).filter(pk=OuterRef("organization"))
        return self.select_related("person", "organization").annotate(organization_is_known=Exists(known))

    def newest_first(self):
        """By event, newest first; within an event, talks come before mere attendance."""
        return self.order_by(*newest_first("event__"), F("talk__order").asc(nulls_last=True), "order", "pk")


class Appearance(models.Model):
    """A person's role at an event, with the position and the organization as of that day."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("докладчик")
        MODERATOR = "moderator", _("модератор")
        WELCOME = "welcome", _("приветствие")
        GUEST_OF_HONOUR = "guest_of_honour", _("почётный гость")
        PARTICIPANT = "participant", _("участник")

    SPEAKING = frozenset({Role.SPEAKER, Role.MODERATOR, Role.WELCOME})

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="appearances")
    talk = models.ForeignKey(
        Talk, models.CASCADE, verbose_name=_("выступление"), null=True, blank=True, related_name="appearances"
    )
    session = models.ForeignKey(
        "Session", models.SET_NULL, verbose_name=_("пункт программы"), null=True, blank=True, related_name="appearances"
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("человек"), related_name="appearances")
    role = models.CharField(_("роль"), max_length=16, choices=Role, default=Role.SPEAKER)
    position = models.CharField(
        _("должность в тот день"), max_length=500, blank=True, help_text=_("Как в программе. Потом не меняется.")
    )
    organization_name = models.CharField(_("организация в тот день"), max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("организация в справочнике"),
        null=True,
        blank=True,
        related_name="appearances",
    )
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    objects = AppearanceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("прежнее состояние появления"))

    class Meta:
        verbose_name = _("докладчик или гость")
        verbose_name_plural = _("докладчики и гости")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "person", "role"],
                name="appearance_in_a_talk_is_listed_once",
                violation_error_message=_("Этот человек уже записан в этой роли."),
            ),
            models.UniqueConstraint(
                fields=["event", "person", "role"],
                condition=Q(talk__isnull=True, session__isnull=True),
                name="appearance_at_an_event_is_listed_once",
                violation_error_message=_("Этот человек уже записан в этой роли."),
            ),
            CompositeForeignKey(
                fields=["talk", "event"],
                references=["id", "event"],
                name="appearance_is_in_a_talk_of_its_event",
                violation_error_message=TALK_OF_ANOTHER_EVENT,
            ),
            CompositeForeignKey(
                fields=["session", "event"],
                references=["id", "event"],
                name="appearance_is_in_a_session_of_its_event",
                violation_error_message=SESSION_OF_ANOTHER_EVENT,
            ),
        ]

    def __str__(self):
        return f"{self.person} — {self.get_role_display()}, {self.event}"

    @property
    def said_as(self):
        """The position and the organization of that day: «Финансовый директор, ЗАО «Алвид»»."""
        return ", ".join(part for part in (self.position, self.organization_name) if part)
