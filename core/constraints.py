"""Short ways to write common constraints. Each constraint's name reads as the sentence it enforces."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .dates import ISO_PATTERN


def not_negative(model: str, *fields: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(**{f"{field}__gte": 0}),
            name=f"{model}_{field}_is_not_negative",
            violation_error_message=_("Число не может быть отрицательным."),
        )
        for field in fields
    ]


def not_above(model: str, part: str, whole: str, message: str | Promise) -> models.CheckConstraint:
    """`part` is at most `whole` where both are known: a comparison with NULL refuses nothing."""
    return models.CheckConstraint(
        condition=Q(**{f"{part}__lte": F(whole)}),
        name=f"{model}_{part}_is_within_{whole}",
        violation_error_message=message,
    )


def partial_dates_in_order(
    model: str, start: str, end: str, *, end_needs_start: bool = False
) -> list[models.CheckConstraint]:
    """Both are valid partial dates, both have a year or neither has, and the end is not before the start.

    The longer text is cut to the length of the shorter one before they are compared: May 2016 does not end before 25
    May 2016. Without years, a range from the second half of a year to the first half runs over New Year.
    """
    end_unknown, start_unknown = Q(**{f"{end}__isnull": True}), Q(**{f"{start}__isnull": True})
    without_year = {name: Q(**{f"{name}__startswith": "--"}) for name in (start, end)}
    alike = (without_year[start] & without_year[end]) | (~without_year[start] & ~without_year[end])
    in_order = Q(LessThanOrEqual(Left(F(start), Length(end)), Left(F(end), Length(start))))
    over_new_year = without_year[start] & Q(**{f"{start}__gte": "--07", f"{end}__lt": "--07"})
    allowed = end_unknown | (Q(**{f"{start}__isnull": False}) & alike & (in_order | over_new_year))
    return [
        *(
            models.CheckConstraint(
                condition=Q(**{f"{name}__regex": ISO_PATTERN}),
                name=f"{model}_{name}_is_a_date",
                violation_error_message=_("Это не дата."),
            )
            for name in (start, end)
        ),
        models.CheckConstraint(
            condition=allowed if end_needs_start else allowed | start_unknown,
            name=f"{model}_ends_after_it_starts",
            violation_error_message=_("Окончание раньше начала, или год указан только у одной из двух дат."),
        ),
    ]


class CompositeForeignKey(models.BaseConstraint):
    """The values of `fields`, the first of them a foreign key, occur together in one row of that key's model.

    `CompositeForeignKey(fields=["talk", "event"], references=["id", "event"], …)` on a material: its talk belongs to
    its event.

    Both databases get a real foreign key, checked at commit. The columns it refers to need a UniqueConstraint. A row
    whose first field is empty refers to nothing and is allowed.
    """

    def __init__(
        self,
        *,
        fields: Iterable[str],
        references: Iterable[str],
        name: str,
        violation_error_message: str | Promise | None = None,
    ) -> None:
        self.fields, self.references = tuple(fields), tuple(references)
        super().__init__(name=name, violation_error_message=violation_error_message)

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.fields, "references": self.references}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CompositeForeignKey) and self.deconstruct()[2] == other.deconstruct()[2]

    def __hash__(self) -> int:
        return hash((self.name, self.fields, self.references))

    def _target(self, model: type[models.Model]) -> type[models.Model]:
        return model._meta.get_field(self.fields[0]).remote_field.model

    def _clause(self, model: type[models.Model], schema_editor: Any) -> str:
        def columns(owner: type[models.Model], names: Iterable[str]) -> str:
            return ", ".join(schema_editor.quote_name(owner._meta.get_field(name).column) for name in names)

        target = self._target(model)
        return (
            f"FOREIGN KEY ({columns(model, self.fields)}) "
            f"REFERENCES {schema_editor.quote_name(target._meta.db_table)} ({columns(target, self.references)}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: type[models.Model], schema_editor: Any) -> str:
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._clause(model, schema_editor)}"

    def create_sql(self, model: type[models.Model], schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: type[models.Model], schema_editor: Any) -> str:
        table, name = map(schema_editor.quote_name, (model._meta.db_table, self.name))
        return f"ALTER TABLE {table} DROP CONSTRAINT {name}"

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Collection[str] | None = None,
        using: str = "default",
    ) -> None:
        if exclude and self.fields[0] in exclude:
            return
        values = [getattr(instance, model._meta.get_field(name).attname) for name in self.fields]
        if None in values:
            return
        target = self._target(model)
        columns = [target._meta.get_field(name).attname for name in self.references]
        if not target._base_manager.using(using).filter(**dict(zip(columns, values, strict=True))).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.name)
