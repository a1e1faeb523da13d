from functools import cached_property, partial, reduce
from operator import or_

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.addresses import address_of
from core.constraints import CompositeForeignKey
from core.fields import FrozenNameField, NameField, NameSlugField, SlugKeepingQuerySet
from core.files.fields import OwnedImageField
from parks.models import Organization

from .delegation import Delegation
from .event import Event, newest_first

TALK_OF_ANOTHER_EVENT = _("Это выступление из другого мероприятия.")
SESSION_OF_ANOTHER_EVENT = _("Этот пункт программы из другого мероприятия.")


class PersonQuerySet(SlugKeepingQuerySet):
    def visible_to(self, user):
        """People who appear at an event that the user may see."""
        if user.is_staff:
            return self
        return self.filter(Exists(Appearance.objects.visible_to(user).filter(person=OuterRef("pk"))))

    def matching(self, words, user):
        """People with each of the words in a name or an alias: «Ростислав Ровбель», «Ровбель Р».

        A name that somebody had at an event counts only if the user may see the event.
        """
        own, people = Appearance.objects.visible_to(user).filter(person=OuterRef("pk")), self
        for word in words.split():
            people = people.filter(_has_in_a_name(word) | Exists(own.filter(name_then__holds=word)))
        return people

    def with_newest_post(self, appearances):
        """Adds `position`, `organization_name` and the key `organization` of the newest appearance with a post."""
        own = appearances.filter(person=OuterRef("pk")).exclude(position="", organization_name="").newest_first()
        return self.annotate(
            position=Subquery(own.values("position")[:1]),
            organization_name=Subquery(own.values("organization_name")[:1]),
            organization=Subquery(own.values("organization")[:1]),
        )

    def with_number_of_events(self):
        """Adds `events_count`: at how many events the person appears."""
        own = Appearance.objects.filter(person=OuterRef("pk")).order_by().values("person")
        counted = own.annotate(total=Count("event", distinct=True)).values("total")
        return self.annotate(events_count=Coalesce(Subquery(counted), 0))


def _has_in_a_name(word, person=""):
    """A Q for rows whose person has the word in a current name. `person` is the lookup prefix `"person__"`."""
    names = ("last_name", "first_name", "middle_name", "aliases")
    return reduce(or_, (Q(**{f"{person}{name}__holds": word}) for name in names))


class Person(models.Model):
    """A speaker or a guest. Positions change, so they belong to each Appearance instead."""

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
        return address_of("events:person", self.slug)

    @property
    def full_name(self):
        """«Ростислав Ровбель»: the first name first."""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)

    def take_names_of(self, other):
        """Adds the names of a merged person to `aliases`. Returns no new rows."""
        known = self.aliases.splitlines()
        names = [other.full_name, *other.aliases.splitlines()]
        new = [name for name in dict.fromkeys(names) if name and name not in (self.full_name, str(self), *known)]
        self.aliases = "\n".join([*known, *new])
        return []

    @property
    def initials(self):
        return (self.first_name[:1] + self.last_name[:1]).upper()


class TalkQuerySet(models.QuerySet):
    def numbered(self):
        """Adds `number`, which the talk would otherwise query."""
        earlier = Talk.objects.filter(before(OuterRef), event=OuterRef("event")).order_by().values("event")
        return self.annotate(number=Coalesce(Subquery(earlier.annotate(total=Count("pk")).values("total")), 0) + 1)

    def named(self):
        """Loads what the name of an untitled talk is made of."""
        return self.numbered().prefetch_related("appearances__person")


def before(value_of):
    """A Q for rows that come before a given row in manual order. `value_of(column)` is that row's value."""
    order = value_of("order")
    return Q(order__lt=order) | Q(order=order, pk__lt=value_of("pk"))


class Talk(models.Model):
    """A talk at an event. If its title is unknown, it is named by its number and its speakers."""

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="talks")
    session = models.ForeignKey(
        "Session", models.SET_NULL, verbose_name=_("пункт программы"), null=True, blank=True, related_name="talks"
    )
    title = models.CharField(_("тема"), max_length=500, blank=True, help_text=_("Пусто, если тема неизвестна."))
    abstract = models.TextField(_("о чём"), blank=True)
    order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    objects = TalkQuerySet.as_manager()
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
        if self.title:
            return self.title
        return ", ".join([self.heading, *dict.fromkeys(one.last_name for one in self._loaded_appearances)])

    @property
    def heading(self):
        """The title, or «Выступление № 3»."""
        return self.title or (_("Выступление № %s") % self.number if self.pk else str(self._meta.verbose_name))

    @property
    def who(self):
        """«Ростислав Ровбель, Артем Журавлев». Makes queries unless `appearances__person` is prefetched."""
        return ", ".join(dict.fromkeys(one.name for one in self._loaded_appearances))

    @property
    def _loaded_appearances(self):
        """The appearances, from `speakers` if a page has loaded them there."""
        return self.__dict__.get("speakers", self.appearances.all() if self.pk else ())

    @cached_property
    def number(self):
        """Its place among the talks of the event, from 1."""
        return Talk.objects.filter(before(partial(getattr, self)), event=self.event_id).count() + 1


class AppearanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        event = Event.objects.visible_to(user).filter(pk=OuterRef("event"))
        return self if user.is_staff else self.filter(Exists(event))

    def with_people_for(self, user):
        """Loads people and organizations, and adds `organization_is_known`: whether the user may open its page."""
        known = Organization.objects.visible_to(user).filter(pk=OuterRef("organization"))
        return self.select_related("person", "organization").annotate(organization_is_known=Exists(known))

    def naming(self, words):
        """Appearances with each of the words in the person's name, of that day or now."""
        found = self
        for word in words.split():
            found = found.filter(Q(name_then__holds=word) | _has_in_a_name(word, "person__"))
        return found

    def newest_first(self):
        """By event, newest first; within an event, talks come before mere attendance."""
        return self.order_by(*newest_first("event__"), F("talk__order").asc(nulls_last=True), "order", "pk")


class Appearance(models.Model):
    """A person's role at an event, with the name, the position and the organization as of that day."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("докладчик")
        MODERATOR = "moderator", _("модератор")
        WELCOME = "welcome", _("приветствие")
        GUEST_OF_HONOUR = "guest_of_honour", _("почётный гость")
        PARTICIPANT = "participant", _("участник")
        DELEGATION_HEAD = "delegation_head", _("глава делегации")
        DELEGATE = "delegate", _("в составе делегации")
        RECEIVES = "receives", _("принимает")
        ESCORTS = "escorts", _("сопровождает")
        EXPERT = "expert", _("эксперт")
        SIGNATORY = "signatory", _("подписант")
        AWARDED = "awarded", _("награждён")
        ELECTED = "elected", _("избран")

    SPEAKING = frozenset({Role.SPEAKER, Role.MODERATOR, Role.WELCOME})

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("мероприятие"), related_name="appearances")
    talk = models.ForeignKey(
        Talk, models.CASCADE, verbose_name=_("выступление"), null=True, blank=True, related_name="appearances"
    )
    session = models.ForeignKey(
        "Session", models.SET_NULL, verbose_name=_("пункт программы"), null=True, blank=True, related_name="appearances"
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("человек"), related_name="appearances")
    name_then = FrozenNameField(
        _("имя в тот день"),
        of="person",
        source="full_name",
        max_length=400,
        help_text=_("Пусто — как сейчас в списке людей. Потом не меняется."),
    )
    role = models.CharField(_("роль"), max_length=16, choices=Role, default=Role.SPEAKER)
    is_remote = models.BooleanField(_("по видеосвязи"), default=False)
    delegation = models.ForeignKey(
        Delegation, models.SET_NULL, verbose_name=_("делегация"), null=True, blank=True, related_name="members"
    )
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
            models.UniqueConstraint(fields=["id", "event"], name="appearance_is_known_with_its_event"),
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
            CompositeForeignKey(
                fields=["delegation", "event"],
                references=["id", "event"],
                name="appearance_is_in_a_delegation_of_its_event",
                violation_error_message=_("Эта делегация из другого мероприятия."),
            ),
        ]

    def __str__(self):
        told = [self.get_role_display(), *([self.talk.heading] if self.talk_id else []), str(self.event)]
        return f"{self.name} — {', '.join(told)}"

    @property
    def name(self):
        """«Ростислав Ровбель», as of that day."""
        return self.name_then or self.person.full_name

    @property
    def last_name(self):
        """The last name as of that day: the current one if that name contains it, or else its last word."""
        present = self.person.last_name
        return present if present in self.name else self.name.split()[-1]

    @property
    def names(self):
        """The current name, and the one of that day if it was different."""
        person = self.person
        return [str(person), *([self.name] if self.name != person.full_name else [])]

    @property
    def said_as(self):
        """The position and the organization of that day: «Финансовый директор, ЗАО «Алвид»»."""
        return ", ".join(part for part in (self.position, self.organization_name) if part)
