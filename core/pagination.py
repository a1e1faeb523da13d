"""Lists in pages. A page number that makes no sense shows the nearest page that exists, never an error."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.views.generic import ListView

PAGE_SIZE = 30


class PagedListView(ListView):
    """A ListView whose `?page=` cannot fail; the template gets `page_obj`, `page_numbers` and `ellipsis`."""

    paginate_by = PAGE_SIZE
    total = None  # how many rows there are in all, where the view knows it already

    def paginate_queryset(self, queryset, page_size):
        paginator = Paginator(queryset, page_size)
        if self.total is not None:
            paginator.count = self.total
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, self.complete_rows(page.object_list), page.has_other_pages()

    def complete_rows(self, rows):
        """Adds what only the rows of one page need, so that a deep page does not compute it for all before it."""
        return rows

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return {**context, "page_numbers": list(numbers), "ellipsis": page.paginator.ELLIPSIS}


class FilteredListView(PagedListView):
    """A paged list with a form of filters that counts its options, and so how many rows are left."""

    def filtered(self, filters, rows):
        self.filters = filters
        filters.count_options(rows)
        self.total = filters.total
        return filters.narrow(rows)

    def get_context_data(self, **kwargs):
        return super().get_context_data(filters=self.filters, **kwargs)


class FirstRows(NamedTuple):
    """The first rows of a list that may be long, and whether it goes on."""

    rows: list
    has_more: bool


def first_rows(queryset, length=20):
    """One query, whatever the length: nobody reads a page for the exact number of what it does not show."""
    rows = list(queryset[: length + 1])
    return FirstRows(rows[:length], len(rows) > length)
