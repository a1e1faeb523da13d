"""A filter of change lists by year and month. Unlike `date_hierarchy` it reads only the first and the last date."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import DateTimeField, Max, Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

LONGEST = 60  # years on offer, in case a date is mistyped


class PeriodFilter(admin.SimpleListFilter):
    """Offers the years, newest first, and the months of the chosen year."""

    field_name = ""

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        self.field = model._meta.get_field(self.field_name)
        self.title = self.field.verbose_name
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        dates = model_admin.model._default_manager.order_by()
        ends = dates.aggregate(first=Min(self.field_name), last=Max(self.field_name))
        if ends["last"] is None:
            return []
        chosen, found = (self.value() or "")[:4], []
        for year in range(ends["last"].year, max(ends["first"].year, ends["last"].year - LONGEST) - 1, -1):
            found.append((str(year), str(year)))
            if str(year) == chosen:
                months = [dt.date(year, month, 1) for month in range(1, 13)]
                found += [(f"{one:%Y-%m}", f"– {date_format(one, 'F')}") for one in months]
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {value for value, _name in self.lookup_choices}:
            return queryset
        year, _sign, month = str(self.value()).partition("-")
        first = dt.date(int(year), int(month or 1), 1)
        end = dt.date(first.year + 1, 1, 1) if not month else (first + dt.timedelta(days=31)).replace(day=1)
        bounds = [self._moment(one) for one in (first, end)]
        return queryset.filter(**{f"{self.field_name}__gte": bounds[0], f"{self.field_name}__lt": bounds[1]})

    def _moment(self, day: dt.date) -> dt.date:
        if isinstance(self.field, DateTimeField):
            return dt.datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
        return day


def by_period(field_name: str) -> type[PeriodFilter]:
    names = {"field_name": field_name, "parameter_name": "period", "title": field_name}
    return type("PeriodFilter", (PeriodFilter,), names)
