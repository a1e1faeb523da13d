from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import NameField
from events.models import Person
from parks.models import Organization


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """An account, identified by its e-mail address. Most belong to people of a member organization."""

    email = models.EmailField(_("электронная почта"), unique=True)
    last_name = NameField(_("фамилия"), max_length=120, blank=True)
    first_name = NameField(_("имя"), max_length=120, blank=True)
    middle_name = NameField(_("отчество"), max_length=120, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("организация"),
        null=True,
        blank=True,
        related_name="users",
        help_text=_("Пока членство организации действует, человеку открыты материалы для членов."),
    )
    person = models.OneToOneField(
        Person,
        models.SET_NULL,
        verbose_name=_("он же в списке людей"),
        null=True,
        blank=True,
        related_name="user",
        help_text=_("Если этот человек выступал на мероприятиях."),
    )
    is_staff = models.BooleanField(
        _("сотрудник"), default=False, help_text=_("Видит черновики и входит в управление сайтом.")
    )
    is_active = models.BooleanField(_("может входить"), default=True, help_text=_("Снимите вместо удаления."))
    date_joined = models.DateTimeField(_("заведён"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("учётная запись")
        verbose_name_plural = _("учётные записи")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_its_own_in_any_case",
                violation_error_message=_("Учётная запись с такой почтой уже есть."),
            )
        ]

    def __str__(self):
        """The name without the e-mail address, because editors see it in lists and histories."""
        return self.get_full_name() or (_("Без имени, № %s") % self.pk if self.pk else "")

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self):
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    def get_short_name(self):
        return self.first_name or str(self)
