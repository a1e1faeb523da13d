"""Model fields: Russian names, slugs, partial dates."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from . import text
from .database import RUSSIAN
from .dates import PartialDate, read_dates, read_time
from .models import FormerSlug, forget_former_slugs
from .numbers import plain, read_angle, read_pair, unit_of
from .phones import read_phones
from .stored import before_save


class NameField(models.CharField):
    """A name that sorts in Russian order on both databases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("db_collation", RUSSIAN)
        super().__init__(*args, **kwargs)


def validate_phones(value: str) -> None:
    try:
        read_phones(value)
    except ValueError:
        raise ValidationError(
            _("Это не похоже на телефон. Напишите так: +7 (4812) 00-00-00, доб. 12. Несколько — через точку с запятой.")
        ) from None


class PhoneField(models.CharField):
    """One telephone number or several, as `core.phones` reads them."""

    default_validators = [validate_phones]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"verbose_name": _("телефон"), "max_length": 200, "blank": True, **kwargs})


RESERVED = {"compare", "feed"}  # /parks/compare/ and /events/feed/ are not pages of rows


class NameSlugField(models.SlugField):
    """The slug of a row's page. A blank one is made from `source` once and then changes only by hand.

    If it changes, the former slug is remembered and redirects to the page.
    """

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(
            *args,
            **{
                "verbose_name": _("адрес страницы"),
                "max_length": text.SLUG_LENGTH + 10,
                "unique": True,
                "blank": True,
                "help_text": _(
                    "Латиницей, например «smolensk-tour». Оставьте пустым: составим сами. "
                    "Если измените, прежние ссылки приведут на новый адрес."
                ),
                **kwargs,
            },
        )

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.source != "name":
            kwargs["source"] = self.source
        kwargs["unique"] = self._unique  # a history table has many rows with the same slug
        return name, path, args, kwargs

    def validate(self, value: Any, instance: models.Model) -> None:
        super().validate(value, instance)
        if value in RESERVED:
            raise ValidationError(_("Этот адрес занят страницей портала. Выберите другой или оставьте поле пустым."))

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        if self.unique and not cls._meta.abstract and cls._meta.apps is apps:
            models.signals.post_delete.connect(forget_former_slugs, sender=cls)

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        if not getattr(instance, self.attname):
            source = getattr(instance, self.source)
            setattr(instance, self.attname, self.free_slug(instance, str(source() if callable(source) else source)))
        if self.unique and not add:
            stored = before_save(instance).get(self.attname)
            if stored and stored != getattr(instance, self.attname):
                FormerSlug.objects.remember(instance, stored)
        return super().pre_save(instance, add)

    def free_slug(self, instance: models.Model, name: str) -> str:
        """A slug that no other row has or had, so that old links to a renamed row do not lead to this one."""
        stem = text.slugify(name) or instance._meta.model_name
        others = type(instance)._base_manager.exclude(pk=instance.pk).filter(**{f"{self.attname}__startswith": stem})
        former = FormerSlug.objects.of(type(instance)).exclude(row=instance.pk).filter(slug__startswith=stem)
        taken = RESERVED.union(others.values_list(self.attname, flat=True), former.values_list("slug", flat=True))
        slug, number = stem, 2
        while slug in taken:
            slug, number = f"{stem}-{number}", number + 1
        return slug


class SlugKeepingQuerySet(models.QuerySet):
    """For models with a NameSlugField: `update()` and `bulk_update()` remember former slugs, as `save()` does.

    A QuerySet of `_base_manager` does not.
    """

    def update(self, **values: Any) -> int:
        slug = next((field for field in self.model._meta.fields if isinstance(field, NameSlugField)), None)
        if slug is None or slug.name not in values:
            return super().update(**values)
        with transaction.atomic(using=self.db):
            former = dict(self.order_by().values_list("pk", slug.attname))
            updated = super().update(**values)
            rows = self.model._base_manager.using(self.db).filter(pk__in=former)
            for row in rows.only("pk", slug.attname):
                if former[row.pk] != getattr(row, slug.attname):
                    FormerSlug.objects.remember(row, former[row.pk])
        return updated

    update.alters_data = True  # type: ignore[attr-defined]


