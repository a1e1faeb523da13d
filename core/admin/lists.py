"""Change lists that find the keys of a page first and then load only these rows, with what their columns read."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest


class KeysFirst(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = self.result_list
        keys = list(found if isinstance(found, list) else found.values_list("pk", flat=True))
        rows = self.apply_select_related(self.model_admin.listed(self.root_queryset))
        self.result_list = _in_order(rows.filter(pk__in=keys), keys)


def _in_order(rows: Any, keys: list[Any]) -> list[Any]:
    found = {row.pk: row for row in rows.order_by()}
    return [found[key] for key in keys if key in found]
