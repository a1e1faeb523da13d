"""Paged lists. A wrong page number shows the nearest page that exists, never an error."""

from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.views.generic import ListView

from .filters import FilterForm

PAGE_SIZE = 30


class Chain:
    """Several querysets, one after another, paged as one list. Each keeps its own order and so can use its own index.

    `parts` are (queryset, its length). A slice queries only the parts that it needs.
    """

    def __init__(self, *parts: tuple[QuerySet, int]) -> None:
        self.parts = parts

    def __len__(self) -> int:
        return sum(length for _rows, length in self.parts)

    def __getitem__(self, place: slice) -> list[Any]:
        start, stop, _step = place.indices(len(self))
        found: list[Any] = []
        for rows, length in self.parts:
            if start < length and stop > 0:
                found += rows[max(start, 0) : min(stop, length)]
            start, stop = start - length, stop - length
        return found


class PagedListView(ListView):
    """A ListView whose `?page=` never fails. The template gets `page_obj`, `page_numbers` and `ellipsis`."""

    paginate_by = PAGE_SIZE
    total: int | None = None  # how many rows there are, if the view knows it already

    def paginate_queryset(self, queryset: QuerySet | Chain, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        paginator = Paginator(queryset, page_size)
        if self.total is not None:
            paginator.count = self.total
        self.page = page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, self.complete_rows(page.object_list), page.has_other_pages()

    def complete_rows(self, rows: Any) -> Any:
        """Add what only the rows of this page need, so that it is not computed for the rows of earlier pages."""
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return {**context, "page_numbers": list(numbers), "ellipsis": page.paginator.ELLIPSIS}


class FilteredListView(PagedListView):
    """A paged list with a filter form. The form counts the options, and its total saves a COUNT."""

    def filtered(self, filters: FilterForm, rows: QuerySet) -> QuerySet:
        self.filters = filters
        filters.count_options_once(rows)
        self.total = filters.total
        return filters.narrow(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=self.filters, **kwargs)


class FirstRows(NamedTuple):
    """The first rows of a list, and whether there are more."""

    rows: list
    has_more: bool


def first_rows(queryset: QuerySet, length: int = 20) -> FirstRows:
    """The first rows, in one query, because the others are not counted."""
    rows = list(queryset[: length + 1])
    return FirstRows(rows[:length], len(rows) > length)