class FrozenNameField(models.CharField):
    """The name that a related row had when this row was first saved. It stays when the related row is renamed.

    `of` is the foreign key, `source` an attribute of the related row. The current name is filled in if this field is
    blank or if the foreign key has changed.
    """

    def __init__(self, *args: Any, of: str = "", source: str = "name", **kwargs: Any) -> None:
        self.of, self.source = of, source
        super().__init__(*args, **{"blank": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "source": self.source}

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        related = getattr(instance, f"{self.of}_id")
        name = getattr(instance, self.attname) if related else ""
        if name and not add:
            stored = before_save(instance)
            if stored and stored[f"{self.of}_id"] != related and stored[self.attname] == name:
                name = ""
        if related and not name:
            name = getattr(getattr(instance, self.of), self.source)
        setattr(instance, self.attname, name)
        return name


class PartialDateFormField(forms.CharField):
    """`range_end` names the field that gets the last day if somebody types a range into this one."""

    range_end = ""
    default_error_messages = {
        "invalid_date": _(
            "Не понимаем дату «%(value)s». Напишите, например, 25.05.2016, 05.2016 или 2016, "
            "а если год неизвестен — 25.05."
        ),
        "range": _("«%(value)s» — это две даты, а здесь нужна одна."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return date_as_typed(value)
        return value

    def clean(self, value: Any) -> PartialDate | None:
        value = super().clean(value)
        if not value:
            return None
        try:
            date, last = read_dates(value)
        except ValueError as error:
            raise self._refusal("invalid_date", value) from error
        if last:
            raise self._refusal("range", value)
        return date

    def _refusal(self, code: str, value: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"value": value})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "") != (data or "") and super().has_changed(self.prepare_value(initial), data)


class _PlainNumber:
    """Accepts a number as the site prints it, such as «−1 234,5», also with the unit in the field's label."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = plain(value, unit_of(self.label))  # type: ignore[attr-defined]
        return super().to_python(value)  # type: ignore[misc]


class DecimalFormField(_PlainNumber, forms.DecimalField):
    pass


class FloatFormField(_PlainNumber, forms.FloatField):
    pass


class IntegerFormField(_PlainNumber, forms.IntegerField):
    """Uses a text input, because a browser's number input refuses «1 234»."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "class": "vIntegerField"}


class AngleFormField(FloatFormField):
    """Degrees, also as «54°46′57″ с. ш.»"""

    default_error_messages = {
        "invalid_angle": _(
            "Не понимаем координату «%(value)s»: минут и секунд бывает от 0 до 59, а дробь бывает только в последнем "
            "числе."
        )
    }

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            angle = read_angle(value)
            read_pair(value)  # raises for a bad pair; a form has split a good one into two fields before
        except ValueError as error:
            message = self.error_messages["invalid_angle"]
            raise ValidationError(message, code="invalid_angle", params={"value": value}) from error
        return super().to_python(value if angle is None else str(angle))


class DateFormField(forms.DateField):
    """A date to the day, as people write it: 25.05.2016, 25/05/16, «25 мая 2016»."""

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str):
            try:
                date = PartialDate.read(value)
            except ValueError:
                return super().to_python(value)
            if date.is_exact:
                return date.first_day()
        return super().to_python(value)


class TimeFormField(forms.TimeField):
    """A time as people write it: 9:30, 9.30, 9-30, 9; 24:00 is midnight."""

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, str):
            try:
                return read_time(value)
            except ValueError:
                pass
        return super().to_python(value)


class MomentFormField(forms.SplitDateTimeField):
    """A date as in DateFormField, and a time as in TimeFormField."""

    fields: tuple[forms.Field, ...]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        date, time = self.fields
        self.fields = (
            DateFormField(error_messages=date.error_messages),
            TimeFormField(error_messages=time.error_messages),
        )


def date_as_typed(date: PartialDate) -> str:
    parts = [date.day and f"{date.day:02}", date.month and f"{date.month:02}", date.year and str(date.year)]
    return ".".join(part for part in parts if part)


_read_once = lru_cache(maxsize=4096)(PartialDate.from_iso)


class PartialDateField(models.CharField):
    """A PartialDate, stored as its text of 4 to 10 characters; NULL if nothing is known.

    `range_end` names the field of the last day; people may type a range into the first one.
    """

    def __init__(self, *args: Any, range_end: str = "", **kwargs: Any) -> None:
        self.range_end = range_end
        kwargs["max_length"] = 10
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> PartialDate | None:
        if value in (None, "") or isinstance(value, PartialDate):
            return value or None
        if isinstance(value, dt.date):
            return PartialDate(value.year, value.month, value.day)
        try:
            return PartialDate.from_iso(value)
        except ValueError as error:
            raise ValidationError(_("Не дата: «%(value)s»."), params={"value": value}) from error

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return _read_once(value) if value else None

    def get_prep_value(self, value: Any) -> str | None:
        return str(value) if value else None

    def value_to_string(self, instance: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(instance)) or ""

    def run_validators(self, value: Any) -> None:
        if value is not None:
            super().run_validators(str(value))

    def formfield(self, **kwargs: Any) -> forms.Field:
        field = models.Field.formfield(self, **{"form_class": PartialDateFormField, "max_length": 60, **kwargs})
        field.range_end = self.range_end
        return field


class BoundaryDateField(models.DateField):
    """A date derived from partial dates at each save, used to sort and compare, never shown.

    It is the earliest possible day of the first known one of `sources`, or with `last=True` the latest. A date without
    a year becomes `date.min`: it comes last in a newest-first list and counts as past.
    """

    UNKNOWN = dt.date.min

    def __init__(self, *args: Any, sources: Iterable[str] = (), last: bool = False, **kwargs: Any) -> None:
        self.sources, self.last = tuple(sources), last
        kwargs["editable"] = False
        kwargs.setdefault("default", self.UNKNOWN)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, {**kwargs, "sources": self.sources, "last": self.last}

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        dates = [self._date(instance, source) for source in self.sources]
        known = next((date for date in dates if date), None)
        day = (known.last_day() if self.last else known.first_day()) if known else None
        setattr(instance, self.attname, day or self.UNKNOWN)
        return getattr(instance, self.attname)

    @staticmethod
    def _date(instance: models.Model, source: str) -> PartialDate | None:
        return instance._meta.get_field(source).to_python(getattr(instance, source))
